import fc from 'fast-check';
import { Set } from 'immutable';
import { type Fault, type FaultBudget, NO_FAULTS } from '../../checker/faults/faults.ts';
import {
  atMost,
  atMostOverall,
  messagesInFlight,
  observe,
  type Spec,
  spec,
  vocabulary,
} from '../../checker/index.ts';
import type { Outcome, Send } from '../../checker/model/effects.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Protocol } from '../../checker/model/protocol.ts';
import type { Context, Durable, Role } from '../../checker/model/role.ts';
import type { EnvironmentDefinition } from '../../checker/spec/environment.ts';
import { hasFields, type Local, read, SHAPES, type Shape, write } from './random-locals.ts';
import {
  type Name,
  type PropertyTable,
  propertiesOf,
  propertyTables,
  type Subject,
} from './random-properties.ts';

type Message =
  | { readonly kind: 'ping'; readonly payload: number }
  | { readonly kind: 'pong'; readonly payload: number; readonly about: ProcessId };

export type Timer = 'alarm' | 'nap';

const { protocol, send, sendAll, start, step, stop } = vocabulary<Message, Name, Timer>();

/** One message, or one to each of several processes. */
interface SendTable {
  readonly to: 'self' | 'peers' | 'sender' | 'other role';
  readonly kind: Message['kind'];
  readonly payload: number;
}

/** One way to go on: the next `low` and `high`, whether the count is raised, what is sent. */
interface StepTable {
  readonly low: number;
  readonly high: number;
  readonly raise: boolean;
  readonly sends: readonly SendTable[];
  /** The timers it starts, with their ticks, and those it stops. Only where the role has timers. */
  readonly timers: readonly (readonly [Timer, number | null])[];
}

/** What is returned in one case: no steps, in one of the ways to say so, or some. */
type Row = false | null | undefined | readonly StepTable[];

export interface RoleTable {
  readonly shape: Shape;
  readonly durable: Durable<Local> | undefined;
  /** Whether the first process starts with `low` at 1. */
  readonly firstIsLow: boolean;
  /** By `low` and `high`. */
  readonly actions: readonly (readonly Row[])[];
  /** By `low`, `high` and payload. Without a table, the kind has no handler. */
  readonly on: { readonly [Kind in Message['kind']]: readonly Row[] | undefined };
  readonly recover: readonly Row[] | undefined;
  readonly timing: TimingTable | undefined;
  /** What it may send when it is Byzantine. */
  readonly alphabet: readonly SendTable[] | undefined;
}

/** The timers of a role: what they do by `low` and `high`, with how many ticks each starts, which are durable. */
export interface TimingTable {
  readonly on: { readonly [Name in Timer]: readonly Row[] };
  readonly initial: { readonly [Name in Timer]?: number };
  readonly durable: readonly Timer[];
  /** Whether actions look at the timers. */
  readonly isWatched: boolean;
}

export interface ProtocolTable {
  readonly counts: { readonly a: number; readonly b: number };
  readonly roles: { readonly a: RoleTable; readonly b: RoleTable };
  /** What the first process of role a has sent when it starts. */
  readonly opening: readonly SendTable[];
  readonly network: 'unordered' | 'fifo';
  readonly ignored: 'received' | 'kept';
  readonly faults: FaultBudget;
  readonly onlyACrashes: boolean;
  /** What else a spec may say of the environment. */
  readonly environment: EnvironmentDefinition<Name>;
  readonly history: 'none' | 'last' | 'who' | 'tally';
  readonly bounds: {
    readonly inFlight: number;
    readonly count: number;
    /** Of the whole state. Without such a bound keys are toggled, with it vectors are written. */
    readonly sum: number | undefined;
  };
  readonly properties: readonly PropertyTable[];
}

export const sends: fc.Arbitrary<SendTable> = fc.record({
  to: fc.constantFrom('self', 'peers', 'sender', 'other role'),
  kind: fc.constantFrom('ping', 'pong'),
  payload: fc.nat(1),
});

const steps: fc.Arbitrary<StepTable> = fc.record({
  low: fc.nat(1),
  high: fc.nat(1),
  raise: fc.nat(5).map((number) => number === 5),
  sends: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    { arbitrary: fc.tuple(sends), weight: 3 },
    { arbitrary: fc.tuple(sends, sends), weight: 1 },
  ),
  timers: fc.oneof(
    { arbitrary: fc.constant([]), weight: 4 },
    {
      arbitrary: fc.array(
        fc.tuple(
          fc.constantFrom<Timer>('alarm', 'alarm', 'alarm', 'nap'),
          fc.constantFrom<number | null>(null, 0, 1, 1, 2),
        ),
        { maxLength: 2 },
      ),
      weight: 1,
    },
  ),
});

const rows: fc.Arbitrary<Row> = fc.oneof(
  { arbitrary: fc.constantFrom<Row>(false, null, undefined, []), weight: 1 },
  { arbitrary: fc.array(steps, { minLength: 1, maxLength: 2 }), weight: 4 },
);

