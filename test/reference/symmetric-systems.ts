import fc from 'fast-check';
import { Map, Set } from 'immutable';
import {
  atMostOverall,
  behaviour,
  deadlockFree,
  forEach,
  invariant,
  processes,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
  system,
} from '../../checker/index.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import { decide, type Tree, trees } from './decision-tree.ts';

interface State {
  readonly x: number;
  readonly mode: Map<ProcessId, number>;
  /** Whom each process points at. */
  readonly at: Map<ProcessId, ProcessId | null>;
  readonly votes: Map<ProcessId, number>;
  readonly holder: ProcessId | null;
  readonly bag: Set<ProcessId>;
}

const QUESTIONS = [
  'x is 0',
  'own mode is 0',
  'other mode is 0',
  'points at other',
  'is pointed at',
  'holds',
  'somebody holds',
  'in the bag',
  'other in the bag',
  'value voted',
  'all modes are 0',
] as const;
type Question = (typeof QUESTIONS)[number];

const CHANGES = [
  'x',
  'own mode',
  'other mode',
  'point at other',
  'point at value',
  'point at nobody',
  'hold',
  'hand over',
  'give up',
  'into the bag',
  'out of the bag',
  'vote',
  'reset',
] as const;
type Change = (typeof CHANGES)[number];

export interface SymmetricSystemTable {
  readonly processes: number;
  readonly values: number;
  readonly manyStarts: boolean;
  /** For each process and other process, and value. */
  readonly actions: readonly Tree<Question, readonly Change[]>[];
  readonly limits: readonly number[];
}

export const symmetricSystemTables: fc.Arbitrary<SymmetricSystemTable> = fc.record({
  processes: fc.integer({ min: 2, max: 4 }),
  values: fc.integer({ min: 1, max: 2 }),
  manyStarts: fc.boolean(),
  actions: fc.array(
    trees(
      fc.constantFrom(...QUESTIONS),
      fc.array(fc.constantFrom(...CHANGES), { maxLength: 2 }),
      2,
    ),
    { minLength: 1, maxLength: 3 },
  ),
  limits: fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
});

/** Who an action is about. */
interface Cast {
  readonly self: ProcessId;
  readonly other: ProcessId;
  readonly value: ProcessId;
}

function isSo(question: Question, state: State, { self, other, value }: Cast): boolean {
  switch (question) {
    case 'x is 0':
      return state.x === 0;
    case 'own mode is 0':
      return state.mode.get(self) === 0;
    case 'other mode is 0':
      return state.mode.get(other) === 0;
    case 'points at other':
      return state.at.get(self) === other;
    case 'is pointed at':
      return state.at.includes(self);
    case 'holds':
      return state.holder === self;
    case 'somebody holds':
      return state.holder !== null;
    case 'in the bag':
      return state.bag.has(self);
    case 'other in the bag':
      return state.bag.has(other);
    case 'value voted':
      return state.votes.get(value) === 1;
    case 'all modes are 0':
      return state.mode.every((mode) => mode === 0);
  }
}

function changed(change: Change, state: State, { self, other, value }: Cast): Partial<State> {
  switch (change) {
    case 'x':
      return { x: 1 - state.x };
    case 'own mode':
      return { mode: state.mode.update(self, 0, (mode) => 1 - mode) };
    case 'other mode':
      return { mode: state.mode.set(other, 1) };
    case 'point at other':
      return { at: state.at.set(self, other) };
    case 'point at value':
      return { at: state.at.set(self, value) };
    case 'point at nobody':
      return { at: state.at.set(self, null) };
    case 'hold':
      return { holder: self };
    case 'hand over':
      return { holder: other };
    case 'give up':
      return { holder: null };
    case 'into the bag':
      return { bag: state.bag.add(self) };
    case 'out of the bag':
      return { bag: state.bag.delete(other) };
    case 'vote':
      return { votes: state.votes.set(value, 1) };
    case 'reset':
      return { mode: state.mode.map(() => 0), bag: Set() };
  }
}

/** The spec that a table stands for. */
export function symmetricSystemOf(table: SymmetricSystemTable): Spec {
  const ids = processes('process', table.processes);
  const values = processes('value', table.values);
  const casts = ids.flatMap((self) =>
    ids
      .filter((other) => other !== self)
      .flatMap((other) => values.map((value): Cast => ({ self, other, value }))),
  );
  const start: State = {
    x: 0,
    mode: Map(ids.map((id) => [id, 0])),
    at: Map(ids.map((id) => [id, null])),
    votes: Map(values.map((value) => [value, 0])),
    holder: null,
    bag: Set(),
  };
  const starts = table.manyStarts
    ? ids.map((holder): State => ({ ...start, holder, mode: start.mode.set(holder, 1) }))
    : [start];
  const actions = table.actions.map((tree, number) => [
    `act${number}`,
    forEach(casts, (state: State, cast) =>
      decide(tree, (question) => isSo(question, state, cast)).map((one) =>
        changed(one, state, cast),
      ),
    ),
  ]);
  const [l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0] = table.limits;
  const model = system({
    name: 'symmetric',
    define: () =>
      behaviour<State>(starts, Object.fromEntries(actions), { symmetric: [ids, values] }),
  });
  const sum = ({ mode }: State) => mode.reduce((all, one) => all + one, 0);
  return spec(model, {
    about: 'a random symmetric system',
    bounds: { bag: atMostOverall(l0 + 1, ({ bag }) => bag.size) },
    properties: [
      invariant('modes', (state) => sum(state) <= l1 || state.holder !== null),
      invariant('pointers', ({ at }) => at.every((to, from) => to === null || at.get(to) !== from)),
      stepInvariant('steps', (before, after) => sum(after) <= sum(before) + (l2 % 2)),
      reachable('circle', ({ at, x }) => at.every((to) => to !== null) && x === l3 % 2),
      reachableStep(
        'handed over',
        (before, after) =>
          before.holder !== null && after.holder !== before.holder && before.bag.size === l4,
      ),
      deadlockFree('going on', { final: (state) => sum(state) <= l5 }),
    ],
  });
}
