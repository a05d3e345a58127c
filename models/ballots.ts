/**
 * What Paxos and Multi-Paxos share: ballots, the proposals made in them, and majorities. A ballot is
 * the number of a proposal (Lamport, "Paxos Made Simple", section 2.2).
 */
import { Record, type RecordOf } from 'immutable';
import type { ProcessId } from '../checker/index.ts';

export type Value = string;

/** A value with the ballot it is proposed in. */
export type Proposal = RecordOf<{ readonly ballot: number; readonly value: Value }>;
export const Proposal = Record({ ballot: 0, value: '' }, 'Proposal');

/**
 * The next ballot that a proposer owns, after the present one. Each has its own: the first of two
 * proposers 1, 3, 5 and so on, the second 2, 4, 6.
 */
export function ballotAfter(
  ballot: number,
  self: ProcessId,
  proposers: readonly ProcessId[],
): number {
  if (ballot === 0) return proposers.indexOf(self) + 1;
  return ballot + proposers.length;
}

/** The proposal of the highest ballot; undefined if there is none. */
export const highest = (proposals: Iterable<Proposal>): Proposal | undefined => {
  const [first, ...others] = proposals;
  if (first === undefined) return undefined;
  return others.reduce((best, one) => (one.ballot > best.ballot ? one : best), first);
};

/** Whether so many are a majority; any two majorities have a member in common. */
export const isMajority = (count: number, all: number): boolean => count * 2 > all;