export const cases = (size: number) => fc.array(rows, { minLength: size, maxLength: size });

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });

const roleTables = (shape: Shape): fc.Arbitrary<RoleTable> =>
  fc.record({
    shape: fc.constant(shape),
    durable: fc.constantFrom<Durable<Local> | undefined>(
      undefined,
      'everything',
      ...(hasFields(shape) ? [DURABLE_HIGH, DURABLE_HIGH_AND_COUNT] : []),
    ),
    firstIsLow: fc.boolean(),
    actions: fc.array(cases(4), { minLength: 1, maxLength: 2 }),
    on: fc.record({ ping: maybe(cases(8)), pong: maybe(cases(8)) }),
    recover: maybe(cases(4)),
    timing: fc.constant(undefined),
    alphabet: fc.constant(undefined),
  });

const shapes = fc.constantFrom(...SHAPES);

/** Two roles, often with the same local states. */
const bothRoles = fc
  .tuple(shapes, shapes, fc.boolean())
  .chain(([a, b, alike]) => fc.record({ a: roleTables(a), b: roleTables(alike ? a : b) }));

// Only roles with these fields get them.
const DURABLE_HIGH = ['high'] as readonly string[] as Durable<Local>;
const DURABLE_HIGH_AND_COUNT = ['high', 'count'] as readonly string[] as Durable<Local>;

/** A few faults in all: more make more states, not other ones. */
const budgets: fc.Arbitrary<FaultBudget> = fc
  .array(
    fc.constantFrom<readonly Fault[]>(['loss'], ['duplication'], ['crash'], ['crash', 'restart']),
    {
      maxLength: 2,
    },
  )
  .map((chosen) => {
    const times = (fault: Fault) => chosen.flat().filter((one) => one === fault).length;
    return {
      ...NO_FAULTS,
      loss: times('loss'),
      duplication: times('duplication'),
      crash: times('crash'),
      restart: times('restart'),
    };
  });

/** Random protocols with what is asked of them, most of them with a few hundred states. */
export const protocolTables: fc.Arbitrary<ProtocolTable> = fc
  .constantFrom([1, 0], [2, 0], [3, 0], [1, 1], [1, 2], [2, 1])
  .chain(([a = 1, b = 0]) =>
    fc.record({
      counts: fc.constant({ a, b }),
      roles: bothRoles,
      opening: fc.oneof(
        { arbitrary: fc.constant([]), weight: 2 },
        { arbitrary: fc.tuple(sends), weight: 1 },
      ),
      network: fc.constantFrom('unordered', 'fifo'),
      ignored: fc.constantFrom('received', 'kept'),
      faults: budgets,
      onlyACrashes: fc.boolean(),
      environment: fc.constant({}),
      history: fc.constantFrom('none', 'last', 'who', 'tally'),
      bounds:
        a + b > 2
          ? fc.constantFrom(
              { inFlight: 1, count: 0, sum: 1 },
              { inFlight: 2, count: 0, sum: 1 },
              { inFlight: 1, count: 0, sum: undefined },
            )
          : fc.record({
              inFlight: fc.constantFrom(2, 3),
              count: fc.nat(1),
              sum: fc.option(fc.nat(3), { nil: undefined }),
            }),
      properties: fc.array(propertyTables(['a', 'b']), { maxLength: 8 }),
    }),
  );

/** The spec that a table stands for. */
export function protocolSpecOf(table: ProtocolTable): Spec {
  const { counts, roles, opening, history, bounds } = table;
  const model = protocol<{ a: Local; b: Local }>({
    name: 'random',
    roles: () => ({
      a: { count: counts.a, role: roleOf(roles.a, opening) },
      b: { count: counts.b, role: roleOf(roles.b, []) },
    }),
  });
  return spec<Subject, unknown, string>(observed(model, history), {
    about: 'a random protocol',
    network: table.network,
    ignored: table.environment.synchronous ? 'received' : table.ignored,
    ...table.environment,
    faults: { ...table.faults, ...table.environment.faults },
    ...(table.onlyACrashes ? { crashing: ['a'] as const } : {}),
    bounds: {
      ...(bounds.sum === undefined ? {} : { sum: atMostOverall(bounds.sum, sumOf) }),
      // The opening may send to two others.
      inFlight: messagesInFlight(Math.max(bounds.inFlight, 2 * opening.length)),
      countOfA: atMost(bounds.count, 'a', countOf),
      countOfB: atMost(bounds.count + 1, 'b', countOf),
    },
    properties: propertiesOf(table.properties),
  });
}

const countOf = (local: Local): number => read(local).count;

const sumOf = ({ a, b }: Subject['view']): number =>
  [a, b].flatMap((role) => role.toArray()).reduce((sum, [, local]) => sum + read(local).high, 0);

type Known = Context<Name, Timer>;

const caseOf = (local: Local): number => read(local).low + 2 * read(local).high;

