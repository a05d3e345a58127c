import fc from 'fast-check';
import { List, Map, Record, type RecordOf, Set } from 'immutable';
import { type FaultBudget, NO_FAULTS } from '../../checker/faults/faults.ts';
import {
  atMost,
  atMostOverall,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  processes,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
  vocabulary,
} from '../../checker/index.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Protocol } from '../../checker/model/protocol.ts';
import type { Context, Role } from '../../checker/model/role.ts';
import type { ProtocolSubject } from '../../checker/model/subject.ts';
import type { Property } from '../../checker/property/property.ts';

type Name = 'a' | 'b';

interface Message {
  readonly kind: 'tell' | 'ask';
  readonly about: ProcessId | null;
}

interface Fields {
  readonly mode: number;
  readonly friend: ProcessId | null;
  readonly seen: Set<ProcessId>;
  readonly order: List<ProcessId>;
  readonly rank: Map<ProcessId, number>;
}
type Local = RecordOf<Fields>;
const Local = Record<Fields>(
  { mode: 0, friend: null, seen: Set(), order: List(), rank: Map() },
  'Local',
);

/** A process or a value, as it can be spoken of without a name. */
const WHO = ['self', 'sender', 'friend', 'about', 'nobody'] as const;
type Who = (typeof WHO)[number];

const VALUES = processes('value', 2);

interface StepTable {
  readonly mode: number;
  readonly friend: Who | 'keep' | 'some value' | 'some peer';
  readonly change: 'nothing' | 'see' | 'forget' | 'push' | 'rank';
  readonly whom: Who;
  readonly to: 'nobody' | 'self' | 'sender' | 'friend' | 'peers' | 'all a' | 'all b';
  readonly kind: Message['kind'];
  readonly about: Who;
}

/** By mode (3) and a question asked of names (2). */
type Cases = readonly (readonly StepTable[])[];

const QUESTIONS = [
  'sender is friend',
  'sender seen',
  'about self',
  'friend seen',
  'same role',
] as const;

interface RoleTable {
  readonly question: (typeof QUESTIONS)[number];
  readonly act: Cases;
  readonly tell: Cases;
  readonly ask: Cases;
  readonly recover: Cases | undefined;
}

export interface SymmetricTable {
  readonly a: number;
  readonly b: number;
  readonly bIsSymmetric: boolean;
  readonly roles: { readonly a: RoleTable; readonly b: RoleTable };
  readonly network: 'unordered' | 'fifo';
  readonly faults: FaultBudget;
  readonly inFlight: number;
  readonly sum: number;
  readonly history: 'none' | 'last' | 'who' | 'order' | 'tally';
  readonly limits: readonly number[];
}

const who = fc.constantFrom(...WHO);

const steps: fc.Arbitrary<StepTable> = fc.record({
  mode: fc.nat(2),
  friend: fc.constantFrom('keep', 'keep', 'some value', 'some peer', ...WHO),
  change: fc.constantFrom('nothing', 'nothing', 'see', 'forget', 'push', 'rank'),
  whom: who,
  to: fc.constantFrom('nobody', 'self', 'sender', 'friend', 'peers', 'all a', 'all b'),
  kind: fc.constantFrom('tell', 'ask'),
  about: who,
});

const cases = fc.array(
  fc.oneof(
    { arbitrary: fc.constant<readonly StepTable[]>([]), weight: 1 },
    { arbitrary: fc.array(steps, { minLength: 1, maxLength: 2 }), weight: 3 },
  ),
  { minLength: 6, maxLength: 6 },
);

const roles: fc.Arbitrary<RoleTable> = fc.record({
  question: fc.constantFrom(...QUESTIONS),
  act: cases,
  tell: cases,
  ask: cases,
  recover: fc.option(cases, { nil: undefined }),
});

