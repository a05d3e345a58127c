/**
 * What Paxos and Multi-Paxos share: ballots, the proposals made in them, and majorities. A ballot is
 * the number of a proposal (Lamport, "Paxos Made Simple", section 2.2).
 */
import { Record, type RecordOf } from 'immutable';
import { type ProcessId, type Rising, rising } from '../checker/index.ts';

/** Ballots rise: they are compared, and there is a next one. No ballot is below all of them. */
export type Ballot = Rising<'ballot'>;
export const Ballot = rising('ballot', { from: 1 });

export type Value = string;

/** A value with the ballot it is proposed in. */
export type Proposal = RecordOf<{ readonly ballot: Ballot; readonly value: Value }>;
export const Proposal = Record({ ballot: Ballot.none, value: '' }, 'Proposal');

/** The first ballot that a proposer owns: each has its own, the first proposer 1, the second 2 and so on. */
export const firstBallot = (self: ProcessId, proposers: readonly ProcessId[]): Ballot =>
  Ballot.at(proposers.indexOf(self) + 1);

/**
 * The next ballot that a proposer owns, after the present one. Of two proposers, the first owns 1, 3, 5 and so
 * on, the second 2, 4, 6.
 */
export const ballotAfter = (
  ballot: Ballot,
  self: ProcessId,
  proposers: readonly ProcessId[],
): Ballot =>
  ballot === Ballot.none
    ? firstBallot(self, proposers)
    : proposers.reduce(({ next }) => next, ballot);

/** The proposal of the highest ballot; undefined if there is none. */
export const highest = (proposals: Iterable<Proposal>): Proposal | undefined => {
  const [first, ...others] = proposals;
  if (first === undefined) return undefined;
  return others.reduce((best, one) => (one.ballot > best.ballot ? one : best), first);
};

/** The proposal of the lowest ballot; undefined if there is none. */
export const lowest = (proposals: Iterable<Proposal>): Proposal | undefined => {
  const [first, ...others] = proposals;
  if (first === undefined) return undefined;
  return others.reduce((best, one) => (one.ballot < best.ballot ? one : best), first);
};

/** Whether so many are a majority; any two majorities have a member in common. */
export const isMajority = (count: number, all: number): boolean => count * 2 > all;
