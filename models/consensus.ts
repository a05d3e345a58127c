/**
 * Consensus: values are proposed, one of them is chosen, and learners learn it. This is the problem
 * that Paxos and Raft solve, with nothing said of how: no messages, no majorities. Follows Lamport,
 * "Paxos Made Simple", section 2.1, whose three requirements of safety are the properties.
 *
 * A process that fails is one that does nothing more, which any process may do here. So it is fairness
 * that says which processes are correct, and that they learn at last.
 */
import { Map, Set } from 'immutable';
import {
  behaviour,
  forEach,
  integer,
  type ProcessId,
  processes,
  system,
} from '../checker/index.ts';

export type Value = string;

export interface Consensus {
  readonly proposed: Set<Value>;
  /** One value at most, if all is well. */
  readonly chosen: Set<Value>;
  /** What each learner has learned; nothing to begin with. */
  readonly learned: Map<ProcessId, Value | null>;
}

/** The values that may be proposed. */
const VALUES: readonly Value[] = ['X', 'Y', 'Z', 'V', 'W'];

export const consensus = system({
  name: 'consensus',
  parameters: {
    values: integer(5, { from: 1, to: VALUES.length }),
    learners: integer(5, { from: 1, to: 7 }),
    /** Ways to get it wrong, each a switch. */
    choosesTwice: false,
    choosesUnproposed: false,
    learnsUnchosen: false,
    waitsForEveryProposal: false,
  },
  define: ({ values: count, learners: learnerCount, ...mistakes }) => {
    const values = VALUES.slice(0, count);
    const learners = processes('learner', learnerCount);
    return behaviour<Consensus>(
      {
        proposed: Set(),
        chosen: Set(),
        learned: Map(learners.map((learner): [ProcessId, Value | null] => [learner, null])),
      },
      {
        propose: forEach(
          values,
          ({ proposed }, value) => !proposed.has(value) && { proposed: proposed.add(value) },
        ),
        choose: forEach(
          values,
          ({ proposed, chosen }, value) =>
            (chosen.isEmpty() || (mistakes.choosesTwice && !chosen.has(value))) &&
            (proposed.has(value) || mistakes.choosesUnproposed) &&
            (proposed.size === count || !mistakes.waitsForEveryProposal) && {
              chosen: chosen.add(value),
            },
        ),
        learn: forEach(
          learners,
          ({ proposed, chosen, learned }, learner) =>
            learned.get(learner) === null &&
            (mistakes.learnsUnchosen ? proposed : chosen)
              .toArray()
              .map((value) => ({ learned: learned.set(learner, value) })),
        ),
      },
    );
  },
});
