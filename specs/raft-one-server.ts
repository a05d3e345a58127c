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
import { decisions } from './membership-history.ts';
import {
  candidates,
  everyServer,
  hasCommitted,
  highestTerm,
  leadersAreComplete,
  longestLog,
  oneEntryAnIndex,
  oneLeaderATerm,
} from './membership-properties.ts';

const noFaults = { loss: 0, crash: 0, restart: 0 };

/**
 * Two servers become two others, by adding one and removing one in either order. The bounds show two terms
 * and one message in flight, which may come late but is not overtaken, as it is by
 * `--set inFlight=2 --set candidates=1 --set loss=0`. In so few servers and terms nothing
 * goes wrong without the rule of the leader's own term; the variant has the servers that it takes, and no log
 * in which the rule could be kept and two leaders change something.
 */
export const raftOneServerSpec: Spec = spec(observe(raftOneServer, decisions), {
  about: 'Raft: change of membership by one server at a time (Ongaro)',
  properties: [
    invariant('at most one leader is elected in a term', oneLeaderATerm),
    invariant('later leaders have every committed entry', leadersAreComplete),
    invariant('one entry is committed at an index', oneEntryAnIndex),

    reachable('a server is added', (_, { history }) =>
      hasCommitted(history, ({ members }) => members.size === 3),
    ),
    reachable('a server is removed', (_, { history }) =>
      hasCommitted(history, ({ members }) => members.size === 1),
    ),
    reachable('one server is added, and then another is removed', (_, { history }) =>
      [3, 2].every((size) => hasCommitted(history, ({ members }) => members.size === size)),
    ),
    reachable('a server that was no member at first leads', (servers) =>
      everyServer(servers).some(
        ({ role, log }, self) =>
          role === 'leader' && !log.first()?.configuration?.members.has(self),
      ),
    ),
  ],
  faults: { loss: 1, crash: 1, restart: 1 },
  bounds: {
    maxTerm: atMostOverall(2, highestTerm),
    maxLog: atMostOverall(4, longestLog),
    candidates: atMostOverall(2, candidates),
    inFlight: messagesInFlight(1),
  },
  variants: {
    // Two leaders each remove the other from four, by majorities that are disjoint.
    'change-before-an-entry-of-the-term': {
      set: {
        tooEarly: true,
        leaving: 2,
        staying: 2,
        joining: 0,
        maxTerm: 3,
        maxLog: 2,
        candidates: 1,
        ...noFaults,
      },
      violates: 'later leaders have every committed entry',
    },
  },
});
