import fc from 'fast-check';
import { FAULTS, type Fault } from '../../checker/faults/faults.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { ProtocolSubject } from '../../checker/model/subject.ts';
import {
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  type Property,
  reachable,
  reachableStep,
  type SafetyKind,
  stepInvariant,
  type Verdict,
} from '../../checker/property/property.ts';
import { decide, type Tree, trees, verdicts } from './decision-tree.ts';
import { type Local, read } from './random-locals.ts';

export type Name = 'a' | 'b';

export type Subject = ProtocolSubject<{ a: Local; b: Local }, unknown>;

export type World = Subject['world'];

/** Processes are meant by number: of a state, in order; of a pair, both; of a step, 0 is before and 1 after. */
export type Question =
  | { readonly about: 'low' | 'high' | 'count' | 'all of it' | 'equal'; readonly process: number }
  | { readonly about: 'up' | 'paused' | 'byzantine' | 'inbox'; readonly process: number }
  | { readonly about: 'alarm' | 'cut'; readonly process: number }
  | { readonly about: 'crowded' | 'pongs' | 'all low' | 'history' }
  | { readonly about: 'fault'; readonly fault: Fault };

const ofProcess = fc.record({
  about: fc.constantFrom('low', 'high', 'count', 'all of it', 'equal', 'up'),
  process: fc.nat(3),
});

const ofCondition = fc.record({
  about: fc.constantFrom('paused', 'byzantine', 'alarm'),
  process: fc.nat(3),
});

/** What can be told from local states, conditions and the history, whatever is under way and has gone wrong. */
const ofProcesses: fc.Arbitrary<Question> = fc.oneof(
  { arbitrary: ofProcess, weight: 2 },
  ofCondition,
  fc.record({ about: fc.constantFrom('all low', 'history') }),
);

export const questions: fc.Arbitrary<Question> = fc.oneof(
  ofProcess,
  ofCondition,
  fc.record({ about: fc.constantFrom('inbox', 'cut'), process: fc.nat(3) }),
  fc.record({ about: fc.constantFrom('crowded', 'pongs', 'all low', 'history') }),
  fc.record({ about: fc.constant('fault' as const), fault: fc.constantFrom(...FAULTS) }),
);

/** A random property as data. */
export interface PropertyTable {
  readonly kind: Exclude<SafetyKind, 'refinement'>;
  readonly over: 'whole' | 'each' | 'pair';
  readonly role: Name;
  readonly tree: Tree<Question, Verdict>;
}

/** Properties of states that read local states alone. */
export const propertiesOfProcesses: fc.Arbitrary<readonly PropertyTable[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('invariant' as const),
      over: fc.constantFrom('whole', 'each', 'pair'),
      role: fc.constantFrom<Name>('a', 'b'),
      tree: trees(ofProcesses, verdicts(true)),
    }),
    fc.record({
      kind: fc.constant('reachable' as const),
      over: fc.constantFrom('whole', 'each', 'pair'),
      role: fc.constantFrom<Name>('a', 'b'),
      tree: trees(ofProcesses, verdicts(false)),
    }),
  ),
  { minLength: 1, maxLength: 4 },
);

export const propertyTables = (roles: readonly Name[]): fc.Arbitrary<PropertyTable> => {
  const about = {
    over: fc.constantFrom('whole', 'each', 'pair'),
    role: fc.constantFrom(...roles),
  } as const;
  return fc.oneof(
    fc.record({
      kind: fc.constantFrom('invariant', 'step-invariant'),
      ...about,
      tree: trees(questions, verdicts(true)),
    }),
    fc.record({
      kind: fc.constantFrom('reachable', 'reachable-step', 'deadlock-free'),
      ...about,
      tree: trees(questions, verdicts(false)),
    }),
  );
};

export type About = readonly (readonly [ProcessId | undefined, Local])[];

const verdictOn = (
  { tree }: PropertyTable,
  processes: () => About,
  world: World | undefined,
  fault?: string,
): Verdict => leafOf(tree, processes, world, fault);

