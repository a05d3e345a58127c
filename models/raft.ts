/**
 * Raft: servers elect a leader, which copies its log to the others and tells them how far it is
 * committed. Follows figure 2 of Ongaro and Ousterhout, "In Search of an Understandable Consensus
 * Algorithm"; section numbers are the paper's.
 *
 * Left out: snapshots, changes of membership, sessions of clients, and the state machine: to commit
 * an entry is to apply it. Simplified:
 * - Time. An election timeout strikes at any moment; a leader sends heartbeats at any moment.
 * - Commands. They decide nothing, so an entry is only its term, as in the paper's drawings of logs.
 *   Index and term tell entries apart: a term has one leader, which only appends to its log.
 * - Calls. A request is a message, its reply another, which may come late, twice or never: so a
 *   reply says which index it speaks of. RequestVote is sent once, AppendEntries again at will.
 * - Batches. AppendEntries carries one entry or none; the paper allows more "for efficiency".
 */
import { List, Map, Record, type RecordOf, Set } from 'immutable';
import { integer, type ProcessId, type Rising, rising, vocabulary } from '../checker/index.ts';

/** Terms act as a logical clock (5.1): they are compared, and there is a next one. No term is below the first. */
export type Term = Rising<'term'>;
export const Term = rising('term');

/** The terms of the entries. The first index is 1. */
type Log = List<Term>;

interface RequestVote {
  readonly kind: 'requestVote';
  readonly term: Term;
  readonly lastIndex: number;
  readonly lastTerm: Term;
}

interface VoteReply {
  readonly kind: 'voteReply';
  readonly term: Term;
  readonly granted: boolean;
}

interface AppendEntries {
  readonly kind: 'appendEntries';
  readonly term: Term;
  readonly prevIndex: number;
  readonly prevTerm: Term;
  readonly entries: Log;
  readonly leaderCommit: number;
}

interface AppendReply {
  readonly kind: 'appendReply';
  readonly term: Term;
  readonly success: boolean;
  /** How far the log matches the leader's; without success, the `prevIndex` refused, or 0 if the term was. */
  readonly index: number;
}

interface ServerState {
  readonly role: 'follower' | 'candidate' | 'leader';
  readonly term: Term;
  readonly votedFor: ProcessId | null;
  readonly log: Log;
  readonly commitIndex: number;
  /** Of a candidate: who voted for it. */
  readonly votes: Set<ProcessId>;
  /** Of a leader: for each peer, the index of the next entry to send. */
  readonly nextIndex: Map<ProcessId, number>;
  /** Of a leader: for each peer, the highest index known to match. */
  readonly matchIndex: Map<ProcessId, number>;
}

export type Server = RecordOf<ServerState>;
export const Server = Record<ServerState>(
  {
    role: 'follower',
    term: Term.first,
    votedFor: null,
    log: List(),
    commitIndex: 0,
    votes: Set(),
    nextIndex: Map(),
    matchIndex: Map(),
  },
  'Server',
);

/** Ways to get it wrong, each a switch. */
const mistakes = {
  voteNotDurable: false,
  votesForStaleLogs: false,
  commitsEarlierTerms: false,
  noPreviousEntryCheck: false,
  halfIsMajority: false,
  leaderOverwritesItsLog: false,
};
type Mistakes = typeof mistakes;

const { role, protocol, step, send, sendAll } = vocabulary<
  RequestVote | VoteReply | AppendEntries | AppendReply,
  'server'
>();

/** The term of the entry at an index: none before the first, undefined after the last. */
const termAt = (log: Log, index: number): Term | undefined =>
  index === 0 ? Term.none : log.get(index - 1);

/** `Math` is kept out of models. */
const min = (a: number, b: number): number => (a < b ? a : b);
const max = (a: number, b: number): number => (a > b ? a : b);

const isMajority = (count: number, servers: number, { halfIsMajority }: Mistakes): boolean =>
  halfIsMajority ? count * 2 >= servers : count * 2 > servers;

const asFollower = (server: Server): Server =>
  server.merge({ role: 'follower', votes: Set(), nextIndex: Map(), matchIndex: Map() });

