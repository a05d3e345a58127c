import { Map, Set } from 'immutable';
import {
  atMostOverall,
  behaviour,
  forEach,
  integer,
  invariant,
  type ProcessId,
  processes,
  reachable,
  type Spec,
  spec,
  system,
} from '../../checker/index.ts';

interface State {
  readonly turn: number;
  readonly worker: Map<ProcessId, 'working' | 'prepared'>;
  readonly marks: Set<string>;
}

const counters = system({
  name: 'counters',
  parameters: { workers: integer(3, { from: 1, to: 3 }) },
  define: ({ workers }) => {
    const all = processes('worker', workers);
    const start = { turn: 0, worker: Map(all.map((one) => [one, 'working' as const])) };
    return behaviour<State>(
      [
        { ...start, marks: Set() },
        { ...start, marks: Set(['odd start']) },
      ],
      {
        tick: ({ turn, marks }) => [
          { turn: turn + 1 },
          { turn: turn + 2, marks: marks.add('hop') },
        ],
        prepare: forEach(
          all,
          ({ worker }, one) =>
            worker.get(one) === 'working' && { worker: worker.set(one, 'prepared') },
        ),
      },
    );
  },
});

/** A plain system with two initial states, alternatives and an action for each member. */
export const countersSpec: Spec = spec(counters, {
  about: 'turns and workers',
  properties: [
    invariant(
      'turns stay low while somebody works',
      ({ turn, worker }) => turn < 3 || worker.every((one) => one === 'prepared'),
    ),
    reachable(
      'all are prepared after an odd start',
      ({ worker, marks }) => marks.size === 2 && worker.every((one) => one === 'prepared'),
    ),
  ],
  bounds: { turns: atMostOverall(4, ({ turn }) => turn) },
});
