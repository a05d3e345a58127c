export { calls } from './linearizability/calls.ts';
export { linearizable, sequentiallyConsistent } from './linearizability/linearizable.ts';
export {
  casRegister,
  counter,
  keyValueMap,
  lock,
  queue,
  register,
} from './linearizability/objects.ts';
export type { Call, SequentialObject } from './linearizability/sequential-object.ts';
export type { Message, Outcome } from './model/effects.ts';
export { observe } from './model/history.ts';
export { choice, integer } from './model/parameters.ts';
export type { ProcessId } from './model/process-id.ts';
export { vocabulary } from './model/protocol.ts';
export { type Rising, rising } from './model/rising.ts';
export { behaviour, forEach, processes, system } from './model/system.ts';
export { because } from './property/because.ts';
export { atMost, atMostOverall, messagesInFlight } from './property/bound.ts';
export { stepsOf, strong, weak } from './property/fairness.ts';
export {
  alwaysEventually,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  eventually,
  eventuallyAlways,
  invariant,
  leadsTo,
  type Property,
  reachable,
  reachableStep,
  stepInvariant,
} from './property/property.ts';
export { refines } from './property/refines.ts';
export { type Spec, spec } from './spec/spec.ts';