/** Random protocols whose processes are all alike but for their names. */
export const symmetricTables: fc.Arbitrary<SymmetricTable> = fc.record({
  a: fc.integer({ min: 2, max: 3 }),
  b: fc.nat(2),
  bIsSymmetric: fc.boolean(),
  roles: fc.record({ a: roles, b: roles }),
  network: fc.constantFrom('unordered', 'fifo'),
  faults: fc.constantFrom<FaultBudget>(
    NO_FAULTS,
    NO_FAULTS,
    { ...NO_FAULTS, crash: 1, restart: 1 },
    { ...NO_FAULTS, loss: 1 },
    { ...NO_FAULTS, duplication: 1 },
  ),
  inFlight: fc.integer({ min: 1, max: 3 }),
  sum: fc.integer({ min: 1, max: 3 }),
  history: fc.constantFrom('none', 'last', 'who', 'order', 'tally'),
  limits: fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }),
});

const { protocol, role, send, sendAll, step } = vocabulary<Message, Name>();

const isValue = (id: ProcessId): boolean => VALUES.includes(id);

/** The answer to a question about names. */
function isSo(
  question: RoleTable['question'],
  local: Local,
  { self }: Context<Name>,
  message?: Received,
): boolean {
  switch (question) {
    case 'sender is friend':
      return message?.from === local.friend;
    case 'sender seen':
      return message !== undefined && local.seen.has(message.from);
    case 'about self':
      return message?.about === self;
    case 'friend seen':
      return local.friend !== null && local.seen.has(local.friend);
    case 'same role':
      return message?.from.role === self.role;
  }
}

function changed(local: Local, { change }: StepTable, whom: ProcessId | null): Local {
  if (whom === null) return local;
  switch (change) {
    case 'nothing':
      return local;
    case 'see':
      return local.set('seen', local.seen.add(whom));
    case 'forget':
      return local.set('seen', local.seen.delete(whom));
    case 'push':
      return local.set('order', local.order.push(whom).takeLast(2));
    case 'rank':
      return local.set('rank', local.rank.set(whom, (local.rank.get(whom, 0) + 1) % 2));
  }
}

function roleOf(table: RoleTable): Role<Local, Message, Name> {
  const meant = (one: Who, local: Local, { self }: Context<Name>, message?: Received) => {
    switch (one) {
      case 'self':
        return self;
      case 'sender':
        return message?.from ?? self;
      case 'friend':
        return local.friend;
      case 'about':
        return message?.about ?? null;
      case 'nobody':
        return null;
    }
  };
  const taken = (row: StepTable, local: Local, context: Context<Name>, message?: Received) => {
    const about = meant(row.about, local, context, message);
    const sent = { kind: row.kind, about };
    const friend = local.friend;
    const sends = {
      nobody: [],
      self: [send(context.self, sent)],
      sender: [send(message?.from ?? context.self, sent)],
      friend: friend === null || isValue(friend) ? [] : [send(friend, sent)],
      peers: sendAll(context.peers, sent),
      'all a': sendAll(context.all('a'), sent),
      'all b': sendAll(context.all('b'), sent),
    }[row.to];
    const next = changed(local, row, meant(row.whom, local, context, message)).set(
      'mode',
      row.mode,
    );
    const friends =
      row.friend === 'keep'
        ? [local.friend]
        : row.friend === 'some value'
          ? VALUES
          : row.friend === 'some peer'
            ? context.peers
            : [meant(row.friend, local, context, message)];
    return friends.map((one) => step(next.set('friend', one), sends));
  };
  const inCases = (rows: Cases) => (local: Local, context: Context<Name>, message?: Received) =>
    (rows[2 * local.mode + (isSo(table.question, local, context, message) ? 1 : 0)] ?? []).flatMap(
      (row) => taken(row, local, context, message),
    );
  const [act, tell, ask] = [inCases(table.act), inCases(table.tell), inCases(table.ask)];
  return role<Local>({
    initial: () => Local(),
    durable: ['friend', 'rank'],
    actions: { act: (local, context) => act(local, context) },
    on: {
      tell: (local, message, context) => tell(local, context, message),
      ask: (local, message, context) => ask(local, context, message),
    },
    ...(table.recover === undefined
      ? {}
      : { recover: (local, context) => inCases(table.recover ?? [])(local, context) }),
  });
}

