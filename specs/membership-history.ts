import { List, Map, Record, type RecordOf } from 'immutable';
import { because, type ProcessId } from '../checker/index.ts';
import { type Configuration, type Entry, type Log, participants } from '../models/membership.ts';
import type { Server } from '../models/raft-membership.ts';

/** What a run of Raft has decided, also where no server that is up remembers it. */
interface DecidedFields {
  /** By term: the log that its leader was elected with. One, if all is well. */
  readonly elected: Map<number, List<Log>>;
  /** By index, then by entry: the first term that it was committed in. */
  readonly committed: Map<number, Map<Entry, number>>;
}
type Decided = RecordOf<DecidedFields>;
const Decided = Record<DecidedFields>({ elected: Map(), committed: Map() }, 'Decided');

type Event =
  | { readonly what: 'elected'; readonly term: number; readonly log: Log }
  | {
      readonly what: 'committed';
      readonly inTerm: number;
      readonly after: number;
      readonly entries: Log;
    };

/** An election, if the server has won one; else what it has newly committed. */
function note(before: Server, after: Server): Event | undefined {
  const { term, log, commitIndex } = after;
  if (after.role === 'leader' && before.role !== 'leader') return { what: 'elected', term, log };
  if (commitIndex <= before.commitIndex) return undefined;
  const entries = log.slice(before.commitIndex, commitIndex);
  return { what: 'committed', inTerm: term, after: before.commitIndex, entries };
}

/** Notes that an entry is committed, unless it was already, in the same term or before. */
function withCommit(
  committed: Decided['committed'],
  index: number,
  entry: Entry,
  inTerm: number,
): Decided['committed'] {
  const terms = committed.get(index, Map<Entry, number>());
  const first = terms.get(entry);
  if (first !== undefined && first <= inTerm) return committed;
  return committed.set(index, terms.set(entry, inTerm));
}

/** The history variable of both ways to change the membership. */
export const decisions = {
  initial: Decided(),
  note: { leaving: note, staying: note, joining: note },
  record: (history: Decided, event: Event): Decided => {
    if (event.what === 'elected') {
      const logs = history.elected.get(event.term, List<Log>());
      return history.merge({ elected: history.elected.set(event.term, logs.push(event.log)) });
    }
    const committed = event.entries.reduce(
      (known, entry, at) => withCommit(known, event.after + at + 1, entry, event.inTerm),
      history.committed,
    );
    return history.merge({ committed });
  },
};

/** Election safety: each term has elected one leader at most. */
export function oneLeaderATerm({ elected }: Decided) {
  const [term, logs] = elected.findEntry((logs) => logs.size > 1) ?? [];
  return term === undefined || because(`term ${term} elected ${logs?.size} leaders`);
}

/** Leader completeness: leaders of later terms were elected with every committed entry in their logs. */
export function leadersAreComplete({ elected, committed }: Decided) {
  for (const [index, terms] of committed)
    for (const [entry, inTerm] of terms) {
      const later = elected.filter((_, term) => term > inTerm);
      const lacks = (log: Log) => !entry.equals(log.get(index - 1));
      const [term, logs] = later.findEntry((logs) => logs.some(lacks)) ?? [];
      if (term === undefined) continue;
      return because(
        `${written(entry)} was committed at index ${index} in term ${inTerm}, but a leader of term ${term} was elected with the log ${logs?.find(lacks)?.map(written).join(', ') || 'empty'}`,
      );
    }
  return true;
}

/** State machine safety: one entry at most is committed at an index. */
export function oneEntryAnIndex({ committed }: Decided) {
  const [index, terms] = committed.findEntry((terms) => terms.size > 1) ?? [];
  return (
    index === undefined ||
    because(`at index ${index}, ${terms?.keySeq().map(written).join(' and ')} were committed`)
  );
}

/** By role: those that leave, stay and join, where there are any. */
interface Servers {
  readonly [role: string]: Map<ProcessId, Server>;
}

/** Every server there is. */
export const everyServer = (servers: Servers): Map<ProcessId, Server> =>
  Map<ProcessId, Server>().concat(...Object.values(servers));

/** The greatest of a measure of all servers. */
export const greatest = (servers: Servers, measure: (server: Server) => number): number =>
  everyServer(servers).map(measure).max() ?? 0;

/** How many servers ask for votes at the same time. */
export const candidates = (servers: Servers): number =>
  everyServer(servers).count(({ role }) => role === 'candidate');

/** Whether such a configuration is committed, besides the first. */
export const hasCommitted = (
  { committed }: Decided,
  which: (configuration: Configuration) => boolean,
): boolean =>
  committed.some(
    (terms, index) =>
      index > 1 &&
      terms.some((_, { configuration }) => configuration !== null && which(configuration)),
  );

/** An entry in words. */
const written = ({ term, configuration }: Entry): string =>
  `${configuration === null ? 'a command' : named(configuration)} of term ${term}`;

const named = (configuration: Configuration): string =>
  `${configuration.next === null ? 'the configuration' : 'the joint configuration'} {${participants(configuration).map(String).toArray().sort().join(' ')}}`;
