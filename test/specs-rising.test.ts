import { describe, expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import {
  atMost,
  eachPair,
  invariant,
  messagesInFlight,
  reachable,
  spec,
} from '../checker/index.ts';
import { configure } from '../checker/spec/configuration.ts';
import { raft } from '../models/raft.ts';
import { paxosProgressSpec } from '../specs/paxos-progress.ts';
import { raftProgressSpec } from '../specs/raft-progress.ts';
import { expectAgreement, searching } from './reference/agreement.ts';
import { exploreShifted } from './reference/explorer.ts';

test('votes are split for ever, in terms that rise', async () => {
  const result = await check(configure(raftProgressSpec, 'split-votes'), searching('bfs'));
  expect(result).toMatchObject({ states: 1_031_537, complete: true });
  const [elected, ...others] = result.properties;
  expect(elected).toMatchObject({ status: 'violated', rises: { term: 2 } });
  expect(others.map(({ status }) => status)).toEqual(['holds', 'reached']);
});

test('within terms that are bounded it is not decided whether a leader is elected', async () => {
  const absolute = configure(raftProgressSpec, 'split-votes', { rising: false });
  const result = await check(absolute, searching('bfs'));
  expect(result).toMatchObject({ outcome: 'inconclusive', complete: true });
  expect(result.properties[0]).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('termSpread'),
  });
});

test('proposers duel for ever, in ballots that rise; one alone decides', async () => {
  const duel = await check(configure(paxosProgressSpec, 'duelling-proposers'), searching('bfs'));
  expect(duel.properties[0]).toMatchObject({ status: 'violated', rises: { ballot: 2 } });
  const alone = await check(
    configure(paxosProgressSpec, undefined, { acceptors: 3 }),
    searching('bfs'),
  );
  expect(alone.outcome).toBe('holds');
});

describe('Raft says the same whether terms rise or not', () => {
  const small = spec(raft, {
    about: 'elections',
    properties: [
      invariant(
        'one leader a term',
        eachPair(
          'server',
          (one, other) =>
            one.role !== 'leader' || other.role !== 'leader' || one.term !== other.term,
        ),
      ),
      reachable(
        'two lead in different terms',
        eachPair('server', (one, other) => one.role === 'leader' && other.role === 'leader'),
      ),
    ],
    bounds: {
      maxLog: atMost(1, 'server', ({ log }) => log.size),
      inFlight: messagesInFlight(2),
    },
    rising: { term: 1 },
    faults: { crash: 1, restart: 1 },
  });
  const all = searching('bfs', { keepGoing: true });

  test.each([{ voteNotDurable: false }, { voteNotDurable: true }])('%o', async (set) => {
    const [modulo, absolute] = await Promise.all(
      [true, false].map((rising) =>
        check(configure(small, undefined, { ...set, rising, maxLog: 0, inFlight: 3 }), all),
      ),
    );
    // Within one term no two can lead in different ones: only the invariant is the same.
    const statuses = [modulo, absolute].map((one) => one?.properties[0]?.status);
    const expected = set.voteNotDurable ? 'violated' : 'holds';
    expect(statuses).toEqual([expected, expected]);
  });

  test('as the reference explorer, state by state', async () => {
    const settings = { servers: 2, inFlight: 1, crash: 0, maxLog: 0 };
    const configuration = configure(small, undefined, settings);
    const findings = exploreShifted(configuration);
    if (findings === undefined) throw new Error('there is no limit here');
    await expectAgreement(configuration, findings);
    const orbits = exploreShifted(configuration, Infinity, true);
    if (orbits !== undefined) await expectAgreement(configuration, orbits, { symmetry: true });
  });
});