/** The case of a local state, which the timers of the process may have changed. */
const watched = ({ timing }: RoleTable, local: Local, { isRunning, remaining }: Known): number => {
  const isOdd = timing?.isWatched && (isRunning('alarm') || remaining('nap') === 0);
  return (caseOf(local) + (isOdd ? 1 : 0)) % 4;
};

function outcomeOf(
  { shape, timing }: RoleTable,
  row: Row,
  local: Local,
  context: Known,
  sender?: ProcessId,
): Outcome<Local, Message> {
  if (!row) return row;
  return row.map(({ low, high, raise, sends, timers }) => {
    const count = read(local).count + (raise ? 1 : 0);
    const next = write(shape, { low, high, count }, context.self, local);
    const changes = timers.map(([timer, ticks]) =>
      ticks === null ? stop(timer) : start(timer, ticks),
    );
    return step(
      next,
      ...sends.map((table) => sent(table, context, sender)),
      ...(timing === undefined ? [] : changes),
    );
  });
}

function roleOf(
  table: RoleTable,
  opening: readonly SendTable[],
): Role<Local, Message, Name, Timer> {
  const { shape, durable, firstIsLow, actions, on, recover } = table;
  const receive =
    (cases: readonly Row[]) =>
    (local: Local, message: Message & { readonly from: ProcessId }, context: Known) => {
      const close = message.from === context.peers[0] ? 1 : 0;
      const aboutSelf = message.kind === 'pong' && message.about === context.self ? 1 : 0;
      const number = caseOf(local) + 4 * ((message.payload + close + aboutSelf) % 2);
      return outcomeOf(table, cases[number], local, context, message.from);
    };
  const choose = (cases: readonly Row[]) => (local: Local, context: Known) =>
    outcomeOf(table, cases[watched(table, local, context)], local, context);
  return {
    initial: (context) => {
      const { self, all } = context;
      const isFirst = self === all(self.role === 'a' ? 'a' : 'b')[0];
      const local = write(shape, { low: firstIsLow && isFirst ? 1 : 0, high: 0, count: 0 }, self);
      const sends = opening.map((table) => sent(table, context, undefined));
      return isFirst && opening.length > 0 ? step(local, ...sends) : local;
    },
    ...(durable === undefined ? {} : { durable }),
    actions: Object.fromEntries(actions.map((cases, number) => [`act${number}`, choose(cases)])),
    on: {
      ...(on.ping === undefined ? {} : { ping: receive(on.ping) }),
      ...(on.pong === undefined ? {} : { pong: receive(on.pong) }),
    },
    ...(recover === undefined ? {} : { recover: choose(recover) }),
    ...timedPart(table, choose),
  };
}

/** The timers of a role and what it may say as a liar, where it has them. */
const timedPart = (
  { timing, alphabet }: RoleTable,
  choose: (cases: readonly Row[]) => (local: Local, context: Known) => Outcome<Local, Message>,
): Partial<Role<Local, Message, Name, Timer>> => ({
  ...(timing === undefined
    ? {}
    : {
        timers: { alarm: choose(timing.on.alarm), nap: choose(timing.on.nap) },
        initialTimers: timing.initial,
        durableTimers: timing.durable,
      }),
  ...(alphabet === undefined
    ? {}
    : {
        alphabet: ({ self }: Known) =>
          alphabet.map(({ kind, payload }) =>
            kind === 'ping' ? { kind, payload } : { kind, payload, about: self },
          ),
      }),
});

function sent(
  { to, kind, payload }: SendTable,
  { self, peers, all }: Known,
  sender: ProcessId | undefined,
): Send<Message> | readonly Send<Message>[] {
  const message: Message =
    kind === 'ping' ? { kind, payload } : { kind, payload, about: sender ?? self };
  if (to === 'self') return send(self, message);
  if (to === 'sender') return send(sender ?? self, message);
  return sendAll(to === 'peers' ? peers : all(self.role === 'a' ? 'b' : 'a'), message);
}

interface Raised {
  readonly who: ProcessId;
  readonly low: number;
  readonly how: string;
}

const raised = (before: Local, after: Local, who: ProcessId, how: string): Raised | undefined =>
  read(after).high > read(before).high ? { who, low: read(after).low, how } : undefined;

/** What is remembered of the processes whose `high` was raised: the last, all, or how often each (up to twice). */
function observed(
  model: Protocol<{ a: Local; b: Local }, unknown>,
  kind: ProtocolTable['history'],
): Protocol<{ a: Local; b: Local }, unknown, unknown> {
  const note = { a: raised, b: raised };
  switch (kind) {
    case 'none':
      return model;
    case 'last':
      return observe(model, {
        initial: null as Raised | null,
        note,
        record: (_, event: Raised) => event,
      });
    case 'who':
      return observe(model, {
        initial: Set<ProcessId>(),
        note,
        record: (all, { who }: Raised) => all.add(who),
      });
    case 'tally':
      return observe(model, {
        initial: ({ a }) => a.map((local) => read(local).count),
        note: { a: raised },
        record: (all, { who }: Raised) => all.update(who, 0, (times) => Math.min(2, times + 1)),
      });
  }
}
