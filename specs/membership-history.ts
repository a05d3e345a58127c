import { List, Map, Record, type RecordOf } from 'immutable';
import type { Entry, Log } from '../models/membership.ts';
import type { Server } from '../models/raft-membership.ts';

/** What a run of Raft has decided, also where no server that is up remembers it. */
interface DecidedFields {
  /** By term: the log that its leader was elected with. One, if all is well. */
  readonly elected: Map<number, List<Log>>;
  /** By index, then by entry: the first term that it was committed in. */
  readonly committed: Map<number, Map<Entry, number>>;
}
export type Decided = RecordOf<DecidedFields>;
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
