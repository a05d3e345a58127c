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
  decisions,
  everyServer,
  greatest,
  isCommitted,
  leadersAreComplete,
  oneEntryAnIndex,
  oneLeaderATerm,
} from './membership-history.ts';

const noFaults = { loss: 0, duplication: 0, crash: 0, restart: 0 };

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
      isCommitted(history, ({ next }) => next !== null),
    ),
    reachable('the new configuration is committed', ({ joining }, { history }) =>
      isCommitted(history, ({ members }) => joining.keySeq().every((one) => members.has(one))),
    ),
    reachable(
      'a leader is elected by majorities of the old and the new members',
      (_, { history }) =>
        history.elected.some((logs) => logs.some((log) => configurationIn(log).next !== null)),
    ),
    reachable('a server that was no member before leads', ({ joining }) =>
      joining.some(({ role }) => role === 'leader'),
    ),
    reachable('a leader steps down when the new members do without it', ({ leaving }) =>
      leaving.some(
        ({ role, log, commitIndex }, self) =>
          role === 'follower' &&
          commitIndex === log.size &&
          log.last()?.term === 1 &&
          !configurationIn(log).members.has(self),
      ),
    ),
  ],
  bounds: {
    maxTerm: atMostOverall(2, (servers) => greatest(servers, ({ term }) => term)),
    maxLog: atMostOverall(3, (servers) => greatest(servers, ({ log }) => log.size)),
    rivals: atMostOverall(2, (servers) =>
      everyServer(servers).count(({ role }) => role !== 'follower'),
    ),
    inFlight: messagesInFlight(1),
  },
  variants: {
    'straight-to-the-new-configuration': {
      set: { straight: true, maxLog: 2, ...noFaults },
      violates: 'at most one leader is elected in a term',
    },
  },
});
