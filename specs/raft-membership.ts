import {
  atMostOverall,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  reachableStep,
  type Spec,
  spec,
} from '../checker/index.ts';
import { configurationIn } from '../models/membership.ts';
import { raftMembership } from '../models/raft-membership.ts';
import { decisions } from './membership-history.ts';
import {
  candidates,
  hasCommitted,
  highestTerm,
  leadersAreComplete,
  longestLog,
  oneEntryAnIndex,
  oneLeaderATerm,
} from './membership-properties.ts';

const noFaults = { loss: 0, crash: 0, restart: 0 };

/**
 * Three servers become one, so that the majorities of the old and of the new configuration can be
 * disjoint. The bounds show two terms and the whole change, but not with commands between its entries; one
 * message in flight, which may come late but is not overtaken, as it is without faults by
 * `--set inFlight=2 --set candidates=1`; no server with an empty log, which
 * the variant and `raft-one-server` have, and so has this spec with four servers and one candidate at a
 * time: `--set joining=1 --set candidates=1 --set loss=0 --set crash=0`.
 */
export const raftMembershipSpec: Spec = spec(observe(raftMembership, decisions), {
  about: 'Raft: change of membership by joint consensus (Ongaro and Ousterhout)',
  properties: [
    invariant('at most one leader is elected in a term', oneLeaderATerm),
    invariant('later leaders have every committed entry', leadersAreComplete),
    invariant('one entry is committed at an index', oneEntryAnIndex),

    reachable('the joint configuration is committed', (_, { history }) =>
      hasCommitted(history, ({ next }) => next !== null),
    ),
    reachable('the new configuration is committed', (_, { history }) =>
      hasCommitted(history, ({ next }) => next === null),
    ),
    reachable('a leader is elected with the joint configuration', (_, { history }) =>
      history.elected.some((logs) => logs.some((log) => configurationIn(log).next !== null)),
    ),
    reachableStep(
      'a leader steps down when the new members do without it',
      eachStep(
        'leaving',
        (before, after) =>
          before.role === 'leader' &&
          after.role === 'follower' &&
          after.term === before.term &&
          after.commitIndex > before.commitIndex,
      ),
    ),
  ],
  faults: { loss: 1, crash: 1, restart: 1 },
  bounds: {
    maxTerm: atMostOverall(2, highestTerm),
    maxLog: atMostOverall(3, longestLog),
    candidates: atMostOverall(2, candidates),
    inFlight: messagesInFlight(1),
  },
  variants: {
    // The paper's figure 10, with fewer servers.
    'straight-to-the-new-configuration': {
      set: { straight: true, joining: 1, maxLog: 2, ...noFaults },
      violates: 'at most one leader is elected in a term',
    },
  },
});
