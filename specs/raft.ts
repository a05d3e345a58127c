import { List, Map, Record } from 'immutable';
import {
  atMost,
  because,
  each,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import { raft, type Server, Term } from '../models/raft.ts';

type Log = List<Term>;

/** What the run has decided, also where no server that is up remembers it. */
interface Decided {
  /** By term: the log that its leader was elected with. One, if all is well. */
  readonly elected: Map<Term, List<Log>>;
  /** By index, then by the term of the entry: the first term that it was committed in. */
  readonly committed: Map<number, Map<Term, Term>>;
}
const Decided = Record<Decided>({ elected: Map(), committed: Map() }, 'Decided');

type Event =
  | { readonly what: 'elected'; readonly term: Term; readonly log: Log }
  | {
      readonly what: 'committed';
      readonly inTerm: Term;
      readonly after: number;
      readonly entries: Log;
    };

/** Notes that an entry is committed, unless it was already, in the same term or before. */
function withCommit(
  committed: Decided['committed'],
  index: number,
  entry: Term,
  inTerm: Term,
): Decided['committed'] {
  const terms = committed.get(index, Map<Term, Term>());
  const first = terms.get(entry);
  if (first !== undefined && first <= inTerm) return committed;
  return committed.set(index, terms.set(entry, inTerm));
}

const observed = observe(raft, {
  initial: Decided(),
  note: {
    server: (before, after): Event | undefined => {
      const { term, log, commitIndex } = after;
      if (after.role === 'leader' && before.role !== 'leader')
        return { what: 'elected', term, log };
      if (commitIndex <= before.commitIndex) return undefined;
      const entries = log.slice(before.commitIndex, commitIndex);
      return { what: 'committed', inTerm: term, after: before.commitIndex, entries };
    },
  },
  record: (history, event) => {
    if (event.what === 'elected') {
      const logs = history.elected.get(event.term, List<Log>());
      return history.setIn(['elected', event.term], logs.push(event.log));
    }
    const committed = event.entries.reduce(
      (known, entry, at) => withCommit(known, event.after + at + 1, entry, event.inTerm),
      history.committed,
    );
    return history.set('committed', committed);
  },
});

function* electionsOf({ elected }: Decided) {
  for (const [term, logs] of elected) for (const log of logs) yield { term, log };
}

function* commitsOf({ committed }: Decided) {
  for (const [index, terms] of committed)
    for (const [entry, inTerm] of terms) yield { index, entry, inTerm };
}

/** Who leads a term at present, in words. */
const leading = (servers: Map<ProcessId, Server>, term: Term): string =>
  servers
    .filter((server) => server.role === 'leader' && server.term === term)
    .keySeq()
    .join(' and ') || 'nobody';

/** Whether a log begins with all of another. */
const beginsWith = (log: Log, start: Log): boolean => log.take(start.size).equals(start);

const written = (log: Log): string => `[${log.join(' ')}]`;

/** The last index at which both logs have an entry of the same term, 0 if there is none. */
const lastShared = (one: Log, other: Log): number =>
  one.findLastIndex((term, at) => other.get(at) === term) + 1;

/**
 * The bounds show two elections, one after the other or against each other, with a fault of each kind
 * anywhere, and two entries: so a log that diverges and is repaired. Two messages in flight overtake each
 * other, but one candidate's requests fill the network: `--set inFlight=3 --set maxTerm=3 --set maxLog=1`
 * without faults shows more of elections that overlap. The paper's figure 8 takes four terms:
 * `--set maxTerm=4` without faults. None of this shows a leader that walks back over a long log.
 */
export const raftSpec: Spec = spec(observed, {
  about: 'Raft: leader election and log replication (Ongaro and Ousterhout)',
  properties: [
    // The five guarantees of the paper's figure 3, then what its figure 2 says of term and commitIndex.
    invariant('at most one leader is elected in a term', (view, { history }) => {
      const [term, logs] = history.elected.findEntry((logs) => logs.size > 1) ?? [];
      return (
        term === undefined ||
        because(
          `term ${term} elected ${logs?.size} leaders; at present it is led by ${leading(view.server, term)}`,
        )
      );
    }),
    stepInvariant(
      'a leader only appends to its log',
      eachStep(
        'server',
        (before, after) =>
          before.role !== 'leader' ||
          after.term > before.term ||
          beginsWith(after.log, before.log) ||
          because(
            `leader of term ${before.term}, it had ${written(before.log)} and now has ${written(after.log)}`,
          ),
      ),
    ),
    invariant(
      'logs that share an entry are equal up to it',
      eachPair('server', (one, other) => {
        const shared = lastShared(one.log, other.log);
        return (
          one.log.take(shared).equals(other.log.take(shared)) ||
          because(
            `their logs ${written(one.log)} and ${written(other.log)} have the same entry at index ${shared}, and different ones before it`,
          )
        );
      }),
    ),
    invariant('later leaders have every committed entry', (view, { history }) => {
      for (const { index, entry, inTerm } of commitsOf(history))
        for (const { term, log } of electionsOf(history))
          if (term > inTerm && log.get(index - 1) !== entry)
            return because(
              `entry ${index} of term ${entry} was committed in term ${inTerm}, but a leader of term ${term} was elected with the log ${written(log)}; at present term ${term} is led by ${leading(view.server, term)}`,
            );
      return true;
    }),
    invariant('servers commit the same entry at an index', (view, { history }) => {
      const [index, terms] = history.committed.findEntry((terms) => terms.size > 1) ?? [];
      if (index === undefined) return true;
      const holders = view.server.filter(({ commitIndex }) => commitIndex >= index);
      const held = holders.map(({ log }, self) => `${self} of term ${log.get(index - 1)}`);
      return because(
        `at index ${index}, entries of the terms ${terms?.keySeq().join(' and ')} were committed; now committed there: ${held.join(', ')}`,
      );
    }),
    stepInvariant(
      'terms never fall',
      eachStep(
        'server',
        (before, after) =>
          after.term >= before.term ||
          because(`it went from term ${before.term} back to ${after.term}`),
      ),
    ),
    stepInvariant(
      'the commit index never falls, except by a crash',
      eachStep(
        'server',
        (before, after, about) =>
          after.commitIndex >= before.commitIndex ||
          about.kind === 'crash' ||
          because(`it went from commit index ${before.commitIndex} to ${after.commitIndex}`),
      ),
    ),

    reachable(
      'there is a leader of term 2 after a crash',
      each(
        'server',
        ({ role, term }, { world }) =>
          role === 'leader' && term === Term.at(2) && world.faults.crash > 0,
      ),
    ),
    reachable('a vote is split', ({ server }) => {
      const votes = server.countBy(({ votedFor }) => votedFor);
      const terms = server.countBy(({ term }) => term);
      return (
        terms.size === 1 && !votes.has(null) && votes.every((count) => count * 2 <= server.size)
      );
    }),
    reachableStep(
      'a follower drops an entry that conflicts with its leader',
      eachStep('server', (before, after) => !beginsWith(after.log, before.log)),
    ),
    reachableStep(
      'a leader walks back to where a follower agrees',
      eachStep('server', (before, after) =>
        after.nextIndex.some((index, peer) => index < before.nextIndex.get(peer, 0)),
      ),
    ),
    reachable(
      'an entry is committed',
      each('server', ({ commitIndex }) => commitIndex > 0),
    ),
    reachable(
      'every server has committed an entry after a restart',
      ({ server }, { faults }) =>
        faults.restart > 0 && server.every(({ commitIndex }) => commitIndex > 0),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  bounds: {
    maxTerm: atMost(2, 'server', ({ term }) => term),
    maxLog: atMost(2, 'server', ({ log }) => log.size),
    inFlight: messagesInFlight(2),
  },
  // No faults where none are needed, and room in the network where that makes the trace shorter.
  variants: {
    'vote-not-durable': {
      set: { voteNotDurable: true, maxTerm: 1, maxLog: 0, inFlight: 3, loss: 0, duplication: 0 },
      violates: 'at most one leader is elected in a term',
    },
    'votes-for-stale-logs': {
      set: { votesForStaleLogs: true, maxLog: 1, inFlight: 3, loss: 0, duplication: 0, crash: 0 },
      violates: 'later leaders have every committed entry',
    },
    // Figure 8 of the paper.
    'commits-earlier-terms': {
      set: { commitsEarlierTerms: true, maxTerm: 4, maxLog: 1, loss: 0, duplication: 0, crash: 0 },
      violates: 'later leaders have every committed entry',
    },
    'no-previous-entry-check': {
      set: {
        noPreviousEntryCheck: true,
        maxTerm: 3,
        inFlight: 3,
        loss: 0,
        duplication: 0,
        crash: 0,
      },
      violates: 'logs that share an entry are equal up to it',
    },
    // Of four servers, two are no majority: each half elects a leader.
    'wrong-majority': {
      set: {
        halfIsMajority: true,
        servers: 4,
        maxTerm: 1,
        inFlight: 6,
        loss: 0,
        duplication: 0,
        crash: 0,
      },
      violates: 'at most one leader is elected in a term',
    },
    'leader-overwrites-its-log': {
      set: { leaderOverwritesItsLog: true, inFlight: 4, loss: 0, duplication: 0, crash: 0 },
      violates: 'a leader only appends to its log',
    },
  },
});
