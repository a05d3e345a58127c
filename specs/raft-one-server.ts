import {
  atMostOverall,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { raftOneServer } from '../models/raft-membership.ts';
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

export const raftOneServerSpec: Spec = spec(observe(raftOneServer, decisions), {
  about: 'Raft: change of membership by one server at a time (Ongaro)',
  properties: [
    invariant('at most one leader is elected in a term', (_, { history }) =>
      oneLeaderATerm(history),
    ),
    invariant('later leaders have every committed entry', (_, { history }) =>
      leadersAreComplete(history),
    ),
    invariant('one entry is committed at an index', (_, { history }) => oneEntryAnIndex(history)),

    reachable('a server is added', ({ leaving, joining }, { history }) =>
      isCommitted(
        history,
        ({ members }) =>
          joining.keySeq().every((one) => members.has(one)) &&
          leaving.keySeq().every((one) => members.has(one)),
      ),
    ),
  ],
  bounds: {
    maxTerm: atMostOverall(2, (servers) => greatest(servers, ({ term }) => term)),
    maxLog: atMostOverall(4, (servers) => greatest(servers, ({ log }) => log.size)),
    rivals: atMostOverall(2, (servers) =>
      everyServer(servers).count(({ role }) => role !== 'follower'),
    ),
    inFlight: messagesInFlight(1),
  },
  variants: {
    'change-before-an-entry-of-the-term': {
      set: { tooEarly: true, staying: 3, maxTerm: 3, maxLog: 2, ...noFaults },
      violates: 'later leaders have every committed entry',
    },
  },
});
