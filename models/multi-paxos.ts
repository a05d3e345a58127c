/**
 * Multi-Paxos: a leader gets acceptors to choose one command after another, each by an instance of
 * Paxos, and replicas apply them in order. Follows Lamport, "Paxos Made Simple", section 3: phase 1
 * is executed once for all instances, when a leader is new; then each command takes phase 2 alone.
 *
 * Instances may be chosen out of order, so that there are gaps. A new leader finishes every instance
 * that a promise tells of, and fills the gaps before them with commands that do nothing.
 *
 * Left out: how a leader is elected. Any may try at any moment, and start its next ballot at any
 * moment. Clients decide nothing: a command is named after the leader that it was given to and its instance.
 * Simplified: the leader is the learner, and tells the replicas; phase 1 is for all instances, also
 * for those that the leader knows to be chosen. A message is sent once: what is lost is done again by
 * the next leader.
 */
import { List, Map, Record, type RecordOf, Set } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import { Ballot, ballotAfter, highest, isMajority, Proposal, type Value } from './ballots.ts';

/** By instance, from 1 on: the proposal of the highest ballot that an acceptor has accepted. */
type Accepted = Map<number, Proposal>;

type Message =
  | { readonly kind: 'prepare'; readonly ballot: Ballot }
  | { readonly kind: 'promise'; readonly ballot: Ballot; readonly accepted: Accepted }
  | { readonly kind: 'accept'; readonly instance: number; readonly proposal: Proposal }
  | { readonly kind: 'accepted'; readonly instance: number; readonly ballot: Ballot }
  | { readonly kind: 'refused'; readonly ballot: Ballot }
  | { readonly kind: 'chosen'; readonly instance: number; readonly value: Value };

/** What a leader knows of an instance: the value it proposes, and who has accepted it until it is chosen. */
interface SlotState {
  readonly value: Value;
  readonly stage: 'open' | 'proposed' | 'chosen';
  readonly votes: Set<ProcessId>;
}
export type Slot = RecordOf<SlotState>;
export const Slot = Record<SlotState>({ value: '', stage: 'open', votes: Set() }, 'Slot');

interface LeaderState {
  readonly phase: 'idle' | 'preparing' | 'leading' | 'refused';
  readonly ballot: Ballot;
  /** In phase 1: what each acceptor that has promised had accepted before. */
  readonly promises: Map<ProcessId, Accepted>;
  /** In phase 2: by instance, from 1 on, without gaps. */
  readonly slots: Map<number, Slot>;
}
export type Leader = RecordOf<LeaderState>;
export const Leader = Record<LeaderState>(
  { phase: 'idle', ballot: Ballot.none, promises: Map(), slots: Map() },
  'Leader',
);

interface AcceptorState {
  /** The highest ballot it has answered, in any instance: it takes part in no lower one. */
  readonly promised: Ballot;
  readonly accepted: Accepted;
}
export type Acceptor = RecordOf<AcceptorState>;
export const Acceptor = Record<AcceptorState>(
  { promised: Ballot.none, accepted: Map() },
  'Acceptor',
);

interface ReplicaState {
  /** By instance: what it was told. There may be gaps. */
  readonly chosen: Map<number, Value>;
  /** The commands applied, in the order of their instances. */
  readonly applied: List<Value>;
}
export type Replica = RecordOf<ReplicaState>;
export const Replica = Record<ReplicaState>({ chosen: Map(), applied: List() }, 'Replica');

/** The command that does nothing. */
export const NO_OP: Value = 'no-op';

/** What is said of the commands that were given to each leader, in their order. */
const CLIENTS = ['X', 'Y', 'Z'];

/** Ways to get it wrong, each a switch. */
const mistakes = {
  skipsPhaseOne: false,
  forgetsOpenInstances: false,
  appliesPastGaps: false,
  oneVoteIsEnough: false,
};
type Mistakes = typeof mistakes;

const { role, protocol, step, send, sendAll } = vocabulary<
  Message,
  'leader' | 'acceptor' | 'replica'
>();

/** The instances a new leader has to finish: with what may have been chosen, or with nothing in the gaps. */
function openInstances(promises: Map<ProcessId, Accepted>): Map<number, Slot> {
  const known = promises.valueSeq().toArray();
  const last = known.flatMap((accepted) => [...accepted.keys()]).reduce(max, 0);
  const instances = Array.from({ length: last }, (_, at) => at + 1);
  return Map(
    instances.map((instance): [number, Slot] => {
      const proposals = known.flatMap((accepted) => accepted.get(instance) ?? []);
      return [instance, Slot({ value: highest(proposals)?.value ?? NO_OP })];
    }),
  );
}

/** `Math` is kept out of models. */
const max = (a: number, b: number): number => (a > b ? a : b);

/** Phase 2a: asks the acceptors to accept a value in an instance. */
const propose = (leader: Leader, instance: number, value: Value, to: readonly ProcessId[]) =>
  step(
    leader.setIn(['slots', instance], Slot({ value, stage: 'proposed' })),
    sendAll(to, { kind: 'accept', instance, proposal: Proposal({ ballot: leader.ballot, value }) }),
  );

