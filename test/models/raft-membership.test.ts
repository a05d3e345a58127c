import { List, Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import {
  Configuration,
  configurationIn,
  configurationIndex,
  Entry,
  isQuorum,
} from '../../models/membership.ts';
import { raftMembership, raftOneServer, Server } from '../../models/raft-membership.ts';
import { processesOf } from './processes.ts';

const joint = processesOf(raftMembership, { leaving: 2, staying: 1, joining: 1 });
const [l1, l2] = joint.all('leaving') as [ProcessId, ProcessId];
const [s1] = joint.all('staying') as [ProcessId];
const [j1] = joint.all('joining') as [ProcessId];

const alone = (...members: ProcessId[]) => Configuration({ members: Set(members) });
const entry = (term: number, configuration: Configuration | null = null) =>
  Entry({ term, configuration });
const OLD = alone(l1, l2, s1);
const NEW = alone(s1, j1);
const JOINT = Configuration({ members: OLD.members, next: NEW.members });
const first = entry(0, OLD);

const leader = (fields: Partial<Server> = {}) =>
  Server({ role: 'leader', term: 1, votedFor: s1, log: List([first]), commitIndex: 1, ...fields });
const candidate = (fields: Partial<Server> = {}) =>
  leader({ role: 'candidate', votes: Set([s1]), ...fields });
const vote = { kind: 'vote', term: 1 };
const appended = (index: number) => ({ kind: 'appended', term: 1, index });

describe('a configuration', () => {
  test('is the latest in the log, committed or not', () => {
    const log = List([first, entry(1, JOINT), entry(1)]);
    expect([configurationIn(log), configurationIndex(log)]).toEqual([JOINT, 2]);
    expect([configurationIn(List()), configurationIndex(List())]).toEqual([Configuration(), 0]);
  });

  test.each([
    { servers: [l1, l2], old: true, joint: false },
    { servers: [s1, j1], old: false, joint: false },
    { servers: [l1, s1, j1], old: true, joint: true },
    { servers: [l1, l2, j1], old: true, joint: false },
  ])('decides by majorities, of both where it is joint: $servers', (given) => {
    const servers = Set(given.servers);
    expect([isQuorum(servers, OLD), isQuorum(servers, JOINT)]).toEqual([given.old, given.joint]);
  });

  test('without members decides nothing', () => {
    expect(isQuorum(Set([s1]), Configuration())).toBe(false);
  });
});

describe('elections', () => {
  test('begin where a configuration is known', () => {
    expect(joint.act(j1, 'timeout', joint.initial(j1))).toEqual([]);
    const [started] = joint.act(s1, 'timeout', joint.initial(s1));
    expect(started?.next).toEqual(candidate());
    expect(joint.act(s1, 'timeout', leader())).toEqual([]);
  });

  test('ask everybody in the latest configuration for votes, who has not voted yet', () => {
    const asked = (server: Server) =>
      joint.act(s1, 'askForVote', server).map(({ sends }) => sends[0]?.to);
    expect(asked(candidate())).toEqual([l1, l2]);
    const log = List([first, entry(1, JOINT)]);
    expect(Set(asked(candidate({ log, votes: Set([s1, l2]) })))).toEqual(Set([l1, j1]));
    expect(asked(leader())).toEqual([]);
  });

  test('are won by a majority of the old and the new members, while both matter', () => {
    const log = List([first, entry(1, JOINT)]);
    const won = (server: Server, from: ProcessId) => joint.receive(s1, server, from, vote)?.next;
    expect(won(candidate(), l1)).toEqual(leader());
    expect(won(candidate({ log }), l1)).toMatchObject({ role: 'candidate' });
    expect(won(candidate({ log, votes: Set([s1, l1]) }), j1)).toEqual(leader({ log }));
  });

  test('do not count the vote of a candidate that is no member', () => {
    const log = List([first, entry(1, alone(s1))]);
    const outsider = candidate({ log, votedFor: l1, votes: Set([l1]) });
    expect(joint.receive(l1, outsider, l2, vote)?.next).toMatchObject({ role: 'candidate' });
    expect(joint.receive(l1, outsider, s1, vote)?.next).toMatchObject({ role: 'leader' });
  });

  test('are refused to logs that are behind, without an answer', () => {
    const request = { kind: 'requestVote', term: 2, lastIndex: 1, lastTerm: 0 };
    const voter = leader({ role: 'follower', log: List([first, entry(1)]) });
    expect(joint.receive(s1, voter, l1, request)).toEqual({
      next: voter.merge({ term: 2, votedFor: null }),
      sends: [],
    });
    const granted = joint.receive(s1, voter, l1, { ...request, lastIndex: 2, lastTerm: 1 });
    expect(granted?.sends).toEqual([{ to: l1, message: { kind: 'vote', term: 2 } }]);
  });
});

describe('joint consensus', () => {
  const next = (server: Server) =>
    joint.act(s1, 'changeMembers', server).map(({ next }) => Server(next as Server).log.last());

  test('goes from the old over the joint to the new configuration, each committed first', () => {
    const log = List([first, entry(1, JOINT)]);
    expect(next(leader())).toEqual([entry(1, JOINT)]);
    expect(next(leader({ log }))).toEqual([]);
    expect(next(leader({ log, commitIndex: 2 }))).toEqual([entry(1, NEW)]);
    const done = log.push(entry(1, NEW));
    expect(next(leader({ log: done, commitIndex: 2 }))).toEqual([]);
    expect(next(leader({ log: done, commitIndex: 3 }))).toEqual([]);
    expect(next(leader({ role: 'follower' }))).toEqual([]);
  });

  test('commits what majorities of the old and the new members have', () => {
    const log = List([first, entry(1, JOINT)]);
    const started = leader({ log });
    const one = joint.receive(s1, started, l1, appended(2))?.next;
    expect(one).toMatchObject({ commitIndex: 1 });
    expect(joint.receive(s1, one, j1, appended(2))?.next).toMatchObject({ commitIndex: 2 });
  });

  test('lets a leader step down once the new members, who do without it, have decided so', () => {
    const log = List([first, entry(1, JOINT), entry(1, NEW)]);
    const leaving = leader({ log, votedFor: l1, commitIndex: 2, matchIndex: Map([[s1, 3]]) });
    const own = joint.receive(l1, leaving, l2, appended(3))?.next;
    expect(own).toMatchObject({ role: 'leader', commitIndex: 2 });
    expect(joint.receive(l1, own, j1, appended(3))?.next).toEqual(
      leader({ role: 'follower', log, votedFor: l1, commitIndex: 3 }),
    );
  });
});

describe('one server at a time', () => {
  const single = processesOf(raftOneServer, { leaving: 1, staying: 2, joining: 1 });
  const ids = ['leaving', 'staying', 'joining'].flatMap(single.all);
  const [l, a, b, j] = ids as [ProcessId, ProcessId, ProcessId, ProcessId];
  const log = List([entry(0, alone(l, a, b))]);
  const next = (server: Server) =>
    single.act(a, 'changeMembers', server).map(({ next }) => Server(next as Server).log.last());

  test('adds one that joins or removes one that leaves', () => {
    const server = leader({ log: log.push(entry(1)), commitIndex: 2 });
    expect(next(server)).toEqual([entry(1, alone(l, a, b, j)), entry(1, alone(a, b))]);
    const added = leader({ log: log.push(entry(1, alone(l, a, b, j))), commitIndex: 2 });
    expect(next(added)).toEqual([entry(1, alone(a, b, j))]);
  });

  test.each([
    { why: 'no entry of its term is committed', log, commitIndex: 1 },
    {
      why: 'the last change is not committed',
      log: log.push(entry(1), entry(1, alone(a, b))),
      commitIndex: 2,
    },
  ])('waits where $why', ({ log, commitIndex }) => {
    expect(next(leader({ log, commitIndex }))).toEqual([]);
  });
});

describe('logs', () => {
  const follower = (fields: Partial<Server> = {}) => leader({ role: 'follower', ...fields });
  const written = (own: List<Entry>, sent: List<Entry>, commitIndex = 1) => {
    const message = { kind: 'appendEntries', term: 1, log: sent, commitIndex };
    return joint.receive(l1, follower({ log: own }), s1, message);
  };
  const [short, long] = [List([first, entry(1)]), List([first, entry(1), entry(1)])];

  test('grow, keep what comes late, and drop what conflicts', () => {
    expect(written(short, long)?.next).toMatchObject({ log: long });
    expect(written(long, short)?.next).toMatchObject({ log: long });
    expect(written(List([first, entry(0), entry(0)]), short)?.next).toMatchObject({ log: short });
  });

  test('are committed as far as they are known to match', () => {
    expect(written(long, short, 3)?.next).toMatchObject({ commitIndex: 2 });
    expect(written(long, short, 3)?.sends).toEqual([{ to: s1, message: appended(2) }]);
  });

  test('of an earlier term are not taken', () => {
    const message = { kind: 'appendEntries', term: 1, log: short, commitIndex: 1 };
    const later = follower({ term: 2 });
    expect(joint.receive(l1, later, s1, message)).toEqual({ next: later, sends: [] });
  });

  test('survive a crash, with the first configuration committed', () => {
    expect(joint.durable(s1)).toEqual(['term', 'votedFor', 'log']);
    expect(joint.initial(s1)).toEqual(Server({ log: List([first]), commitIndex: 1 }));
    expect(joint.initial(j1)).toEqual(Server());
  });
});
