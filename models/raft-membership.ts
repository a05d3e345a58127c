/**
 * Changes of membership in Raft, in both ways. Joint consensus follows Ongaro and Ousterhout, "In
 * Search of an Understandable Consensus Algorithm", section 6: the leader goes to a joint
 * configuration, and from there to the new one. One server at a time follows Ongaro, "Consensus:
 * Bridging Theory and Practice", section 4.1, with what he added to it on the mailing list raft-dev
 * in July 2015: a leader first commits an entry of its own term.
 *
 * Servers are named after what the change means for them. The old configuration is those that leave
 * and those that stay, the new one those that stay and those that join.
 *
 * Elections and commitment are those of `raft`. Left out, besides what is left out there: the
 * catching up of new servers before they are members, and the minimum time without elections after a
 * heartbeat, both of which serve availability. Simplified:
 * - Logs. A leader always sends its whole log, as if nextIndex were 1: there is no walking back.
 * - Refusals. A request that is refused is not answered.
 * - Requests are sent to one server at a time, again at will.
 */
import { List, Map, Record, type RecordOf, Set } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  Configuration,
  configurationIn,
  configurationIndex,
  Entry,
  isQuorum,
  type Log,
  participants,
} from './membership.ts';

interface RequestVote {
  readonly kind: 'requestVote';
  readonly term: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
}

interface Vote {
  readonly kind: 'vote';
  readonly term: number;
}

interface AppendEntries {
  readonly kind: 'appendEntries';
  readonly term: number;
  readonly log: Log;
  /** How far the leader has committed. */
  readonly commitIndex: number;
}

interface Appended {
  readonly kind: 'appended';
  readonly term: number;
  /** Up to here, the log of the sender is the leader's. */
  readonly index: number;
}

interface ServerState {
  readonly role: 'follower' | 'candidate' | 'leader';
  readonly term: number;
  readonly votedFor: ProcessId | null;
  readonly log: Log;
  readonly commitIndex: number;
  /** Of a candidate: who voted for it. */
  readonly votes: Set<ProcessId>;
  /** Of a leader: for each server, the highest index known to match, if any is. */
  readonly matchIndex: Map<ProcessId, number>;
}
export type Server = RecordOf<ServerState>;
export const Server = Record<ServerState>(
  {
    role: 'follower',
    term: 0,
    votedFor: null,
    log: List(),
    commitIndex: 0,
    votes: Set(),
    matchIndex: Map(),
  },
  'Server',
);

/** What the change is from and to. */
interface Change {
  readonly leaving: readonly ProcessId[];
  readonly staying: readonly ProcessId[];
  readonly joining: readonly ProcessId[];
}

/** The configurations that a leader may append next, on the way from the old members to the new. */
type Method = (change: Change, leader: Server) => readonly Configuration[];

const { role, protocol, step, send } = vocabulary<
  RequestVote | Vote | AppendEntries | Appended,
  keyof Change
>();

/** Whether the latest configuration is committed: changes are made one after the other. */
const isSettled = ({ log, commitIndex }: Server): boolean => configurationIndex(log) <= commitIndex;

const alone = (members: Iterable<ProcessId>): Configuration =>
  Configuration({ members: Set(members) });

/** Old, then joint once the old is committed, then new once the joint is (section 6). */
const joint =
  (straight: boolean): Method =>
  ({ staying, joining }, leader) => {
    const { members, next } = configurationIn(leader.log);
    const target = Set([...staying, ...joining]);
    if (!isSettled(leader) || members.equals(target)) return [];
    return [next === null && !straight ? Configuration({ members, next: target }) : alone(target)];
  };

/** One server more or less, once an entry of the leader's term is committed (4.1, raft-dev). */
const oneServer =
  (tooEarly: boolean): Method =>
  ({ leaving, joining }, leader) => {
    const { log, term, commitIndex } = leader;
    const { members } = configurationIn(log);
    const hasCommitted = log.get(commitIndex - 1)?.term === term;
    if (!isSettled(leader) || !(hasCommitted || tooEarly)) return [];
    return [
      ...joining
        .filter((server) => !members.has(server))
        .map((server) => alone(members.add(server))),
      ...leaving
        .filter((server) => members.has(server))
        .map((server) => alone(members.remove(server))),
    ];
  };

/** `Math` is kept out of models. */
const min = (a: number, b: number): number => (a < b ? a : b);
const max = (a: number, b: number): number => (a > b ? a : b);

const asFollower = (server: Server): Server =>
  server.merge({ role: 'follower', votes: Set(), matchIndex: Map() });

/** A message of a higher term sets the term and makes a follower. */
const heed = (server: Server, term: number): Server =>
  term > server.term ? asFollower(server).merge({ term, votedFor: null }) : server;

/** The leader, once those who voted for the candidate decide in the latest configuration of its log. */
const elect = (candidate: Server): Server =>
  isQuorum(candidate.votes, configurationIn(candidate.log))
    ? candidate.merge({ role: 'leader', votes: Set() })
    : candidate;

/** Whether the candidate's log is at least as up to date as the voter's. */
function isUpToDate(lastIndex: number, lastTerm: number, voter: Log): boolean {
  const own = voter.last()?.term ?? 0;
  return lastTerm > own || (lastTerm === own && lastIndex >= voter.size);
}

/**
 * Commits up to the last entry of the leader's term that the latest configuration has. The leader
 * counts itself only where it is a member; if the new members do without it, it then steps down.
 */