type Received = Message & { readonly from: ProcessId };

type Locals = { a: Local; b: Local };
type Subject = ProtocolSubject<Locals, unknown>;

const noted = (before: Local, after: Local, self: ProcessId): ProcessId | undefined =>
  after.mode > before.mode ? (after.friend ?? self) : undefined;

function observed(
  model: Protocol<Locals, unknown>,
  kind: SymmetricTable['history'],
): Protocol<Locals, unknown, unknown> {
  const note = { a: noted, b: noted };
  switch (kind) {
    case 'none':
      return model;
    case 'last':
      return observe(model, {
        initial: null as ProcessId | null,
        note,
        record: (_, event: ProcessId) => event,
      });
    case 'who':
      return observe(model, {
        initial: Set<ProcessId>(),
        note,
        record: (all, event: ProcessId) => all.add(event),
      });
    case 'order':
      return observe(model, {
        initial: List<ProcessId>(),
        note,
        record: (all, event: ProcessId) => (all.includes(event) ? all : all.push(event)),
      });
    case 'tally':
      return observe(model, {
        initial: Map<ProcessId, number>(),
        note,
        record: (all, event: ProcessId) => all.update(event, 0, (times) => (times === 1 ? 0 : 1)),
      });
  }
}

function propertiesOf(limits: readonly number[]): readonly Property<Subject>[] {
  const [l0 = 0, l1 = 0, l2 = 0, l3 = 0, l4 = 0, l5 = 0, l6 = 0, l7 = 0] = limits;
  return [
    invariant(
      'each',
      each('a', ({ seen, mode }, { self }) => seen.size + mode <= l0 + 1 || seen.has(self)),
    ),
    invariant(
      'pair',
      eachPair(
        'a',
        (one, other, { first }) => one.mode + other.mode <= l1 || other.friend !== first,
      ),
    ),
    invariant(
      'whole',
      (view, { inFlight }) =>
        (view.a ?? Map()).count(({ mode }) => mode === 2) <= l2 ||
        inFlight.every(({ from, to }) => from !== to),
    ),
    invariant(
      'history',
      (view, { history }) => String(history).length % 3 !== l3 || (view.a?.size ?? 0) > 4,
    ),
    stepInvariant(
      'step',
      eachStep('a', (before, after, { self }) => after.mode <= l4 || before.friend !== self),
    ),
    stepInvariant('steps', (before, after) => {
      const modes = (of: typeof before) => (of.a ?? Map()).reduce((sum, { mode }) => sum + mode, 0);
      return modes(after) <= modes(before) + l5;
    }),
    reachable(
      'some',
      each(
        'a',
        ({ friend, rank }, { self, world }) =>
          friend === self && rank.size <= l6 && world.isUp(self),
      ),
    ),
    reachableStep(
      'value',
      eachStep(
        'a',
        (before, after) => after.friend !== null && isValue(after.friend) && before.mode <= l7,
      ),
    ),
    deadlockFree('going on', { final: ({ a }) => a.every(({ mode }) => mode <= l0) }),
  ];
}

/** The spec that a table stands for. */
export function symmetricSpecOf(table: SymmetricTable): Spec {
  const model = protocol<Locals>({
    name: 'symmetric',
    roles: () => ({
      a: { count: table.a, symmetric: true, role: roleOf(table.roles.a) },
      b: { count: table.b, symmetric: table.bIsSymmetric, role: roleOf(table.roles.b) },
    }),
    symmetricValues: () => [VALUES],
  });
  return spec(observed(model, table.history), {
    about: 'a random symmetric protocol',
    network: table.network,
    faults: table.faults,
    bounds: {
      order: atMost(1, 'a', ({ order }) => order.size),
      inFlight: messagesInFlight(table.inFlight),
      sum: atMostOverall(table.sum, ({ a }) => a.count(({ seen }) => seen.size > 0)),
    },
    properties: propertiesOf(table.limits),
  });
}