/** What a tree comes to. Reads the world only as far as the tree asks. */
export function leafOf<Leaf>(
  tree: Tree<Question, Leaf>,
  processes: () => About,
  world: World | undefined,
  fault?: string,
): Leaf {
  const nth = (number: number) => {
    const all = processes();
    return all[number % all.length]!;
  };
  return decide(tree, (question) => {
    switch (question.about) {
      case 'low':
      case 'high':
      case 'count':
        return read(nth(question.process)[1])[question.about] > 0;
      case 'all of it':
        return canonicalKey(nth(question.process)[1]).length % 2 === 0;
      case 'equal':
        return canonicalKey(nth(0)[1]) === canonicalKey(nth(question.process)[1]);
      case 'up': {
        const [id] = nth(question.process);
        return id !== undefined && world?.isUp(id) === true;
      }
      case 'paused':
      case 'byzantine':
      case 'alarm':
      case 'cut':
        return isSo(question.about, nth(question.process)[0], nth(0)[0], world);
      case 'inbox': {
        const [id] = nth(question.process);
        return world?.inFlight.some(({ to }) => to === id) === true;
      }
      case 'crowded':
        return (world?.inFlight.size ?? 0) > 1;
      case 'pongs':
        return world?.inFlight.some(({ message }) => message.kind === 'pong') === true;
      case 'all low':
        return processes().every(([, local]) => read(local).low > 0);
      case 'history':
        return String(world?.history).length % 2 === 1;
      case 'fault':
        return fault === undefined
          ? (world?.faults[question.fault] ?? 0) > 0
          : fault === question.fault;
    }
  });
}

/** How a process is in the world. A step is asked about without one. */
function isSo(
  what: 'paused' | 'byzantine' | 'alarm' | 'cut',
  id: ProcessId | undefined,
  first: ProcessId | undefined,
  world: World | undefined,
): boolean {
  if (id === undefined || first === undefined || world === undefined) return false;
  switch (what) {
    case 'paused':
      return world.isPaused(id);
    case 'byzantine':
      return world.isByzantine(id);
    case 'alarm':
      return (world.remaining(id, 'alarm') ?? 0) > 0;
    case 'cut':
      return world.isCut(first, id);
  }
}

/** Every process that a view shows, in order. */
export const everyone = ({ a, b }: Subject['view']): About =>
  [a, b].flatMap((role) => role.toArray());

/** The properties that tables stand for. */
export const propertiesOf = (tables: readonly PropertyTable[]): readonly Property<Subject>[] =>
  tables.map((table, number) => propertyOf(table, `${table.kind} ${number}`));

function propertyOf(table: PropertyTable, name: string): Property<Subject> {
  const { role } = table;
  const overEach = each<Subject, Name>(role, (local, { self, world }) =>
    verdictOn(table, () => [[self, local]], world),
  );
  const overPair = eachPair<Subject, Name>(role, (one, other, { first, second, world }) =>
    verdictOn(
      table,
      () => [
        [first, one],
        [second, other],
      ],
      world,
    ),
  );
  const overState = (view: Subject['view'], world: World) =>
    verdictOn(table, () => everyone(view), world);
  const overStep = eachStep<Subject, Name>(role, (before, after, { self, kind }) =>
    verdictOn(
      table,
      () => [
        [self, before],
        [self, after],
      ],
      undefined,
      kind,
    ),
  );
  const overStates = (before: Subject['view'], after: Subject['view']) =>
    verdictOn(table, () => [...everyone(before), ...everyone(after)], undefined);
  const state = { whole: overState, each: overEach, pair: overPair }[table.over];
  const states = table.over === 'whole' ? overStates : overStep;
  switch (table.kind) {
    case 'invariant':
      return invariant(name, state);
    case 'reachable':
      return reachable(name, state);
    case 'step-invariant':
      return stepInvariant(name, states);
    case 'reachable-step':
      return reachableStep(name, states);
    case 'deadlock-free':
      return deadlockFree(name, { final: table.over === 'whole' ? overState : overEach });
  }
}
