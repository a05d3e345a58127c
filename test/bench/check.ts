import { runHere } from '../../checker/cli/node.ts';

/** The specs that are benchmarks, as a command: `npm run bench` times it as a whole, from its start to its end. */
void runHere('check', async () => [
  (await import('./models/mill.ts')).millSpec,
  (await import('./models/paxos-register.ts')).paxosRegisterSpec,
  (await import('./models/single-copy-register.ts')).singleCopyRegisterSpec,
  (await import('./models/two-phase-commit.ts')).twoPhaseCommitSpec,
  (await import('../../specs/raft.ts')).raftSpec,
]);
