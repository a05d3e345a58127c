import { Map, Record, type RecordOf, Set } from 'immutable';
import type { ProcessId } from '../checker/index.ts';
import { Ballot, isMajority, type Proposal, type Value } from '../models/ballots.ts';
import type { Acceptor } from '../models/paxos.ts';

/** What acceptors have done in a run, also where they do not remember it. */
interface BallotsFields {
  /** Who has accepted which proposal. */
  readonly votes: Map<Proposal, Set<ProcessId>>;
  /** The highest ballot that each acceptor has promised to take part in. */
  readonly promised: Map<ProcessId, Ballot>;
  /** Who has accepted which proposal below a promise of its own. */
  readonly broken: Map<ProcessId, Proposal>;
}
type Ballots = RecordOf<BallotsFields>;
const Ballots = Record<BallotsFields>({ votes: Map(), promised: Map(), broken: Map() }, 'Ballots');

/** An acceptor has promised a ballot, and perhaps accepted the proposal in it. */
interface Answer {
  readonly by: ProcessId;
  readonly ballot: Ballot;
  readonly accepted: Proposal | null;
}

/** The history variable of Paxos. */
export const ballots = {
  initial: Ballots(),
  note: {
    acceptor: (before: Acceptor, after: Acceptor, by: ProcessId): Answer | undefined => {
      const accepts = after.accepted !== null && !after.accepted.equals(before.accepted);
      if (!accepts && after.promised <= before.promised) return undefined;
      return { by, ballot: after.promised, accepted: accepts ? after.accepted : null };
    },
  },
  record: (history: Ballots, { by, ballot, accepted }: Answer): Ballots => {
    const promised = history.promised.get(by, Ballot.none);
    const next =
      ballot > promised ? history.set('promised', history.promised.set(by, ballot)) : history;
    if (accepted === null) return next;
    const votes = next.votes.update(accepted, Set<ProcessId>(), (voters) => voters.add(by));
    const broken = ballot < promised ? next.broken.set(by, accepted) : next.broken;
    return next.merge({ votes, broken });
  },
};

/** The values that a majority of the acceptors has accepted in one ballot. */
export const chosen = ({ votes }: Ballots, acceptors: Map<ProcessId, Acceptor>): Set<Value> =>
  votes
    .filter((voters) => isMajority(voters.size, acceptors.size))
    .keySeq()
    .map(({ value }) => value)
    .toSet();