const leader = (mistakes: Mistakes) =>
  role({
    initial: () => Leader(),
    durable: ['ballot'],
    actions: {
      /** Phase 1a: asks the acceptors to take part in its next ballot, in all instances, and in no lower one. */
      campaign(leader, { self, all }) {
        const ballot = ballotAfter(leader.ballot, self, all('leader'));
        return mistakes.skipsPhaseOne
          ? step(Leader({ phase: 'leading', ballot }))
          : step(
              Leader({ phase: 'preparing', ballot }),
              sendAll(all('acceptor'), { kind: 'prepare', ballot }),
            );
      },
      /** Takes a client's command for the next instance, whether or not those before are chosen. */
      request(leader, { self, all }) {
        if (leader.phase !== 'leading') return false;
        const instance = leader.slots.size + 1;
        const value = `${CLIENTS[all('leader').indexOf(self)]}${instance}`;
        return propose(leader, instance, value, all('acceptor'));
      },
      /** Goes on with an instance that it found open, in whatever order. */
      complete: (leader, { all }) =>
        leader.slots
          .filter(({ stage }) => stage === 'open')
          .toArray()
          .map(([instance, { value }]) => propose(leader, instance, value, all('acceptor'))),
    },
    on: {
      /** Leads once a majority has promised. */
      promise(leader, { from, ballot, accepted }, { all }) {
        if (leader.phase !== 'preparing' || ballot !== leader.ballot) return step(leader);
        const promises = leader.promises.set(from, accepted);
        if (!isMajority(promises.size, all('acceptor').length))
          return step(leader.set('promises', promises));
        const slots = mistakes.forgetsOpenInstances ? Map<number, Slot>() : openInstances(promises);
        return step(Leader({ phase: 'leading', ballot, slots }));
      },
      /** Once a majority has accepted the value of an instance, it is chosen: tells the replicas. */
      accepted(leader, { from, instance, ballot }, { all }) {
        const slot = leader.slots.get(instance);
        if (ballot !== leader.ballot || slot?.stage !== 'proposed') return step(leader);
        const { value, votes } = slot;
        const voters = votes.add(from);
        return isMajority(voters.size, all('acceptor').length) || mistakes.oneVoteIsEnough
          ? step(
              leader.setIn(['slots', instance], Slot({ value, stage: 'chosen' })),
              sendAll(all('replica'), { kind: 'chosen', instance, value }),
            )
          : step(leader.setIn(['slots', instance], slot.set('votes', voters)));
      },
      /** An acceptor takes part in a higher ballot already: there is another leader. */
      refused: (leader, { ballot }) =>
        ballot === leader.ballot && step(Leader({ phase: 'refused', ballot })),
    },
  });

const acceptor = role({
  initial: () => Acceptor(),
  durable: 'everything',
  on: {
    /** Phase 1b: promises for all instances to take part in no lower ballot, and says what it has accepted. */
    prepare(acceptor, { from, ballot }) {
      const { promised, accepted } = acceptor;
      return ballot < promised
        ? step(acceptor, send(from, { kind: 'refused', ballot }))
        : step(acceptor.set('promised', ballot), send(from, { kind: 'promise', ballot, accepted }));
    },
    /** Phase 2b: accepts in an instance, unless it has promised a higher ballot. */
    accept(acceptor, { from, instance, proposal }) {
      const { ballot } = proposal;
      return ballot < acceptor.promised
        ? step(acceptor, send(from, { kind: 'refused', ballot }))
        : step(
            acceptor.set('promised', ballot).setIn(['accepted', instance], proposal),
            send(from, { kind: 'accepted', instance, ballot }),
          );
    },
  },
});

/** Applies the commands that are next in order, up to the first gap. */
function applyNext(applied: List<Value>, chosen: Map<number, Value>): List<Value> {
  const next = chosen.get(applied.size + 1);
  return next === undefined ? applied : applyNext(applied.push(next), chosen);
}

const replica = ({ appliesPastGaps }: Mistakes) =>
  role({
    initial: () => Replica(),
    on: {
      /** Applies the command once all before it are applied, and those after it that waited for it. */
      chosen(replica, { instance, value }) {
        if (replica.chosen.has(instance)) return step(replica);
        const chosen = replica.chosen.set(instance, value);
        const applied = appliesPastGaps
          ? replica.applied.push(value)
          : applyNext(replica.applied, chosen);
        return step(Replica({ chosen, applied }));
      },
    },
  });

export const multiPaxos = protocol({
  name: 'multi-paxos',
  parameters: {
    leaders: integer(2, { from: 1, to: 3 }),
    acceptors: integer(3, { from: 1, to: 5 }),
    replicas: integer(2, { from: 1, to: 3 }),
    ...mistakes,
  },
  roles: ({ leaders, acceptors, replicas, ...mistakes }) => ({
    leader: { count: leaders, role: leader(mistakes) },
    acceptor: { count: acceptors, symmetric: true, role: acceptor },
    replica: { count: replicas, symmetric: true, role: replica(mistakes) },
  }),
});