/** All servers: a message of a higher term sets the term and makes a follower (5.1). */
const heed = (server: Server, term: Term): Server =>
  term > server.term ? asFollower(server).merge({ term, votedFor: null }) : server;

/** Followers, candidates: a candidate of the next term, with its own vote (5.2). */
const asCandidate = (server: Server, self: ProcessId): Server =>
  server.merge({ role: 'candidate', term: server.term.next, votedFor: self, votes: Set([self]) });

/** Candidates: the leader, once a majority has voted for it (5.2). */
function elect(candidate: Server, peers: readonly ProcessId[], mistakes: Mistakes): Server {
  if (!isMajority(candidate.votes.size, peers.length + 1, mistakes)) return candidate;
  return candidate.merge({
    role: 'leader',
    votes: Set(),
    nextIndex: Map(peers.map((peer) => [peer, candidate.log.size + 1])),
    matchIndex: Map(peers.map((peer) => [peer, 0])),
  });
}

/** Whether the candidate's log is at least as up to date as the voter's (5.4.1). */
function isUpToDate({ lastIndex, lastTerm }: RequestVote, voter: Log): boolean {
  const own = voter.last(Term.none);
  return lastTerm > own || (lastTerm === own && lastIndex >= voter.size);
}

/** Whether a server votes for the candidate: one vote a term, none for a log behind its own (5.2, 5.4.1). */
const grants = (voter: Server, from: ProcessId, request: RequestVote, mistakes: Mistakes) =>
  request.term === voter.term &&
  (voter.votedFor === null || voter.votedFor === from) &&
  (isUpToDate(request, voter.log) || mistakes.votesForStaleLogs);

/** Leaders: the entry that a peer needs next; a heartbeat, if there is none (5.2, 5.3). */
function nextFor(peer: ProcessId, { term, log, commitIndex, nextIndex }: Server): AppendEntries {
  const prevIndex = nextIndex.get(peer, 1) - 1;
  return {
    kind: 'appendEntries',
    term,
    prevIndex,
    prevTerm: termAt(log, prevIndex) ?? Term.none,
    entries: log.slice(prevIndex, prevIndex + 1),
    leaderCommit: commitIndex,
  };
}

/** Followers: whether the log has the entry that the new ones come after (5.3). */
const hasPrevious = (log: Log, { prevIndex, prevTerm }: AppendEntries, mistakes: Mistakes) =>
  mistakes.noPreviousEntryCheck ? log.size >= prevIndex : termAt(log, prevIndex) === prevTerm;

/** Followers: new entries replace what conflicts, and all after it; what is there already stays (5.3). */
function accept(follower: Server, { prevIndex, entries, leaderCommit }: AppendEntries): Server {
  const { log, commitIndex } = follower;
  const lastNew = prevIndex + entries.size;
  const written = log.slice(prevIndex, lastNew).equals(entries);
  const known = min(leaderCommit, lastNew);
  return follower.merge({
    log: written ? log : log.take(prevIndex).concat(entries),
    commitIndex: max(commitIndex, known),
  });
}

/** Leaders: a peer's log matches up to an index; news of an earlier one is stale (5.3). */
function acknowledge(leader: Server, peer: ProcessId, index: number): Server {
  const { nextIndex, matchIndex } = leader;
  if (index <= matchIndex.get(peer, 0)) return leader;
  return leader.merge({
    nextIndex: nextIndex.set(peer, index + 1),
    matchIndex: matchIndex.set(peer, index),
  });
}

/** Leaders: a peer's log does not match at an index; try the one before, unless the news is stale (5.3). */
function walkBack(leader: Server, peer: ProcessId, index: number): Server {
  const tried = leader.nextIndex.get(peer, 1) - 1;
  return index === tried && index > leader.matchIndex.get(peer, 0)
    ? leader.set('nextIndex', leader.nextIndex.set(peer, index))
    : leader;
}

