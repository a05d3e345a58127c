export { use } from './context';
export { expand, read, stabilizers } from './expand';
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
export { countLabels, ofStates, takeFrom, takeNew, writeNewTo } from './numbering';
export { expandPlain, readPlain, usePlain } from './plain';
export { sift } from './sieve';
