import {
  atMostOverall,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { configurationIn } from '../models/membership.ts';
import { raftMembership } from '../models/raft-membership.ts';
import {
  candidates,
  decisions,
  everyServer,
  greatest,
  hasCommitted,
  leadersAreComplete,
  oneEntryAnIndex,
  oneLeaderATerm,
} from './membership-history.ts';

const noFaults = { loss: 0, crash: 0, restart: 0 };

/**
 * Three servers become one, so that the majorities of the old and of the new configuration can be
 * disjoint. The bounds show two terms and the whole change, but not with commands between its entries; one
 * message in flight, which may come late but is not overtaken; no server with an empty log, which
 * the variant and `raft-one-server` have, and so has this spec with four servers and one candidate at a
 * time: `--set joining=1 --set candidates=1 --set loss=0 --set crash=0`.
 */
export const raftMembershipSpec: Spec = spec(observe(raftMembership, decisions), {
  about: 'Raft: change of membership by joint consensus (Ongaro and Ousterhout)',
  properties: [
    invariant('at most one leader is elected in a term', (_, { history }) =>
      oneLeaderATerm(history),
    ),
    invariant('later leaders have every committed entry', (_, { history }) =>
      leadersAreComplete(history),
    ),
    invariant('one entry is committed at an index', (_, { history }) => oneEntryAnIndex(history)),

    reachable('the joint configuration is committed', (_, { history }) =>
      hasCommitted(history, ({ next }) => next !== null),
    ),
    reachable('the new configuration is committed', (_, { history }) =>
      hasCommitted(history, ({ next }) => next === null),
    ),
    reachable('a leader is elected with the joint configuration', (_, { history }) =>
      history.elected.some((logs) => logs.some((log) => configurationIn(log).next !== null)),
    ),
    reachable('a leader steps down when the new members do without it', (servers) =>
      everyServer(servers).some(
        ({ role, log, commitIndex }, self) =>
          role === 'follower' &&
          log.size === 3 &&
          commitIndex === log.size &&
          log.last()?.term === 1 &&
          !configurationIn(log).members.has(self),
      ),
    ),
  ],
  faults: { loss: 1, crash: 1, restart: 1 },
  bounds: {
    maxTerm: atMostOverall(2, (servers) => greatest(servers, ({ term }) => term)),
    maxLog: atMostOverall(3, (servers) => greatest(servers, ({ log }) => log.size)),
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
