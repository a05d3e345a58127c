import type { Spec } from '../../checker/spec/spec.ts';
import { raftSpec } from '../../specs/raft.ts';
import { millSpec } from './models/mill.ts';
import { paxosRegisterSpec } from './models/paxos-register.ts';
import { singleCopyRegisterSpec } from './models/single-copy-register.ts';
import { twoPhaseCommitSpec } from './models/two-phase-commit.ts';

/** One thing measured. */
export interface Case {
  readonly name: string;
  readonly spec: Spec;
  readonly settings?: Readonly<Record<string, number>>;
  readonly workers?: number;
  readonly symmetry?: boolean;
  readonly compact?: boolean;
  /** Whether the command that asks the same is timed as a whole, too, with as many threads as it takes by itself. */
  readonly isCommand?: boolean;
  /** Bounds at which the reference explorer ends soon; it knows nothing of symmetry. */
  readonly small?: Readonly<Record<string, number>>;
}

const small = { maxTerm: 1, maxLog: 1, duplication: 0, loss: 0 };

export const CASES: readonly Case[] = [
  {
    name: 'two-phase commit, 9 managers',
    spec: twoPhaseCommitSpec,
    settings: { managers: 9 },
    small: { managers: 7 },
  },
  {
    name: 'two-phase commit, 9 managers, compact',
    spec: twoPhaseCommitSpec,
    settings: { managers: 9 },
    compact: true,
  },
  {
    name: 'two-phase commit, 9 managers, 2 workers',
    spec: twoPhaseCommitSpec,
    settings: { managers: 9 },
    workers: 2,
  },
  {
    name: 'two-phase commit, 10 managers, 2 workers',
    spec: twoPhaseCommitSpec,
    settings: { managers: 10 },
    workers: 2,
  },
  {
    name: 'two-phase commit, 10 managers, symmetry',
    spec: twoPhaseCommitSpec,
    settings: { managers: 10 },
    symmetry: true,
  },
  { name: 'raft, default bounds, no symmetry', spec: raftSpec, small },
  { name: 'raft, default bounds, no symmetry, 2 workers', spec: raftSpec, workers: 2 },
  { name: 'raft, default bounds, symmetry', spec: raftSpec, symmetry: true, isCommand: true },
  {
    name: 'paxos register, 3 clients',
    spec: paxosRegisterSpec,
    settings: { clients: 3 },
    small: { clients: 2 },
    isCommand: true,
  },
  {
    name: 'paxos register, 4 clients',
    spec: paxosRegisterSpec,
    settings: { clients: 4 },
  },
  {
    name: 'single-copy register, 4 clients',
    spec: singleCopyRegisterSpec,
    settings: { clients: 4 },
    small: { clients: 3 },
    isCommand: true,
  },
  // Alone as it is measured; as a command, by all threads.
  { name: 'mill, functions that take their time', spec: millSpec, isCommand: true },
];
