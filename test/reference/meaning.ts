import { List, Map } from 'immutable';
import { canonicalForm } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import type { ProtocolInstance, SystemInstance } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { World } from '../../checker/model/subject.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import { isCut } from './environment.ts';
import type { Sight } from './judge.ts';
import { type Flying, initialState, type Move, movesOf, type Whole } from './transitions.ts';

/** What a model means: where it starts, where a state leads, how it is seen and told from others. */
export interface Meaning<State> {
  readonly initial: readonly State[];
  moves(state: State): readonly Move<State>[];
  sight(state: State): Sight;
  key(state: State): string;
}

/** A protocol: the moves of each process in turn. Only the order of sending that counts is in the key. */
export function meaningOfProtocol(
  protocol: ProtocolInstance,
  { environment }: Configuration,
): Meaning<Whole> {
  const { processes, roles } = protocol;
  const told = environment.network === 'fifo' ? ({ from }: Flying) => String(from) : canonicalKey;
  const byText = (a: Flying, b: Flying) => (told(a) < told(b) ? -1 : told(a) > told(b) ? 1 : 0);
  return {
    initial: [initialState(protocol)],
    moves: (state) => movesOf(protocol, environment, state),
    key: ({ nodes, ...rest }) =>
      canonicalKey({
        ...rest,
        nodes: nodes.map((one) => ({ ...one, inbox: one.inbox.toSorted(byText) })),
      }),
    sight: ({ nodes, faults, partition, history }) => {
      const view: { [role: string]: Map<ProcessId, unknown> } = {};
      for (const role of Object.keys(roles)) view[role] = Map();
      for (const [at, { id, roleName }] of processes.entries())
        view[roleName] = view[roleName]!.set(id, nodes[at]!.local);
      const inFlight = List(
        nodes.flatMap(({ inbox }, to) => inbox.map((one) => ({ ...one, to: processes[to]!.id }))),
      );
      const nodeOf = (id: ProcessId) => nodes[processes.findIndex((one) => one.id === id)]!;
      const world: World<unknown> = {
        history,
        inFlight,
        faults,
        isUp: (id) => nodeOf(id).is !== 'down',
        isPaused: (id) => nodeOf(id).is === 'paused',
        isByzantine: (id) => nodeOf(id).is === 'byzantine',
        isCut: (from, to) => isCut(partition, from, to),
        remaining: (id, timer) => nodeOf(id).timers[timer],
      };
      return { view, world };
    },
  };
}

/** A plain system: each action's alternatives in turn; an alternative gives the fields that change. */
export const meaningOfSystem = ({ initial, actions }: SystemInstance): Meaning<object> => ({
  initial,
  moves: (state) =>
    actions.flatMap(({ name, member, act }) =>
      [act(state as never)]
        .flat()
        .filter((changes) => changes instanceof Object)
        .map((changes) => ({
          transition: {
            kind: 'action',
            action: name,
            ...(member !== undefined && { member: canonicalForm(member) }),
          },
          to: { ...state, ...changes },
        })),
    ),
  sight: (view) => ({ view, world: undefined }),
  key: canonicalKey,
});
