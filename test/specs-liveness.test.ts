import { expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { eventually, leadsTo, strong, weak } from '../checker/index.ts';
import type { ProtocolSubject, Subject, SystemSubject } from '../checker/model/subject.ts';
import type { Property } from '../checker/property/property.ts';
import { type Configuration, configure } from '../checker/spec/configuration.ts';
import type { Server } from '../models/raft.ts';
import { raftSpec } from '../specs/raft.ts';
import { twoPhaseCommitSpec } from './bench/models/two-phase-commit.ts';
import { searching } from './reference/agreement.ts';

/** A configuration with other properties; they must be of its own model. */
const asking = (configuration: Configuration, ...properties: readonly object[]): Configuration => ({
  ...configuration,
  properties: properties as Property<Subject>[],
});

interface Commit {
  readonly tm: string;
  readonly rm: { every(is: (at: string) => boolean): boolean };
}

test('two-phase commit of seven managers, of 296,448 states, ends under fairness', async () => {
  const isDone = ({ rm }: Commit) => rm.every((at) => at === 'committed' || at === 'aborted');
  const messages = weak('receivesCommit', 'receivesAbort');
  const result = await check(
    asking(
      configure(twoPhaseCommitSpec, undefined, { managers: 7 }),
      eventually<SystemSubject<Commit>>('all are told', isDone, {
        fairness: [messages, weak('tmAborts')],
      }),
      leadsTo<SystemSubject<Commit>>('a decision is heard', ({ tm }) => tm !== 'init', isDone, {
        fairness: messages,
      }),
      eventually<SystemSubject<Commit>>('all are told, somehow', isDone, { fairness: messages }),
    ),
    searching('bfs'),
  );
  expect(result).toMatchObject({ states: 296_448, complete: true });
  expect(result.properties.map(({ status }) => status)).toEqual(['holds', 'holds', 'violated']);
});

test('that Raft elects a leader is not decided within bounded terms, in 1,140,793 states', async () => {
  const elected = eventually<ProtocolSubject<{ server: Server }, unknown>>(
    'a leader is eventually elected',
    ({ server }) => server.some(({ role }) => role === 'leader'),
    { fairness: [weak('timeout'), strong('deliver', 'restart')] },
  );
  const result = await check(
    asking(configure(raftSpec, undefined, { maxTerm: 1 }), elected),
    searching('bfs'),
  );
  expect(result).toMatchObject({ states: 1_140_793, complete: true, outcome: 'inconclusive' });
  expect(result.properties[0]).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('maxTerm'),
  });
});
