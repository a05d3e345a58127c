import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  calls,
  linearizable,
  register,
  type Spec,
  sequentiallyConsistent,
  spec,
  vocabulary,
} from '../../checker/index.ts';
import { traceFromJson, traceToJson } from '../../checker/render/trace-json.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import { traceOf } from '../../checker/trace/trace-of.ts';
import { expectAgreementOf, searching } from '../reference/agreement.ts';

type Message =
  | { readonly kind: 'set' | 'ask' | 'done'; readonly attempt: number }
  | { readonly kind: 'told'; readonly attempt: number; readonly value: number };

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'replica' | 'client'>();

/** Holds 0 until it is set, then 1. */
const replica = role<number>({
  initial: () => 0,
  on: {
    set: (_, { from, attempt }) => step(1, send(from, { kind: 'done', attempt })),
    ask: (held, { from, attempt }) =>
      step(held, send(from, { kind: 'told', attempt, value: held })),
  },
});

interface Client {
  readonly at: 'idle' | 'writing' | 'reading' | 'over';
  readonly told: number | null;
  /** Tells the reply to a call from one to a call before a crash. */
  readonly attempt: number;
}

/** Writes to all replicas and waits for one; or reads one. */
const client = (believesOldReplies: boolean) => {
  const isOld = (client: Client, attempt: number) =>
    attempt !== client.attempt && !believesOldReplies;
  return role<Client>({
    initial: () => ({ at: 'idle', told: null, attempt: 0 }),
    durable: ['attempt'],
    actions: {
      write: ({ at, told, attempt: last }, { all }) => {
        const attempt = last + 1;
        const next: Client = { at: 'writing', told, attempt };
        return at === 'idle' && step(next, sendAll(all('replica'), { kind: 'set', attempt }));
      },
      read: ({ at, told, attempt: last }, { all }) => {
        const attempt = last + 1;
        const next: Client = { at: 'reading', told, attempt };
        return (
          at === 'idle' &&
          all('replica').map((one) => step(next, send(one, { kind: 'ask', attempt })))
        );
      },
    },
    on: {
      done: (client, { attempt }) =>
        client.at === 'writing' && !isOld(client, attempt) && step({ ...client, at: 'over' }),
      told: (client, { attempt, value }) =>
        client.at === 'reading' &&
        !isOld(client, attempt) &&
        step({ ...client, at: 'over', told: value }),
    },
  });
};

const replicated = protocol({
  name: 'replicated register',
  parameters: { second: false, believesOldReplies: false },
  roles: ({ second, believesOldReplies }) => ({
    replica: { count: second ? 2 : 1, role: replica },
    client: { count: 2, role: client(believesOldReplies) },
  }),
});

function specThat(keep: 'history' | 'monitor'): Spec {
  const observed = calls(replicated, {
    object: register(0),
    clients: {
      client: {
        invoked: (before, { at }) => {
          if (before?.at === at) return undefined;
          if (at === 'writing') return { kind: 'write', value: 1 };
          return at === 'reading' && { kind: 'read' };
        },
        answered: (before, after) => {
          if (after.at !== 'over' || before.at === 'over') return undefined;
          return before.at === 'writing' ? 'ok' : (after.told ?? undefined);
        },
      },
    },
    keep,
  });
  return spec(observed, {
    about: 'a register that is written to one replica of several and read from one',
    crashing: ['client'],
    properties: [
      linearizable('it is linearizable', observed),
      ...(keep === 'history'
        ? [sequentiallyConsistent('it is sequentially consistent', observed)]
        : []),
    ],
  });
}

const KEPT = ['history', 'monitor'] as const;
const FAULTS = { crash: 1, restart: 1 };

describe.each(KEPT)('calls that are observed with a %s', (keep) => {
  const spec = specThat(keep);

  test.each([
    ['one replica', {}],
    ['one replica, clients that crash', FAULTS],
    ['two replicas', { second: true }],
  ])('mean what the reference explorer finds: %s', { timeout: 60_000 }, (_, settings) =>
    expectAgreementOf(configure(spec, undefined, settings)),
  );

  test('of one replica are linearizable, also if clients crash and come again', async () => {
    const result = await check(configure(spec, undefined, FAULTS), searching('bfs'));
    expect(result.outcome).toBe('holds');
  });

  test('are not if a client takes a reply to a call before its crash for that to another', async () => {
    const settings = { ...FAULTS, believesOldReplies: true };
    const result = await check(configure(spec, undefined, settings), searching('bfs'));
    expect(result.properties[0]?.status).toBe('violated');
    expect(result.properties[0]?.reason).toContain('×');
  });

  test('of two replicas are not, and the trace replays', async () => {
    const configuration = configure(spec, undefined, { second: true });
    const result = await check(configuration, searching('bfs'));
    const [found] = result.properties;
    const { name, kind, path, reason } = found ?? {};
    if (name === undefined || kind === undefined || path === undefined || reason === undefined)
      throw new Error('a violation has a path and a reason');
    const trace = traceOf(configuration, path, { name, kind, reason });
    expect(replayTrace(traceFromJson(traceToJson(trace)), configuration)).toEqual({
      verdict: 'confirmed',
    });
    expect(path.steps).toHaveLength(6);
    expect(reason.split('\n')).toHaveLength(4);
    expect(reason).toContain("explains client-2's read: 0");
  });
});

test('two replicas read once are sequentially consistent', async () => {
  const configuration = configure(specThat('history'), undefined, { second: true });
  const result = await check(configuration, searching('bfs', { keepGoing: true }));
  expect(result.properties.map(({ status }) => status)).toEqual(['violated', 'holds']);
});

test('a monitor cannot tell of sequential consistency', () => {
  const observed = calls(replicated, { object: register(0), clients: {}, keep: 'monitor' });
  expect(() => sequentiallyConsistent('it is', observed)).toThrow(/keep: 'history'/);
});