/** Leaders: commits up to the last entry of its own term that a majority has (5.3, 5.4.2). */
function commit(leader: Server, mistakes: Mistakes): Server {
  const { term, log, commitIndex, matchIndex } = leader;
  const last = log.findLastIndex(
    (entry, at) =>
      isMajority(1 + matchIndex.count((index) => index > at), 1 + matchIndex.size, mistakes) &&
      (entry === term || mistakes.commitsEarlierTerms),
  );
  return last + 1 > commitIndex ? leader.set('commitIndex', last + 1) : leader;
}

/** Who may time out, and when: any server that is no leader, at any moment, unless timing is good. */
type MayTimeOut = (server: Server, self: ProcessId, all: readonly ProcessId[]) => boolean;
const anyone: MayTimeOut = (server) => server.role !== 'leader';

const firstOnce: MayTimeOut = (server, self, all) => server.role === 'follower' && self === all[0];

/** The requests of clients; none, where there are no clients. */
const clientRequests = (mistakes: Mistakes) => ({
  clientRequest(server: Server) {
    if (server.role !== 'leader') return false;
    const { term, log, commitIndex } = server;
    const kept = mistakes.leaderOverwritesItsLog ? log.take(commitIndex) : log;
    return step(commit(server.set('log', kept.push(term)), mistakes));
  },
});

const server = (mistakes: Mistakes, mayTimeOut = anyone, hasClients = true) =>
  role({
    initial: () => Server(),
    durable: mistakes.voteNotDurable ? ['term', 'log'] : ['term', 'votedFor', 'log'],
    actions: {
      timeout(server, { self, peers, all }) {
        if (!mayTimeOut(server, self, all('server'))) return false;
        const candidate = asCandidate(server, self);
        const { term, log } = candidate;
        const last = { lastIndex: log.size, lastTerm: log.last(Term.none) };
        return step(
          elect(candidate, peers, mistakes),
          sendAll(peers, { kind: 'requestVote', term, ...last }),
        );
      },
      ...(hasClients ? clientRequests(mistakes) : {}),
      replicate: (server, { peers }) =>
        server.role === 'leader' &&
        peers.map((peer) => step(server, send(peer, nextFor(peer, server)))),
    },
    on: {
      requestVote(before, { from, ...request }) {
        const server = heed(before, request.term);
        const granted = grants(server, from, request, mistakes);
        const reply = send(from, { kind: 'voteReply', term: server.term, granted });
        return step(granted ? server.set('votedFor', from) : server, reply);
      },
      voteReply(before, { from, term, granted }, { peers }) {
        const server = heed(before, term);
        if (server.role !== 'candidate' || term < server.term || !granted) return step(server);
        return step(elect(server.set('votes', server.votes.add(from)), peers, mistakes));
      },
      appendEntries(before, { from, ...request }) {
        const server = heed(before, request.term);
        const { prevIndex, entries } = request;
        const reply = (success: boolean, index: number) =>
          send(from, { kind: 'appendReply', term: server.term, success, index });
        if (request.term < server.term) return step(server, reply(false, 0));
        const follower = asFollower(server);
        return hasPrevious(follower.log, request, mistakes)
          ? step(accept(follower, request), reply(true, prevIndex + entries.size))
          : step(follower, reply(false, prevIndex));
      },
      appendReply(before, { from, term, success, index }) {
        const server = heed(before, term);
        if (server.role !== 'leader' || term < server.term) return step(server);
        return success
          ? step(commit(acknowledge(server, from, index), mistakes))
          : step(walkBack(server, from, index));
      },
    },
  });

export const raft = protocol({
  name: 'raft',
  parameters: { servers: integer(3, { from: 1, to: 5 }), ...mistakes },
  roles: ({ servers, ...mistakes }) => ({
    server: { count: servers, symmetric: true, role: server(mistakes) },
  }),
});

/**
 * Elections alone: no client asks for anything. Timely: random timeouts have set one server apart, and it waits for
 * the answers before it times out again, as broadcasts are much faster than timeouts (5.6).
 */
export const raftElections = protocol({
  name: 'raft-progress',
  parameters: { servers: integer(5, { from: 1, to: 5 }), timely: true },
  roles: ({ servers, timely }) => ({
    server: { count: servers, role: server(mistakes, timely ? firstOnce : anyone, false) },
  }),
});
