import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  behaviour,
  eventually,
  type Rising,
  rising,
  type Spec,
  spec,
  strong,
  system,
  vocabulary,
  weak,
} from '../../checker/index.ts';
import type { ProtocolSubject } from '../../checker/model/subject.ts';
import type { Property } from '../../checker/property/property.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import { traceOf } from '../../checker/trace/trace-of.ts';
import { searching } from '../reference/agreement.ts';

type Round = Rising<'round'>;
const Round = rising('round');

/** What comes of the only property; if it is violated, the trace is replayed. */
async function resultOf(one: Spec) {
  const configuration = configure(one);
  const [result] = (await check(configuration, searching('bfs'))).properties;
  if (result?.path !== undefined && result.reason !== undefined) {
    const trace = traceOf(configuration, result.path, { ...result, reason: result.reason });
    expect(replayTrace(trace, configuration)).toEqual({ verdict: 'confirmed' });
    // Higher by anything else than what it says is not the same run.
    const other = { ...trace, rises: { round: 7 } };
    expect(replayTrace(other, configuration).verdict).toBe('differs');
  }
  return result;
}

const counter = system({
  name: 'counter',
  define: () => behaviour({ round: Round.first }, { rise: ({ round }) => ({ round: round.next }) }),
});

test('what only rises does not stay where it is', async () => {
  const result = await resultOf(
    spec(counter, {
      about: 'a number that rises',
      properties: [eventually('it ends', () => false, { fairness: weak('rise') })],
      rising: { round: 0 },
    }),
  );
  expect(result).toMatchObject({ status: 'violated', rises: { round: 1 }, path: { loop: 0 } });
  expect(result?.path?.steps.length).toBe(1);
});

type Message =
  | { readonly kind: 'news'; readonly round: Round }
  | { readonly kind: 'answer' | 'ping' };
const { protocol, role, send, step } = vocabulary<Message, 'one' | 'other'>();

interface One {
  readonly at: 'ready' | 'sent' | 'waits';
  readonly round: Round;
}

/** Sends news of the next round before it comes to that itself, and waits for an answer. */
const one = role<One>({
  initial: ({ all }) =>
    step(
      { at: 'ready', round: Round.first },
      ...all('other').map((to) => send(to, { kind: 'ping' })),
    ),
  actions: {
    go: ({ at, round }, { all }) =>
      at === 'ready' &&
      step(
        { at: 'sent', round },
        ...all('other').map((to) => send(to, { kind: 'news', round: round.next })),
      ),
    rise: ({ at, round }) => at === 'sent' && step({ at: 'waits', round: round.next }),
  },
  on: {
    answer: ({ at, round }) => at === 'waits' && step({ at: 'ready', round }),
  },
});

const other = role<boolean>({
  initial: () => false,
  on: {
    news: (pinged, { from }) => step(pinged, send(from, { kind: 'answer' })),
    ping: () => step(true),
  },
});

const couple = protocol({
  name: 'couple',
  roles: () => ({ one: { count: 1, role: one }, other: { count: 1, role: other } }),
});

type Couple = ProtocolSubject<{ one: One; other: boolean }, undefined>;

const asking = (property: Property<Couple>): Spec =>
  spec(couple, { about: 'news', properties: [property], rising: { round: 1 } });

type Assuming = Parameters<typeof eventually>[2];

const early = (assuming: Assuming) =>
  eventually<Couple>(
    'an answer comes early',
    ({ one }, { inFlight }) =>
      one.some(({ at }) => at === 'sent') &&
      inFlight.some(({ message }) => message.kind === 'answer'),
    assuming,
  );

const pinged = (assuming: Assuming) =>
  eventually<Couple>('a ping comes', ({ other }) => other.every((is) => is), assuming);

test('strong fairness of a message ends with the message', async () => {
  // All news are delivered when their round has come, none before: that is fair to each of them.
  const fairness = [weak('go', 'rise'), strong('deliver')];
  const result = await resultOf(asking(early({ fairness })));
  expect(result).toMatchObject({ status: 'violated', rises: { round: 1 } });
});

test('a message without a number must come, whatever rises', async () => {
  expect((await resultOf(asking(pinged({ fairness: weak('deliver') }))))?.status).toBe('holds');
  const unfair = await resultOf(asking(pinged({ fairness: weak('go', 'rise', 'receive news') })));
  expect(unfair).toMatchObject({ status: 'violated' });
});

test('a run that never delivers a message without a number is not taken for a fair one', async () => {
  const unfair = configure(asking(pinged({ fairness: weak('go', 'rise', 'receive news') })));
  const [result] = (await check(unfair, searching('bfs'))).properties;
  if (result?.path === undefined || result.reason === undefined) throw new Error('no run');
  const trace = traceOf(unfair, result.path, { ...result, reason: result.reason });
  const fair = configure(asking(pinged({ fairness: weak('deliver') })));
  expect(replayTrace(trace, fair)).toMatchObject({
    verdict: 'differs',
    differences: [expect.stringMatching(/^the run is not fair: .*NEVER TAKEN \(ping from one/)],
  });
});

type Numbered = { readonly kind: 'news' | 'answer'; readonly round: Round };
const ahead = vocabulary<Numbered, 'one' | 'other'>();

/** One is always a message ahead: that of the next round is sent before that of this one is answered. */
const pipeline = ahead.protocol({
  name: 'pipeline',
  roles: () => ({
    one: {
      count: 1,
      role: ahead.role<{ readonly waits: boolean; readonly round: Round }>({
        initial: ({ all }) =>
          ahead.step(
            { waits: false, round: Round.first },
            ...all('other').map((to) => ahead.send(to, { kind: 'news', round: Round.first })),
          ),
        actions: {
          go: ({ waits, round }, { all }) =>
            !waits &&
            ahead.step(
              { waits: true, round },
              ...all('other').map((to) => ahead.send(to, { kind: 'news', round: round.next })),
            ),
        },
        on: {
          answer: ({ waits, round }) => waits && ahead.step({ waits: false, round: round.next }),
        },
      }),
    },
    other: {
      count: 1,
      role: ahead.role<boolean>({
        initial: () => false,
        on: {
          news: (is, { from, round }) =>
            ahead.step(is, ahead.send(from, { kind: 'answer', round })),
        },
      }),
    },
  }),
});

test('strong fairness of a message that is always sent before it comes round', async () => {
  const result = await resultOf(
    spec(pipeline, {
      about: 'news ahead of answers',
      properties: [eventually('it ends', () => false, { fairness: strong('deliver', 'go') })],
      rising: { round: 1 },
      network: 'fifo',
      ignored: 'kept',
    }),
  );
  expect(result).toMatchObject({ status: 'violated', rises: { round: 1 } });
});
