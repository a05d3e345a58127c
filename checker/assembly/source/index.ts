/** All that is called from outside. */
export { use } from './context';
export { expand, read } from './expand';
export {
  addKeys,
  begin,
  countAside,
  findKeys,
  moveUp,
  putBack,
  resize,
  roomLeft,
} from './key-set';
