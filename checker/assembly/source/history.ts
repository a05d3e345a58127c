import { at, here } from './context';
import { findPair, NONE } from './pairs';

/** Where it is written what an event changes in the history of a state of the block; NONE if it is unknown. See `kernel/decision-tree.ts`. */
export function record(event: i32, state: i32): i32 {
  const context = here();
  // What another thread has added since this one was told is not for it to read.
  const end = context.treeEnd;
  if (end === 0) return NONE;
  let node = 0;
  while (true) {
    const what = at(context.treeNodes, 1 + node);
    if (what < 0) return -1 - what < context.writesEnd ? -1 - what : NONE;
    // The event comes first, then the slots of the history, which are read as a whole.
    const fact = what / context.fieldsOfFact;
    const slot = context.processes + fact;
    const id = fact === 0 ? event : at(context.ids, slot * context.count + state);
    node = findPair(context.treeNext, context.treeMask, node, id);
    if (node < 0 || node >= end) return NONE;
  }
}
