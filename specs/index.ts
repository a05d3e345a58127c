import type { Spec } from '../checker/index.ts';
import { bankTransferSpec } from './bank-transfer.ts';
import { consensusSpec } from './consensus.ts';
import { fencingSpec } from './fencing.ts';
import { lostUpdateSpec } from './lost-update.ts';
import { multiPaxosSpec } from './multi-paxos.ts';
import { paxosSpec } from './paxos.ts';
import { paxosProgressSpec } from './paxos-progress.ts';
import { paxosRefinesConsensusSpec } from './paxos-refines-consensus.ts';
import { raftSpec } from './raft.ts';
import { raftMembershipSpec } from './raft-membership.ts';
import { raftOneServerSpec } from './raft-one-server.ts';
import { raftProgressSpec } from './raft-progress.ts';
import { redisLockSpec } from './redis-lock.ts';
import { redisLockExclusionSpec } from './redis-lock-exclusion.ts';
import { sagaChoreographySpec } from './saga-choreography.ts';
import { sagaChoreographyProgressSpec } from './saga-choreography-progress.ts';
import { sagaOrchestrationSpec } from './saga-orchestration.ts';
import { sagaOrchestrationProgressSpec } from './saga-orchestration-progress.ts';
import { threePhaseCommitSpec } from './three-phase-commit.ts';
import { transactionCommitSpec } from './transaction-commit.ts';
import { twoPhaseCommitSpec } from './two-phase-commit.ts';
import { twoPhaseCommitProgressSpec } from './two-phase-commit-progress.ts';

/** Every spec there is, in the order they are listed and checked. */
export const specs: readonly Spec[] = [
  consensusSpec,
  paxosSpec,
  paxosRefinesConsensusSpec,
  paxosProgressSpec,
  multiPaxosSpec,
  raftSpec,
  raftProgressSpec,
  raftMembershipSpec,
  raftOneServerSpec,
  threePhaseCommitSpec,
  transactionCommitSpec,
  twoPhaseCommitSpec,
  twoPhaseCommitProgressSpec,
  bankTransferSpec,
  sagaOrchestrationSpec,
  sagaOrchestrationProgressSpec,
  sagaChoreographySpec,
  sagaChoreographyProgressSpec,
  lostUpdateSpec,
  redisLockSpec,
  redisLockExclusionSpec,
  fencingSpec,
];
