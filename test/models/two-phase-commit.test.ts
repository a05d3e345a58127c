import { List, Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import {
  type Coordinator,
  isPrepared,
  type Participant,
  preparedFor,
  twoPhaseCommit,
} from '../../models/two-phase-commit.ts';
import { processOf } from './process.ts';

const two = { participants: 2 };

describe('the coordinator', () => {
  const { initial, durable, act, receive, recover, id } = processOf(
    twoPhaseCommit,
    'coordinator-1',
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

const { initial, durable, act, receive, recover, id } = processOf(
  twoPhaseCommit,
  'participant-1',
  two,
);
type Here = Participant<List<ProcessId>>;
const [mine, other] = [id('coordinator-1'), id('coordinator-2')];
const working: Here = { votes: Map(), decisions: Map(), data: List(), lockedFor: null };
const prepared: Here = { ...working, votes: Map([[mine, 'yes']]), lockedFor: mine };
const refused: Here = {
  ...working,
  votes: Map([[mine, 'no']]),
  decisions: Map([[mine, 'abort']]),
};
const committed: Here = {
  votes: Map([[mine, 'yes']]),
  decisions: Map([[mine, 'commit']]),
  data: List([mine]),
  lockedFor: null,
};
/** The same, and its vote and decision on the other transaction. */
const and = (here: Here, vote: 'yes' | 'no', decision: 'commit' | 'abort' | null = null): Here => ({
  ...here,
  votes: here.votes.set(other, vote),
  decisions: decision === null ? here.decisions : here.decisions.set(other, decision),
});
const told = (local: Here, kind: string, by = 'coordinator-1') => receive(local, { kind }, by);

describe('a participant', () => {
  test('starts working, and keeps all but its lock in a crash', () => {
    expect(initial).toEqual(working);
    expect(durable).toEqual(['votes', 'decisions', 'data']);
  });

  test('votes yes with its data locked, or no for good', () => {
    expect(told(working, 'prepare')).toEqual([
      { next: prepared, sends: ['voteYes → coordinator-1'] },
      { next: refused, sends: ['voteNo → coordinator-1'] },
    ]);
  });

  test('votes the same again', () => {
    expect(told(prepared, 'prepare')).toEqual([
      { next: prepared, sends: ['voteYes → coordinator-1'] },
    ]);
    expect(told(refused, 'prepare')).toEqual([
      { next: refused, sends: ['voteNo → coordinator-1'] },
    ]);
    // It was told to abort before it was asked.
    const aborted: Here = { ...working, decisions: Map([[mine, 'abort']]) };
    expect(told(aborted, 'prepare')).toEqual([
      { next: aborted, sends: ['voteNo → coordinator-1'] },
    ]);
  });

  test('aborts a transaction of itself before its vote on it only', () => {
    const alone = ({ next }: { next: unknown }) => next;
    expect(act('abortAlone', working).map(alone)).toEqual([refused, and(working, 'no', 'abort')]);
    expect(act('abortAlone', prepared)).toEqual([
      { next: and(prepared, 'no', 'abort'), sends: [] },
    ]);
    expect(act('abortAlone', and(refused, 'no', 'abort'))).toEqual([]);
  });

  test('does as it is told, once, and acknowledges it each time', () => {
    const ack = ['ack → coordinator-1'];
    expect(told(prepared, 'commit')).toEqual([{ next: committed, sends: ack }]);
    expect(told(committed, 'commit')).toEqual([{ next: committed, sends: ack }]);
    const aborted: Here = { ...prepared, decisions: Map([[mine, 'abort']]), lockedFor: null };
    expect(told(prepared, 'abort')).toEqual([{ next: aborted, sends: ack }]);
    expect(told(working, 'abort')).toEqual([
      { next: { ...working, decisions: Map([[mine, 'abort']]) }, sends: ack },
    ]);
  });

  test('has its lock again when it restarts, if it is prepared', () => {
    expect(recover({ ...prepared, lockedFor: null })).toEqual([{ next: prepared, sends: [] }]);
    expect(recover(refused)).toEqual([{ next: refused, sends: [] }]);
    expect(recover(committed)).toEqual([{ next: committed, sends: [] }]);
    const { recover: forget } = processOf(twoPhaseCommit, 'participant-1', {
      ...two,
      forgetsItsLock: true,
    });
    const unlocked = { ...prepared, lockedFor: null };
    expect(forget(unlocked)).toEqual([{ next: unlocked, sends: [] }]);
  });
});

describe('a participant of two transactions', () => {
  test('can only refuse a transaction while its data are locked for another', () => {
    expect(told(prepared, 'prepare', 'coordinator-2')).toEqual([
      { next: and(prepared, 'no', 'abort'), sends: ['voteNo → coordinator-2'] },
    ]);
    expect(told(committed, 'prepare', 'coordinator-2')).toEqual([
      { next: { ...and(committed, 'yes'), lockedFor: other }, sends: ['voteYes → coordinator-2'] },
      { next: and(committed, 'no', 'abort'), sends: ['voteNo → coordinator-2'] },
    ]);
  });

  test('locks nothing where it ignores locks, nor refuses for them', () => {
    const { receive } = processOf(twoPhaseCommit, 'participant-1', { ...two, ignoresLocks: true });
    expect(receive({ ...prepared, lockedFor: null }, { kind: 'prepare' }, 'coordinator-2')).toEqual(
      [
        {
          next: { ...and(prepared, 'yes'), lockedFor: null },
          sends: ['voteYes → coordinator-2'],
        },
        {
          next: { ...and(prepared, 'no', 'abort'), lockedFor: null },
          sends: ['voteNo → coordinator-2'],
        },
      ],
    );
  });

  test('keeps its lock when another transaction ends', () => {
    expect(told(prepared, 'abort', 'coordinator-2')).toEqual([
      {
        next: { ...prepared, decisions: Map([[other, 'abort']]) },
        sends: ['ack → coordinator-2'],
      },
    ]);
  });

  test('puts the changes of a later transaction after those of an earlier one', () => {
    const both: Here = { ...and(committed, 'yes', 'commit'), data: List([mine, other]) };
    const later: Here = { ...and(committed, 'yes'), lockedFor: other };
    expect(told(later, 'commit', 'coordinator-2')).toEqual([
      { next: both, sends: ['ack → coordinator-2'] },
    ]);
  });

  test('is prepared for what it has voted yes on and not decided', () => {
    expect(isPrepared(prepared, mine)).toBe(true);
    expect(isPrepared(prepared, other)).toBe(false);
    expect(isPrepared(committed, mine)).toBe(false);
    expect(preparedFor(and(committed, 'yes'))).toEqual(Set([other]));
  });
});
