import fc from 'fast-check';
import { Map, Set } from 'immutable';
import { observe, type Spec, spec, vocabulary } from '../../checker/index.ts';
import type { Outcome, Send, Step } from '../../checker/model/effects.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Population } from '../../checker/model/protocol.ts';
import type { Context, Durable, Role } from '../../checker/model/role.ts';
import { hasFields, type Local, read, SHAPES, type Shape, write } from './random-locals.ts';
import { type PropertyTable, propertiesOf, propertyTables, type Subject } from './random-properties.ts';

type Name = 'a' | 'b';

type Message =
  | { readonly kind: 'ping'; readonly payload: number }
  | { readonly kind: 'pong'; readonly payload: number; readonly about: ProcessId };

const { protocol, send, sendAll, step } = vocabulary<Message, Name>();

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
}

export interface ProtocolTable {
  readonly counts: { readonly a: number; readonly b: number };
  readonly roles: { readonly a: RoleTable; readonly b: RoleTable };
  readonly network: 'unordered' | 'fifo';
  readonly faults: { readonly [fault in 'loss' | 'duplication' | 'crash' | 'restart']: number };
  readonly onlyACrashes: boolean;
  readonly history: 'none' | 'last' | 'who' | 'tally';
  readonly bounds: { readonly inFlight: number; readonly count: number; readonly sum: number };
  readonly properties: readonly PropertyTable[];
}

const steps: fc.Arbitrary<StepTable> = fc.record({
  low: fc.nat(1),
  high: fc.nat(1),
  raise: fc.nat(4).map((number) => number === 0),
  sends: fc.array(
    fc.record({
      to: fc.constantFrom('self', 'peers', 'sender', 'other role'),
      kind: fc.constantFrom('ping', 'pong'),
      payload: fc.nat(1),
    }),
    { maxLength: 2 },
  ),
});

const rows: fc.Arbitrary<Row> = fc.oneof(
  { arbitrary: fc.constantFrom<Row>(false, null, undefined, []), weight: 1 },
  { arbitrary: fc.array(steps, { minLength: 1, maxLength: 2 }), weight: 2 },
);

const cases = (size: number) => fc.array(rows, { minLength: size, maxLength: size });

const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });

const roleTables: fc.Arbitrary<RoleTable> = fc.constantFrom(...SHAPES).chain((shape) =>
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
  }),
);

// Only roles with these fields get them.
const DURABLE_HIGH = ['high'] as readonly string[] as Durable<Local>;
const DURABLE_HIGH_AND_COUNT = ['high', 'count'] as readonly string[] as Durable<Local>;

const budget = fc.constantFrom(0, 0, 0, 1, 1, 2);

/** Random protocols with what is asked of them, most of them with a few hundred states. */
export const protocolTables: fc.Arbitrary<ProtocolTable> = fc
  .constantFrom([1, 0], [2, 0], [3, 0], [1, 1], [1, 2], [2, 1])
  .chain(([a = 1, b = 0]) =>
    fc.record({
      counts: fc.constant({ a, b }),
      roles: fc.record({ a: roleTables, b: roleTables }),
      network: fc.constantFrom('unordered', 'fifo'),
      faults: fc.record({ loss: budget, duplication: budget, crash: budget, restart: budget }),
      onlyACrashes: fc.boolean(),
      history: fc.constantFrom('none', 'last', 'who', 'tally'),
      bounds: fc.record({
        inFlight: fc.integer({ min: 0, max: a + b > 2 ? 2 : 3 }),
        count: fc.nat(1),
        sum: fc.integer({ min: 1, max: 4 }),
      }),
      properties: fc.array(propertyTables(b > 0 ? ['a', 'b'] : ['a']), { maxLength: 8 }),
    }),
  );

/** The spec that a table stands for. */
export function protocolSpecOf(table: ProtocolTable): Spec {
  const { counts, roles, history, bounds } = table;
  const model = protocol<{ a: Local; b: Local }>({
    name: 'random',
    roles: () => {
      const populations = {
        a: { count: counts.a, role: roleOf(roles.a) },
        b: { count: counts.b, role: roleOf(roles.b) },
      };
      // A role without processes is left out; nothing ever speaks of it then.
      const { a } = populations;
      return counts.b > 0 ? populations : ({ a } as typeof populations);
    },
  });
  const definition = {
    about: 'a random protocol',
    network: table.network,
    faults: table.faults,
    ...(table.onlyACrashes ? { crashing: ['a'] as const } : {}),
    bounds: {
      sum: atMostOverall(bounds.sum, sumOf),
      inFlight: messagesInFlight(bounds.inFlight),
      countOfA: atMost(bounds.count, 'a', (local) => read(local).count),
      ...(counts.b > 0 ? { countOfB: atMost(bounds.count + 1, 'b', (local) => read(local).count) } : {}),
    },
    properties: propertiesOf(table.properties),
  };
}
