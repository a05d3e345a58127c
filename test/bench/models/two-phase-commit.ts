import { Map } from 'immutable';
import {
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
} from '../../../checker/index.ts';

/** Two-phase commit as Gray and Lamport write it ("Consensus on Transaction Commit", 2006, section 3). */
interface Commit {
  readonly tm: 'init' | 'committed' | 'aborted';
  readonly rm: Map<ProcessId, 'working' | 'prepared' | 'committed' | 'aborted'>;
  /** Which managers the transaction manager knows to be prepared. */
  readonly tmPrepared: Map<ProcessId, boolean>;
  /** The messages sent so far, which are never taken away: one Prepared for each manager, Commit, Abort. */
  readonly prepared: Map<ProcessId, boolean>;
  readonly commit: boolean;
  readonly abort: boolean;
}

const twoPhaseCommit = system({
  name: 'two-phase commit',
  parameters: { managers: integer(5, { from: 1, to: 10 }) },
  define: ({ managers: count }) => {
    const managers = processes('manager', count);
    const each = <Value>(value: Value) =>
      Map(managers.map((id): [ProcessId, Value] => [id, value]));
    return behaviour<Commit>(
      {
        tm: 'init',
        rm: each<'working' | 'prepared' | 'committed' | 'aborted'>('working'),
        tmPrepared: each(false),
        prepared: each(false),
        commit: false,
        abort: false,
      },
      {
        tmCommits: (state) =>
          state.tm === 'init' &&
          managers.every((id) => state.tmPrepared.get(id)) && { tm: 'committed', commit: true },
        tmAborts: ({ tm }) => tm === 'init' && { tm: 'aborted', abort: true },
        tmReceivesPrepared: forEach(
          managers,
          (state, id) =>
            state.tm === 'init' &&
            state.prepared.get(id) === true && { tmPrepared: state.tmPrepared.set(id, true) },
        ),
        prepares: forEach(
          managers,
          (state, id) =>
            state.rm.get(id) === 'working' && {
              rm: state.rm.set(id, 'prepared'),
              prepared: state.prepared.set(id, true),
            },
        ),
        choosesToAbort: forEach(
          managers,
          ({ rm }, id) => rm.get(id) === 'working' && { rm: rm.set(id, 'aborted') },
        ),
        receivesCommit: forEach(
          managers,
          (state, id) => state.commit && { rm: state.rm.set(id, 'committed') },
        ),
        receivesAbort: forEach(
          managers,
          (state, id) => state.abort && { rm: state.rm.set(id, 'aborted') },
        ),
      },
      { symmetric: [managers] },
    );
  },
});

export const twoPhaseCommitSpec: Spec = spec(twoPhaseCommit, {
  about: 'two-phase commit as a plain system, for comparison with other checkers',
  properties: [
    invariant(
      'no manager aborts while another has committed',
      ({ rm }) => !(rm.includes('aborted') && rm.includes('committed')),
    ),
    reachable('all managers commit', ({ rm }) => rm.every((at) => at === 'committed')),
    reachable('all managers abort', ({ rm }) => rm.every((at) => at === 'aborted')),
  ],
});