function commit(leader: Server, self: ProcessId): Server {
  const { term, log, commitIndex, matchIndex } = leader;
  const configuration = configurationIn(log);
  const last = log.findLastIndex((entry, at) => {
    const holders = matchIndex
      .filter((index) => index > at)
      .keySeq()
      .toSet()
      .add(self);
    return entry.term === term && isQuorum(holders, configuration);
  });
  const next = leader.set('commitIndex', max(commitIndex, last + 1));
  return isSettled(next) && !participants(configuration).has(self) ? asFollower(next) : next;
}

/** A leader with one more entry in its log: a configuration, or a command. */
const append = (leader: Server, self: ProcessId, configuration: Configuration | null): Server =>
  commit(leader.set('log', leader.log.push(Entry({ term: leader.term, configuration }))), self);

/** A candidate of the next term, with its own vote. */
const asCandidate = (server: Server, self: ProcessId): Server =>
  server.merge({ role: 'candidate', term: server.term + 1, votedFor: self, votes: Set([self]) });

/** The other servers in the latest configuration of a log. */
const others = (log: Log, self: ProcessId): readonly ProcessId[] =>
  participants(configurationIn(log)).remove(self).toArray();

/** What a candidate asks for. */
const requestOf = ({ term, log }: Server): RequestVote => ({
  kind: 'requestVote',
  term,
  lastIndex: log.size,
  lastTerm: log.last()?.term ?? 0,
});

/** A server whose log begins with the first configuration, which is committed. */
const firstMember = (members: readonly ProcessId[]): Server =>
  Server({ log: List([Entry({ configuration: alone(members) })]), commitIndex: 1 });

const server = (method: Method, isMember: boolean) =>
  role({
    /** The log of the first members begins with their configuration, which is committed. */
    initial: ({ all }) =>
      isMember ? firstMember([...all('leaving'), ...all('staying')]) : Server(),
    durable: ['term', 'votedFor', 'log'],
    actions: {
      /** Starts an election, also outside of its own configuration, but not if it knows of none. */
      timeout: (server, { self }) =>
        server.role !== 'leader' && !server.log.isEmpty() && step(elect(asCandidate(server, self))),
      askForVote: (server, { self }) =>
        server.role === 'candidate' &&
        others(server.log, self)
          .filter((voter) => !server.votes.has(voter))
          .map((voter) => step(server, send(voter, requestOf(server)))),
      clientRequest: (server, { self }) =>
        server.role === 'leader' && step(append(server, self, null)),
      changeMembers: (server, { self, all }) =>
        server.role === 'leader' &&
        method(
          { leaving: all('leaving'), staying: all('staying'), joining: all('joining') },
          server,
        ).map((configuration) => step(append(server, self, configuration))),
      replicate(server, { self }) {
        const { term, log, commitIndex } = server;
        return (
          server.role === 'leader' &&
          others(log, self).map((peer) =>
            step(server, send(peer, { kind: 'appendEntries', term, log, commitIndex })),
          )
        );
      },
    },
    on: {
      /** Votes for who asks first in a term, whether or not they are in its configuration. */
      requestVote(before, { from, term, lastIndex, lastTerm }) {
        const server = heed(before, term);
        const grants =
          term === server.term &&
          (server.votedFor === null || server.votedFor === from) &&
          isUpToDate(lastIndex, lastTerm, server.log);
        return grants
          ? step(server.set('votedFor', from), send(from, { kind: 'vote', term }))
          : step(server);
      },
      vote(server, { from, term }) {
        if (server.role !== 'candidate' || term < server.term) return step(server);
        return step(elect(server.set('votes', server.votes.add(from))));
      },
      /** What conflicts is replaced, and all after it; what is there already stays. */
      appendEntries(before, { from, term, log, commitIndex }) {
        const server = heed(before, term);
        if (term < server.term) return step(server);
        const isWritten = server.log.take(log.size).equals(log);
        const follower = asFollower(server).merge({
          log: isWritten ? server.log : log,
          commitIndex: max(server.commitIndex, min(commitIndex, log.size)),
        });
        return step(follower, send(from, { kind: 'appended', term, index: log.size }));
      },
      appended(server, { from, term, index }, { self }) {
        if (server.role !== 'leader' || term < server.term) return step(server);
        const known = max(index, server.matchIndex.get(from, 0));
        return step(commit(server.setIn(['matchIndex', from], known), self));
      },
    },
  });

interface Sizes {
  readonly leaving: number;
  readonly staying: number;
  readonly joining: number;
}

const roles = ({ leaving, staying, joining }: Sizes, method: Method) => ({
  leaving: { count: leaving, symmetric: true, role: server(method, true) },
  staying: { count: staying, symmetric: true, role: server(method, true) },
  joining: { count: joining, symmetric: true, role: server(method, false) },
});

const most = { from: 0, to: 5 };

/** Joint consensus. By default, those that leave are a majority of the old members, and the one that stays of the new. */
export const raftMembership = protocol({
  name: 'raft-membership',
  parameters: {
    leaving: integer(2, most),
    staying: integer(1, most),
    joining: integer(0, most),
    /** The mistake: from the old configuration straight to the new one. */
    straight: false,
  },
  roles: ({ straight, ...sizes }) => roles(sizes, joint(straight)),
});

/** One server at a time. */
export const raftOneServer = protocol({
  name: 'raft-one-server',
  parameters: {
    leaving: integer(1, most),
    staying: integer(1, most),
    joining: integer(1, most),
    /** The mistake: a change before an entry of the leader's term is committed. */
    tooEarly: false,
  },
  roles: ({ tooEarly, ...sizes }) => roles(sizes, oneServer(tooEarly)),
});
