export type { Message, Outcome } from './model/effects.ts';
export { observe } from './model/history.ts';
export { choice, integer } from './model/parameters.ts';
export type { ProcessId } from './model/process-id.ts';
export { vocabulary } from './model/protocol.ts';
export { behaviour, forEach, processes, system } from './model/system.ts';
export { atMost, atMostOverall, messagesInFlight } from './property/bound.ts';
export {
  because,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  reachable,
  reachableStep,
  stepInvariant,
} from './property/property.ts';
export { refines } from './property/refines.ts';
export { type Spec, spec } from './spec/spec.ts';
