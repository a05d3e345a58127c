import { Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import {
  type Coordinator,
  type Participant,
  twoPhaseCommit,
} from '../../models/two-phase-commit.ts';
import { processOf } from './process.ts';

const two = { participants: 2 };

describe('the coordinator', () => {
  const { initial, durable, act, receive, recover, id } = processOf(
    twoPhaseCommit,
    'coordinator',
    two,
  );
  const [one, other] = [id('participant-1'), id('participant-2')];
  const fresh: Coordinator = { log: null, decision: null, yesVotes: Set(), acks: Set() };
  const logged: Coordinator = { ...fresh, decision: 'commit', log: 'commit' };

  test('starts with nothing decided, and keeps its log in a crash', () => {
    expect(initial).toEqual(fresh);
    expect(durable).toEqual(['log']);
  });

  test('asks those who have not voted yes, one at a time, until it is decided', () => {
    expect(act('ask', fresh).map(({ sends }) => sends)).toEqual([
      ['prepare → participant-1'],
      ['prepare → participant-2'],
    ]);
    expect(act('ask', { ...fresh, yesVotes: Set([one]) }).map(({ sends }) => sends)).toEqual([
      ['prepare → participant-2'],
    ]);
    expect(act('ask', { ...fresh, decision: 'abort' })).toEqual([]);
  });

  test('decides to commit when the last has voted yes, and counts each once', () => {
    const half = { ...fresh, yesVotes: Set([one]) };
    expect(receive(fresh, { kind: 'voteYes' }, 'participant-1')).toEqual([
      { next: half, sends: [] },
    ]);
    expect(receive(half, { kind: 'voteYes' }, 'participant-1')).toEqual([
      { next: half, sends: [] },
    ]);
    expect(receive(half, { kind: 'voteYes' }, 'participant-2')).toEqual([
      { next: { ...fresh, decision: 'commit' }, sends: [] },
    ]);
  });

  test('decides to abort on a no, or of itself, but not after a decision', () => {
    const aborting = [{ next: { ...fresh, decision: 'abort' }, sends: [] }];
    const half = { ...fresh, yesVotes: Set([one]) };
    expect(receive(half, { kind: 'voteNo' }, 'participant-2')).toEqual(aborting);
    expect(act('giveUp', half)).toEqual(aborting);
    expect(receive(logged, { kind: 'voteNo' }, 'participant-2')).toEqual([]);
    expect(receive({ ...logged, decision: 'abort' }, { kind: 'voteYes' }, 'participant-2')).toEqual(
      [],
    );
    expect(act('giveUp', logged)).toEqual([]);
  });

  test('tells its decision only once it is logged, to those who have not acknowledged it', () => {
    const decided: Coordinator = { ...fresh, decision: 'commit' };
    expect(act('tell', decided)).toEqual([]);
    expect(act('writeLog', decided)).toEqual([{ next: logged, sends: [] }]);
    expect(act('writeLog', logged)).toEqual([]);
    const acknowledged = { ...logged, acks: Set([one]) };
    expect(receive(logged, { kind: 'ack' }, 'participant-1')).toEqual([
      { next: acknowledged, sends: [] },
    ]);
    expect(act('tell', acknowledged)).toEqual([
      { next: acknowledged, sends: ['commit → participant-2'] },
    ]);
    expect(act('tell', { ...logged, acks: Set([one, other]) })).toEqual([]);
  });

  test('restarts with what it has logged, and aborts if that is nothing', () => {
    expect(recover({ ...fresh, log: 'commit' })).toEqual([{ next: logged, sends: [] }]);
    expect(recover(fresh)).toEqual([{ next: { ...fresh, decision: 'abort' }, sends: [] }]);
  });
});

describe('a participant', () => {
  const { initial, durable, act, receive, recover } = processOf(
    twoPhaseCommit,
    'participant-1',
    two,
  );
  const working: Participant<string> = {
    vote: null,
    decision: null,
    data: 'old',
    holdsLock: false,
  };
  const prepared: Participant<string> = { ...working, vote: 'yes', holdsLock: true };
  const refused: Participant<string> = { ...working, vote: 'no', decision: 'abort' };
  const told = (local: object, kind: string) => receive(local, { kind }, 'coordinator');

  test('starts working, and keeps all but its lock in a crash', () => {
    expect(initial).toEqual(working);
    expect(durable).toEqual(['vote', 'decision', 'data']);
  });

  test('votes yes with its data locked, or no for good', () => {
    expect(told(working, 'prepare')).toEqual([
      { next: prepared, sends: ['voteYes → coordinator'] },
      { next: refused, sends: ['voteNo → coordinator'] },
    ]);
  });

  test('votes the same again', () => {
    expect(told(prepared, 'prepare')).toEqual([
      { next: prepared, sends: ['voteYes → coordinator'] },
    ]);
    expect(told(refused, 'prepare')).toEqual([{ next: refused, sends: ['voteNo → coordinator'] }]);
    // It was told to abort before it was asked.
    const aborted = { ...working, decision: 'abort' };
    expect(told(aborted, 'prepare')).toEqual([{ next: aborted, sends: ['voteNo → coordinator'] }]);
  });

  test('aborts of itself before its vote only', () => {
    expect(act('abortAlone', working)).toEqual([{ next: refused, sends: [] }]);
    expect(act('abortAlone', prepared)).toEqual([]);
    expect(act('abortAlone', refused)).toEqual([]);
  });

  test('does as it is told, once, and acknowledges it each time', () => {
    const committed = { ...prepared, decision: 'commit', data: 'new', holdsLock: false };
    const ack = ['ack → coordinator'];
    expect(told(prepared, 'commit')).toEqual([{ next: committed, sends: ack }]);
    expect(told(committed, 'commit')).toEqual([{ next: committed, sends: ack }]);
    expect(told(prepared, 'abort')).toEqual([
      { next: { ...prepared, decision: 'abort', holdsLock: false }, sends: ack },
    ]);
    expect(told(working, 'abort')).toEqual([
      { next: { ...working, decision: 'abort' }, sends: ack },
    ]);
  });

  test('takes its lock again when it restarts prepared', () => {
    expect(recover({ ...prepared, holdsLock: false })).toEqual([{ next: prepared, sends: [] }]);
    expect(recover(refused)).toEqual([{ next: refused, sends: [] }]);
  });
});
