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
import type { Changes } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { SystemSubject } from '../../checker/model/subject.ts';

import type { Property, SafetyKind, Verdict } from '../../checker/property/property.ts';
import { decide, type Tree, trees, verdicts } from './decision-tree.ts';

export interface State {
  readonly x: number;
  readonly pair: { readonly left: number; readonly right: number };
  readonly bag: Set<number>;
  /** One slot a process. */
  readonly red: Map<ProcessId, number>;
  readonly blue: Map<ProcessId, number>;
}

type Family = 'red' | 'blue';

/** Processes are meant by number; -1 is the member that an action is taken for. */
export type Question =
  | {
      readonly about: 'x' | 'left' | 'right' | 'bag' | 'red all' | 'blue none';
      readonly value: number;
    }
  | {
      readonly about: 'key' | 'has' | 'update';
      readonly family: Family;
      readonly process: number;
      readonly value: number;
    };

/** One change of one or two fields. */
type Change =
  | {
      readonly set: 'x' | 'left' | 'right' | 'add' | 'remove' | 'reset red';
      readonly value: number;
    }
  | {
      readonly set: 'key' | 'raise' | 'both';
      readonly family: Family;
      readonly process: number;
      readonly value: number;
    }
  | { readonly set: 'copy red to blue' | 'x from pair' | 'nothing' };

const value = fc.nat(1);
const family = fc.constantFrom<Family>('red', 'blue');
const process = fc.integer({ min: -1, max: 2 });

export const questions: fc.Arbitrary<Question> = fc.oneof(
  fc.record({ about: fc.constantFrom('x', 'left', 'right', 'bag', 'red all', 'blue none'), value }),
  fc.record({ about: fc.constantFrom('key', 'has', 'update'), family, process, value }),
);

const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ set: fc.constantFrom('x', 'left', 'right', 'add', 'remove', 'reset red'), value }),
  fc.record({ set: fc.constantFrom('key', 'raise', 'raise', 'both'), family, process, value }),
  fc.record({ set: fc.constantFrom('copy red to blue', 'x from pair', 'nothing') }),
);

/** What an action does in one case: nothing, in one of the ways to say so, one alternative, or several. */
type Answer = false | null | undefined | Change | readonly Change[];

const answers: fc.Arbitrary<Answer> = fc.oneof(
  { arbitrary: fc.constantFrom<Answer>(false, null, undefined, []), weight: 1 },
  { arbitrary: changes, weight: 5 },
  { arbitrary: fc.array(changes, { maxLength: 3 }), weight: 2 },
);

interface PropertyTable {
  readonly kind: Exclude<SafetyKind, 'refinement'>;
  readonly before: Tree<Question, Verdict>;
  /** Asked too of the state after, where there is one. */
  readonly after: Tree<Question, Verdict>;
}

export interface SystemTable {
  readonly processes: number;
  readonly initial: readonly { readonly x: number; readonly red: number; readonly bag: number }[];
  readonly actions: readonly { readonly forEach: boolean; readonly tree: Tree<Question, Answer> }[];
  readonly most: number | undefined;
  readonly properties: readonly PropertyTable[];
}

const propertyTables = fc.oneof(
  fc.record<PropertyTable>({
    kind: fc.constantFrom('invariant', 'step-invariant'),
    before: trees(questions, verdicts(true)),
    after: trees(questions, verdicts(true)),
  }),
  fc.record<PropertyTable>({
    kind: fc.constantFrom('reachable', 'reachable-step', 'deadlock-free'),
    before: trees(questions, verdicts(false)),
    after: trees(questions, verdicts(false)),
  }),
);

/** Random plain systems with what is asked of them. */
export const systemTables: fc.Arbitrary<SystemTable> = fc.record({
  processes: fc.integer({ min: 1, max: 3 }),
  initial: fc.array(fc.record({ x: fc.nat(1), red: fc.nat(1), bag: fc.nat(1) }), {
    minLength: 1,
    maxLength: 3,
  }),
  actions: fc.array(fc.record({ forEach: fc.boolean(), tree: trees(questions, answers) }), {
    minLength: 3,
    maxLength: 6,
  }),
  most: fc.option(fc.integer({ min: 3, max: 6 }), { nil: undefined }),
  properties: fc.array(propertyTables, { maxLength: 6 }),
});

