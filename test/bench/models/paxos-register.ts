import { Map, Record, type RecordOf, Set } from 'immutable';
import {
  calls,
  integer,
  linearizable,
  type ProcessId,
  reachable,
  register,
  type Spec,
  spec,
  vocabulary,
} from '../../../checker/index.ts';
import { client, NOTHING, type RegisterMessage, registerCalls } from './register-client.ts';

/** Ordered by round, then by the number of the server. */
interface Ballot {
  readonly round: number;
  readonly server: number;
}

interface Proposal {
  readonly request: number;
  readonly client: ProcessId;
  readonly value: string;
}

interface Accepted {
  readonly ballot: Ballot;
  readonly proposal: Proposal;
}

type Message =
  | RegisterMessage
  | { readonly kind: 'prepare'; readonly ballot: Ballot }
  | { readonly kind: 'prepared'; readonly ballot: Ballot; readonly last: Accepted | null }
  | { readonly kind: 'accept'; readonly ballot: Ballot; readonly proposal: Proposal }
  | { readonly kind: 'accepted'; readonly ballot: Ballot }
  | { readonly kind: 'decided'; readonly ballot: Ballot; readonly proposal: Proposal };

interface ServerState {
  readonly ballot: Ballot;
  readonly proposal: Proposal | null;
  /** What each server that promised had accepted before. */
  readonly prepares: Map<ProcessId, Accepted | null>;
  readonly accepts: Set<ProcessId>;
  readonly accepted: Accepted | null;
  readonly isDecided: boolean;
}
type Server = RecordOf<ServerState>;
const Server = Record<ServerState>(
  {
    ballot: { round: 0, server: 0 },
    proposal: null,
    prepares: Map(),
    accepts: Set(),
    accepted: null,
    isDecided: false,
  },
  'Server',
);

const SERVERS = 3;
const QUORUM = 2;

const isBelow = (one: Ballot, other: Ballot): boolean =>
  one.round < other.round || (one.round === other.round && one.server < other.server);

const isSame = (one: Ballot, other: Ballot): boolean =>
  one.round === other.round && one.server === other.server;

/** What was accepted at the highest ballot of those that were reported, if anything was. */
const highest = (reports: Map<ProcessId, Accepted | null>): Accepted | null =>
  reports.reduce<Accepted | null>(
    (best, one) =>
      one !== null && (best === null || isBelow(best.ballot, one.ballot)) ? one : best,
    null,
  );

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'server' | 'client'>();

/** Proposer, acceptor and learner of single-decree Paxos (Lamport, "The Part-Time Parliament"). */
const server = role<Server>({
  initial: () => Server(),
  on: {
    put: (server, { from, request, value }, { self, peers, all }) => {
      if (server.isDecided || server.proposal !== null) return false;
      const ballot = { round: server.ballot.round + 1, server: all('server').indexOf(self) };
      return step(
        server.merge({
          proposal: { request, client: from, value },
          ballot,
          prepares: Map([[self, server.accepted]]),
          accepts: Set<ProcessId>(),
        }),
        sendAll(peers, { kind: 'prepare', ballot }),
      );
    },
    get: (server, { from, request }) =>
      server.isDecided &&
      server.accepted !== null &&
      step(server, send(from, { kind: 'getOk', request, value: server.accepted.proposal.value })),
    prepare: (server, { from, ballot }) =>
      !server.isDecided &&
      isBelow(server.ballot, ballot) &&
      step(
        server.set('ballot', ballot),
        send(from, { kind: 'prepared', ballot, last: server.accepted }),
      ),
    prepared: (server, { from, ballot, last }, { self, peers }) => {
      if (server.isDecided || !isSame(ballot, server.ballot)) return false;
      const prepares = server.prepares.set(from, last);
      const next = server.set('prepares', prepares);
      const proposal = highest(prepares)?.proposal ?? server.proposal;
      if (prepares.size !== QUORUM || proposal === null) return step(next);
      return step(
        next.merge({ proposal, accepted: { ballot, proposal }, accepts: server.accepts.add(self) }),
        sendAll(peers, { kind: 'accept', ballot, proposal }),
      );
    },
    accept: (server, { from, ballot, proposal }) =>
      !server.isDecided &&
      !isBelow(ballot, server.ballot) &&
      step(
        server.merge({ ballot, accepted: { ballot, proposal } }),
        send(from, { kind: 'accepted', ballot }),
      ),
    accepted: (server, { from, ballot }, { peers }) => {
      if (server.isDecided || !isSame(ballot, server.ballot)) return false;
      const next = server.set('accepts', server.accepts.add(from));
      const { proposal } = server;
      if (next.accepts.size !== QUORUM || proposal === null) return step(next);
      return step(
        next.set('isDecided', true),
        sendAll(peers, { kind: 'decided', ballot, proposal }),
        send(proposal.client, { kind: 'putOk', request: proposal.request }),
      );
    },
    decided: (server, { ballot, proposal }) =>
      !server.isDecided &&
      step(server.merge({ ballot, accepted: { ballot, proposal }, isDecided: true })),
  },
});

const paxosRegister = protocol({
  name: 'paxos register',
  parameters: { clients: integer(2, { from: 1, to: 6 }) },
  roles: ({ clients }) => ({
    server: { count: SERVERS, role: server },
    client: { count: clients, role: client },
  }),
});

const specThat = (keep: 'history' | 'monitor'): Spec => {
  const observed = calls(paxosRegister, {
    object: register(NOTHING),
    clients: { client: registerCalls },
    keep,
  });
  return spec(observed, {
    about: 'a register decided by single-decree Paxos, for comparison with other checkers',
    ignored: 'kept',
    properties: [
      linearizable('the register is linearizable', observed),
      reachable('a client is told what was put', (_, { inFlight }) =>
        inFlight.some(
          ({ message }) =>
            message.kind === 'getOk' && 'value' in message && message.value !== NOTHING,
        ),
      ),
    ],
  });
};

export const paxosRegisterSpec: Spec = specThat('history');
export const monitoredPaxosSpec: Spec = specThat('monitor');
