import { List, Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import { type Outcome, type Send, Step } from '../../checker/model/effects.ts';
import { freeze } from '../../checker/model/freeze.ts';
import { type ParameterValues, parameterOf } from '../../checker/model/parameters.ts';
import { NO_TIMERS } from '../../checker/model/role.ts';
import { raft, Server, Term } from '../../models/raft.ts';

/** A cluster to try single steps on: every input is frozen, every outcome comes back as a list. */
function cluster(settings: ParameterValues = {}) {
  const defaults = Object.entries(raft.parameters).map(([name, declared]) => [
    name,
    parameterOf(declared).default,
  ]);
  const { processes } = raft.instantiate({ ...Object.fromEntries(defaults), ...settings });
  const ids = processes.map(({ id }) => id);
  const { role } = processes[0]!;
  const contextOf = (self: ProcessId) =>
    freeze({ self, peers: ids.filter((id) => id !== self), all: () => ids, ...NO_TIMERS });
  return {
    ids,
    durable: role.durable,
    initial: role.initial(contextOf(ids[0]!)),
    act: (action: string, server: Server, self = ids[0]!) =>
      steps(role.actions?.[action]?.(freeze(server), contextOf(self))),
    /** What the first server does when the second sends it a message, unless `from` says another. */
    receive: (server: Server, message: { readonly kind: string }, from = ids[1]!) => {
      const handler = role.on?.[message.kind];
      const [outcome, ...others] = steps(
        handler?.(freeze(server), freeze({ ...message, from }), contextOf(ids[0]!)),
      );
      expect(others).toEqual([]);
      return outcome!;
    },
  };
}

/** What comes of it, as plain data. */
interface Result {
  readonly next: Partial<ReturnType<Server['toJSON']>>;
  readonly sends: readonly Send[];
}

const steps = (outcome: Outcome<unknown>): Result[] =>
  [outcome]
    .flat()
    .filter((one) => one instanceof Step)
    .map(({ next, sends }) => ({ next: (next as Server).toJSON(), sends }));

const { ids, durable, initial, act, receive } = cluster();
const [one, two, three] = ids as [ProcessId, ProcessId, ProcessId];

const log = (...terms: number[]) => List(terms.map(Term.at));
const follower = (fields: Partial<Server> = {}) => Server({ term: Term.at(2), ...fields });
const candidate = (fields: Partial<Server> = {}) =>
  Server({ role: 'candidate', term: Term.at(2), votedFor: one, votes: Set([one]), ...fields });
const leader = (fields: Partial<Server> = {}, next = 1, match = 0) =>
  Server({
    role: 'leader',
    term: Term.at(2),
    votedFor: one,
    nextIndex: Map([two, three].map((peer) => [peer, next])),
    matchIndex: Map([two, three].map((peer) => [peer, match])),
    ...fields,
  });

const requestVote = (fields: object = {}) => ({
  kind: 'requestVote',
  term: Term.at(2),
  lastIndex: 0,
  lastTerm: Term.none,
  ...fields,
});
const voteReply = (fields: object = {}) => ({
  kind: 'voteReply',
  term: Term.at(2),
  granted: true,
  ...fields,
});
const appendEntries = (fields: object = {}) => ({
  kind: 'appendEntries',
  term: Term.at(2),
  prevIndex: 0,
  prevTerm: Term.none,
  entries: log(),
  leaderCommit: 0,
  ...fields,
});
const appendReply = (fields: object = {}) => ({
  kind: 'appendReply',
  term: Term.at(2),
  success: true,
  index: 0,
  ...fields,
});

/** Expects that the message changes nothing and is not answered. */
function expectIgnored(server: Server, message: { readonly kind: string }) {
  expect(receive(server, message)).toEqual({ next: server.toJSON(), sends: [] });
}

describe('all servers', () => {
  test('start as followers of term 0 with an empty log', () => {
    expect(initial).toEqual(Server());
    expect(Server().toJSON()).toMatchObject({ role: 'follower', term: Term.at(0), votedFor: null });
  });

  test('keep term, vote and log across a crash', () => {
    expect(durable).toEqual(['term', 'votedFor', 'log']);
  });

  test.each([requestVote(), voteReply(), appendEntries(), appendReply()])(
    'step down on a higher term in $kind',
    (message) => {
      const { next } = receive(leader(), {
        ...message,
        kind: message.kind,
        ...{ term: Term.at(3) },
      });
      expect(next).toMatchObject({ role: 'follower', term: Term.at(3), votes: Set() });
      expect(next).toMatchObject({ nextIndex: Map(), matchIndex: Map() });
      expect(next.votedFor).toBe(message.kind === 'requestVote' ? two : null);
    },
  );
});

describe('timeout', () => {
  test.each([follower({ votedFor: two }), candidate({ votes: Set([one, two]) })])(
    'starts an election: $role',
    (server) => {
      const [step, ...others] = act('timeout', server.set('log', log(1, 2)));
      expect(others).toEqual([]);
      expect(step!.next).toMatchObject({ role: 'candidate', term: Term.at(3), votedFor: one });
      expect(step!.next.votes).toEqual(Set([one]));
      const request = requestVote({ term: Term.at(3), lastIndex: 2, lastTerm: Term.at(2) });
      expect(step!.sends).toEqual([
        { to: two, message: request },
        { to: three, message: request },
      ]);
    },
  );

  test('does not strike a leader', () => {
    expect(act('timeout', leader())).toEqual([]);
  });

  test('makes the only server of a cluster its leader', () => {
    const alone = cluster({ servers: 1 });
    const [elected] = alone.act('timeout', Server());
    expect(elected).toMatchObject({ next: { role: 'leader', term: Term.at(1) }, sends: [] });
    const [committed] = alone.act('clientRequest', Server(elected!.next));
    expect(committed!.next).toMatchObject({ log: log(1), commitIndex: 1 });
  });
});

describe('requestVote', () => {
  const answers = (server: Server, request: { readonly kind: string }) => {
    const { next, sends } = receive(server, request);
    expect(sends).toEqual([
      {
        to: two,
        message: voteReply({ term: next.term, granted: expect.any(Boolean) }),
      },
    ]);
    return { votedFor: next.votedFor, ...sends[0]!.message };
  };

  test('is granted to the first candidate of a term, and again to the same', () => {
    expect(answers(follower(), requestVote())).toMatchObject({ votedFor: two, granted: true });
    const voted = follower({ votedFor: two });
    expect(answers(voted, requestVote())).toMatchObject({ votedFor: two, granted: true });
  });

  test.each([follower({ votedFor: three }), candidate(), leader()])(
    'is refused to a second candidate: $role',
    (server) => {
      expect(answers(server, requestVote())).toMatchObject({
        votedFor: server.votedFor,
        granted: false,
      });
    },
  );

  test('is refused to an older term, with the present one', () => {
    const reply = { votedFor: null, granted: false, term: Term.at(2) };
    expect(answers(follower(), requestVote({ term: Term.at(1) }))).toMatchObject(reply);
  });

  test.each([
    { voter: log(), lastIndex: 0, lastTerm: Term.none, granted: true },
    { voter: log(1), lastIndex: 1, lastTerm: Term.at(1), granted: true },
    { voter: log(1), lastIndex: 2, lastTerm: Term.at(1), granted: true },
    { voter: log(1, 1), lastIndex: 1, lastTerm: Term.at(1), granted: false },
    { voter: log(1, 1), lastIndex: 1, lastTerm: Term.at(2), granted: true },
    { voter: log(2), lastIndex: 3, lastTerm: Term.at(1), granted: false },
  ])(
    'compares logs by last term, then length: $voter, $lastTerm at $lastIndex',
    ({ voter, granted, ...last }) => {
      const reply = answers(follower({ log: voter }), requestVote({ term: Term.at(3), ...last }));
      expect(reply).toMatchObject({ granted, votedFor: granted ? two : null, term: Term.at(3) });
    },
  );
});

describe('voteReply', () => {
  test('makes a candidate with a majority leader, with fresh indexes', () => {
    const elected = receive(candidate({ log: log(1, 1) }), voteReply());
    expect(elected).toEqual({ next: leader({ log: log(1, 1) }, 3).toJSON(), sends: [] });
  });

  test('counts each voter once', () => {
    const five = cluster({ servers: 5 });
    const [self, friend, other] = five.ids as [ProcessId, ProcessId, ProcessId];
    const start = candidate({ votedFor: self, votes: Set([self, friend]) });
    expect(five.receive(start, voteReply(), friend).next.role).toBe('candidate');
    expect(five.receive(start, voteReply(), other).next.role).toBe('leader');
  });

  test('is ignored if it refuses, is stale, or comes after the election', () => {
    expectIgnored(candidate(), voteReply({ granted: false }));
    expectIgnored(candidate(), voteReply({ term: Term.at(1) }));
    expectIgnored(follower(), voteReply());
    expectIgnored(leader(), voteReply());
  });
});

describe('clientRequest', () => {
  test('appends an entry of the present term to the log of a leader', () => {
    const [step] = act('clientRequest', leader({ log: log(1) }));
    expect(step!.next).toMatchObject({ log: log(1, 2), commitIndex: 0 });
  });

  test('is taken by leaders only', () => {
    expect(act('clientRequest', follower())).toEqual([]);
    expect(act('clientRequest', candidate())).toEqual([]);
  });
});

describe('replicate', () => {
  test('sends to one peer at a time, an entry or a heartbeat as each needs', () => {
    const indexes = { nextIndex: Map([two, three].map((peer, at) => [peer, at + 2])) };
    const server = leader({ log: log(1, 2), commitIndex: 1, ...indexes });
    const entry = { prevIndex: 1, prevTerm: Term.at(1), entries: log(2), leaderCommit: 1 };
    const heartbeat = { prevIndex: 2, prevTerm: Term.at(2), entries: log(), leaderCommit: 1 };
    expect(act('replicate', server)).toEqual([
      { next: server.toJSON(), sends: [{ to: two, message: appendEntries(entry) }] },
      { next: server.toJSON(), sends: [{ to: three, message: appendEntries(heartbeat) }] },
    ]);
  });

  test('sends one entry even where more are missing', () => {
    const [step] = act('replicate', leader({ log: log(1, 2) }));
    expect(step!.sends[0]!.message).toEqual(appendEntries({ entries: log(1) }));
  });

  test('is done by leaders only', () => {
    expect(act('replicate', follower())).toEqual([]);
    expect(act('replicate', candidate())).toEqual([]);
  });
});

describe('appendEntries', () => {
  /** What a follower's log and commit index become, and what it answers. */
  const taken = (server: Server, fields: object) => {
    const { next, sends } = receive(server, appendEntries(fields));
    expect(sends.map(({ to }) => to)).toEqual([two]);
    const { success, index } = Object(sends[0]!.message);
    return { log: next.log?.toArray(), commitIndex: next.commitIndex, success, index };
  };

  test('is refused in an older term, with the present one', () => {
    const { next, sends } = receive(
      follower(),
      appendEntries({ term: Term.at(1), entries: log(1) }),
    );
    expect(next).toEqual(follower().toJSON());
    expect(sends).toEqual([{ to: two, message: appendReply({ success: false }) }]);
  });

  test('makes a candidate of the same term a follower that keeps its vote', () => {
    const { next } = receive(candidate(), appendEntries());
    expect(next).toEqual(follower({ votedFor: one }).toJSON());
  });

  test('appends after the previous entry', () => {
    const request = { prevIndex: 1, prevTerm: Term.at(1), entries: log(2) };
    const result = taken(follower({ log: log(1) }), request);
    expect(result).toMatchObject({ log: [1, 2].map(Term.at), success: true, index: 2 });
  });

  test.each([
    { terms: [], why: 'there is none' },
    { terms: [2], why: 'it is of another term' },
  ])('is refused without the previous entry: $why', ({ terms }) => {
    const request = { prevIndex: 1, prevTerm: Term.at(1), entries: log(2) };
    const result = taken(follower({ log: log(...terms) }), request);
    expect(result).toMatchObject({ log: terms.map(Term.at), success: false, index: 1 });
  });

  test('replaces a conflicting entry and drops all that follow it', () => {
    const result = taken(follower({ log: log(1, 1, 1) }), {
      prevIndex: 1,
      prevTerm: Term.at(1),
      entries: log(2),
    });
    expect(result).toMatchObject({ log: [1, 2].map(Term.at), success: true, index: 2 });
  });

  test.each([
    { entries: log(1), index: 1 },
    { entries: log(), index: 0 },
  ])('keeps what matches when it comes late: $entries', ({ entries, index }) => {
    const result = taken(follower({ log: log(1, 2) }), { entries });
    expect(result).toMatchObject({ log: [1, 2].map(Term.at), success: true, index });
  });

  test('tells what is committed, but only as far as the logs are known to match', () => {
    const server = follower({ log: log(1, 1) });
    const heartbeat = { prevIndex: 2, prevTerm: Term.at(1) };
    expect(taken(server, { entries: log(1), leaderCommit: 2 }).commitIndex).toBe(1);
    expect(taken(server, { ...heartbeat, leaderCommit: 1 }).commitIndex).toBe(1);
    expect(taken(server, { ...heartbeat, leaderCommit: 5 }).commitIndex).toBe(2);
  });

  test('never lowers the commit index', () => {
    const server = follower({ log: log(1, 1), commitIndex: 2 });
    expect(taken(server, { entries: log(1), leaderCommit: 1 }).commitIndex).toBe(2);
    expect(taken(server, { entries: log(1), leaderCommit: 3 }).commitIndex).toBe(2);
  });
});

describe('appendReply', () => {
  test('tells the leader how far the log of the follower matches', () => {
    const { next } = receive(leader({ log: log(1, 1) }), appendReply({ index: 1 }));
    expect(next.nextIndex).toEqual(Map([two, three].map((peer, at) => [peer, 2 - at])));
    expect(next.matchIndex).toEqual(Map([two, three].map((peer, at) => [peer, 1 - at])));
  });

  test('commits an entry of the present term that a majority has, and all before it', () => {
    const server = leader({ log: log(1, 2) }, 2);
    expect(receive(server, appendReply({ index: 2 })).next.commitIndex).toBe(2);
  });

  test('does not commit an entry of an earlier term, whoever has it', () => {
    const server = leader({ log: log(1, 2) });
    expect(receive(server, appendReply({ index: 1 })).next.commitIndex).toBe(0);
  });

  test('commits with a majority only', () => {
    const five = cluster({ servers: 5 });
    const [self, ...peers] = five.ids as [ProcessId, ...ProcessId[]];
    const start = leader({
      log: log(2),
      votedFor: self,
      nextIndex: Map(peers.map((peer) => [peer, 1])),
      matchIndex: Map(peers.map((peer) => [peer, 0])),
    });
    const first = five.receive(start, appendReply({ index: 1 }), peers[0]!).next;
    const second = five.receive(Server(first), appendReply({ index: 1 }), peers[1]!).next;
    expect([first.commitIndex, second.commitIndex]).toEqual([0, 1]);
  });

  test('walks back one entry when the previous one is refused', () => {
    const { next } = receive(
      leader({ log: log(1, 1) }, 3),
      appendReply({ success: false, index: 2 }),
    );
    expect(next.nextIndex?.get(two)).toBe(2);
    expect(next.nextIndex?.get(three)).toBe(3);
  });

  test('is ignored when it says nothing new', () => {
    const server = leader({ log: log(1, 2), commitIndex: 2 }, 3, 2);
    expectIgnored(server, appendReply({ index: 1 }));
    expectIgnored(server, appendReply({ success: false, index: 1 }));
    expectIgnored(leader(), appendReply({ success: false, index: 0 }));
    // A second refusal of what the follower has taken since: to walk back for it would never be made good.
    expectIgnored(leader({ log: log(1, 2) }, 2, 1), appendReply({ success: false, index: 1 }));
  });

  test('is ignored when it is of an older term, and by all but leaders', () => {
    const server = leader({ log: log(1, 2) });
    expectIgnored(server, appendReply({ term: Term.at(1), index: 1 }));
    expectIgnored(
      server.set('nextIndex', Map([[two, 3]])),
      appendReply({ term: Term.at(1), success: false, index: 2 }),
    );
    expectIgnored(follower({ log: log(1) }), appendReply({ index: 1 }));
    expectIgnored(candidate({ log: log(1) }), appendReply({ index: 1 }));
  });
});

describe('a mistake', () => {
  test('voteNotDurable forgets the vote in a crash', () => {
    expect(cluster({ voteNotDurable: true }).durable).toEqual(['term', 'log']);
  });

  test('votesForStaleLogs votes for a log behind the own', () => {
    const wrong = cluster({ votesForStaleLogs: true });
    expect(wrong.receive(follower({ log: log(1) }), requestVote()).sends[0]!.message).toEqual(
      voteReply(),
    );
  });

  test('commitsEarlierTerms commits an entry of an earlier term by counting', () => {
    const wrong = cluster({ commitsEarlierTerms: true });
    const server = leader({
      log: log(1, 2),
      matchIndex: Map(wrong.ids.slice(1).map((id) => [id, 0])),
    });
    expect(wrong.receive(server, appendReply({ index: 1 })).next.commitIndex).toBe(1);
  });

  test('noPreviousEntryCheck appends after an entry of another term', () => {
    const wrong = cluster({ noPreviousEntryCheck: true });
    const request = appendEntries({ prevIndex: 1, prevTerm: Term.at(1), entries: log(2) });
    expect(wrong.receive(follower({ log: log(2) }), request).next.log).toEqual(log(2, 2));
  });

  test('halfIsMajority elects a leader with two votes of four', () => {
    const votes = (halfIsMajority: boolean) => {
      const four = cluster({ servers: 4, halfIsMajority });
      const [self] = four.ids as [ProcessId];
      return four.receive(candidate({ votedFor: self, votes: Set([self]) }), voteReply()).next.role;
    };
    expect([votes(false), votes(true)]).toEqual(['candidate', 'leader']);
  });

  test('leaderOverwritesItsLog puts a new entry in place of those not committed', () => {
    const wrong = cluster({ leaderOverwritesItsLog: true });
    const [step] = wrong.act('clientRequest', leader({ log: log(1, 1), commitIndex: 1 }));
    expect(step!.next.log).toEqual(log(1, 2));
  });
});