/** The spec that a table stands for. */
export function systemSpecOf(table: SystemTable): Spec {
  const ids = processes('process', table.processes);
  const model = system({
    name: 'random',
    define: () => {
      const initial = table.initial.map(({ x, red, bag }) => ({
        x,
        pair: { left: 0, right: 0 },
        bag: Set([bag]),
        red: Map(ids.map((id, at) => [id, at === 0 ? red : 0])),
        blue: Map(ids.map((id) => [id, 0])),
      }));
      const actions = table.actions.map(({ forEach: isForEach, tree }, number) => [
        `act${number}`,
        isForEach
          ? forEach(ids, (state: State, self) => answerOf(tree, state, ids, self))
          : (state: State) => answerOf(tree, state, ids, ids[0]!),
      ]);
      return behaviour<State>(initial, Object.fromEntries(actions));
    },
  });
  return spec<SystemSubject<State>, unknown, string>(model, {
    about: 'a random system',
    properties: table.properties.map((one, number) =>
      propertyOf(one, `${one.kind} ${number}`, ids),
    ),
    bounds: table.most === undefined ? {} : { most: atMostOverall(table.most, sizeOf) },
  });
}

const sizeOf = ({ x, pair, bag, red }: State): number =>
  x + pair.left + pair.right + (x > 0 ? bag.size : red.count((item) => item > 0));

function propertyOf(
  { kind, before, after }: PropertyTable,
  name: string,
  ids: readonly ProcessId[],
): Property<SystemSubject<State>> {
  const verdict = (tree: Tree<Question, Verdict>, state: State): Verdict =>
    decide(tree, (question) => isSo(question, state, ids, ids[0]!));
  const ofState = (state: State) => verdict(before, state);
  const ofStep = (one: State, other: State) => {
    const first = verdict(before, one);
    return first === true ? verdict(after, other) : first;
  };
  switch (kind) {
    case 'invariant':
      return invariant(name, ofState);
    case 'step-invariant':
      return stepInvariant(name, ofStep);
    case 'reachable':
      return reachable(name, ofState);
    case 'reachable-step':
      return reachableStep(name, ofStep);
    case 'deadlock-free':
      return deadlockFree(name, { final: ofState });
  }
}

const processOf = (number: number, ids: readonly ProcessId[], self: ProcessId): ProcessId =>
  number < 0 ? self : ids[number % ids.length]!;

/** Looks at the state only as far as the question needs. */
export function isSo(
  question: Question,
  state: State,
  ids: readonly ProcessId[],
  self: ProcessId,
): boolean {
  switch (question.about) {
    case 'x':
      return state.x > question.value;
    case 'left':
    case 'right':
      return state.pair[question.about] > question.value;
    case 'bag':
      return state.bag.has(question.value);
    case 'red all':
      return state.red.every((item) => item === question.value);
    case 'blue none':
      return !state.blue.includes(question.value);
    case 'key':
      return state[question.family].get(processOf(question.process, ids, self)) === question.value;
    case 'has':
      return state[question.family].has(processOf(question.process, ids, self));
    case 'update': {
      const id = processOf(question.process, ids, self);
      const updated = state[question.family].update(id, 0, (item) => item + question.value);
      return updated.get(id, 0) > 1 || updated.first(0) > 1;
    }
  }
}

function answerOf(
  tree: Tree<Question, Answer>,
  state: State,
  ids: readonly ProcessId[],
  self: ProcessId,
): Changes<State> {
  const answer = decide(tree, (question) => isSo(question, state, ids, self));
  if (answer === false || answer === null || answer === undefined) return answer;
  const changed = (change: Change) => changeOf(change, state, ids, self);
  return isOne(answer) ? changed(answer) : answer.map(changed);
}

const isOne = (answer: Change | readonly Change[]): answer is Change => 'set' in answer;

function changeOf(
  change: Change,
  state: State,
  ids: readonly ProcessId[],
  self: ProcessId,
): Partial<State> {
  switch (change.set) {
    case 'x':
      return { x: (state.x + 1 + change.value) % 3 };
    case 'left':
    case 'right':
      return { pair: { ...state.pair, [change.set]: 1 - state.pair[change.set] } };
    case 'add':
      return { bag: state.bag.add(change.value) };
    case 'remove':
      return { bag: state.bag.delete(change.value), x: change.value };
    case 'reset red':
      return { red: state.red.map(() => change.value) };
    case 'key':
      return {
        [change.family]: state[change.family].set(
          processOf(change.process, ids, self),
          change.value,
        ),
      };
    case 'raise': {
      const id = processOf(change.process, ids, self);
      const raised = (item: number) => (item + 1 + change.value) % 3;
      return { [change.family]: state[change.family].update(id, 0, raised) };
    }
    case 'both': {
      const other = ids[(change.process + 1) % ids.length]!;
      const family = state[change.family];
      return {
        [change.family]: family.set(self, change.value).set(other, family.get(self, 0)),
        x: 0,
      };
    }
    case 'copy red to blue':
      return { blue: state.red };
    case 'x from pair':
      return { x: state.pair.left + state.pair.right };
    case 'nothing':
      return {};
  }
}
