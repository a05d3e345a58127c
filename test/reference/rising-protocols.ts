import fc from 'fast-check';
import { Record } from 'immutable';
import {
  each,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  type Rising,
  reachable,
  reachableStep,
  rising,
  type Spec,
  spec,
  stepInvariant,
  vocabulary,
} from '../../checker/index.ts';

type Epoch = Rising<'epoch'>;
const Epoch = rising('epoch');

type Kind = 'm' | 'w';
type Message = { readonly kind: Kind; readonly epoch: Epoch };
const { protocol, role, send, sendAll, step } = vocabulary<Message, 'node'>();

const Local = Record({ at: 0, epoch: Epoch.first, seen: Epoch.none }, 'Local');
type Local = ReturnType<typeof Local>;

/** What becomes of a node in one step. */
interface Rule {
  readonly to: number;
  readonly epoch: 'keep' | 'next' | 'adopt' | 'next of seen';
  readonly seen: 'keep' | 'forget' | 'message' | 'own';
  readonly sends: Kind | null;
  readonly which: 'epoch' | 'seen';
}

/** A random protocol in which numbers rise. */
export interface RisingTable {
  readonly actions: readonly (Rule & { readonly at: number })[];
  /** For each kind of message, what is done if its number is lower, the same, higher. */
  readonly on: { readonly [K in Kind]: readonly (Rule | null)[] };
  readonly spread: number;
  readonly inFlight: number;
  readonly faults: { readonly loss: number; readonly crash: number; readonly restart: number };
  readonly network: 'unordered' | 'fifo';
  readonly symmetric: boolean;
}

const rules: fc.Arbitrary<Rule> = fc.record({
  to: fc.nat(2),
  epoch: fc.constantFrom('keep', 'next', 'adopt', 'next of seen'),
  seen: fc.constantFrom('keep', 'forget', 'message', 'own'),
  sends: fc.constantFrom('m', 'w', null),
  which: fc.constantFrom('epoch', 'seen'),
});

const answers = fc.array(fc.option(rules), { minLength: 3, maxLength: 3 });

export const risingTables: fc.Arbitrary<RisingTable> = fc.record({
  actions: fc.array(
    fc.tuple(rules, fc.nat(2)).map(([rule, at]) => ({ ...rule, at })),
    { minLength: 2, maxLength: 2 },
  ),
  on: fc.record({ m: answers, w: answers }),
  spread: fc.integer({ min: 1, max: 2 }),
  inFlight: fc.integer({ min: 1, max: 2 }),
  faults: fc.record({ loss: fc.nat(1), crash: fc.nat(1), restart: fc.nat(1) }),
  network: fc.constantFrom('unordered', 'fifo'),
  symmetric: fc.boolean(),
});

function after(local: Local, { to, epoch, seen }: Rule, told: Epoch): Local {
  const epochs = {
    keep: local.epoch,
    next: local.epoch.next,
    adopt: Epoch.max(local.epoch, told),
    'next of seen':
      local.seen === Epoch.none ? local.epoch : Epoch.max(local.epoch, local.seen.next),
  };
  const seens = { keep: local.seen, forget: Epoch.none, message: told, own: local.epoch };
  return Local({ at: to, epoch: epochs[epoch], seen: seens[seen] });
}

const messages = (rule: Rule, next: Local): Message[] =>
  rule.sends === null ? [] : [{ kind: rule.sends, epoch: next[rule.which] }];

function nodeOf({ actions, on }: RisingTable) {
  const act =
    (number: number) =>
    (local: Local, { peers }: { readonly peers: readonly Peer[] }) => {
      const rule = actions[number];
      if (rule === undefined || local.at !== rule.at) return false;
      const next = after(local, rule, local.epoch);
      return step(next, ...messages(rule, next).flatMap((one) => sendAll(peers, one)));
    };
  const receive =
    (kind: Kind) =>
    (local: Local, { epoch, from }: Message & { readonly from: Peer }) => {
      const rule = on[kind][epoch < local.epoch ? 0 : epoch === local.epoch ? 1 : 2];
      if (rule === null || rule === undefined) return false;
      const next = after(local, rule, epoch);
      return step(next, ...messages(rule, next).map((one) => send(from, one)));
    };
  return role<Local>({
    initial: () => Local(),
    durable: ['epoch'],
    actions: { act0: act(0), act1: act(1) },
    on: { m: receive('m'), w: receive('w') },
  });
}
type Peer = Parameters<typeof send>[0];

export function risingSpecOf(table: RisingTable): Spec {
  const { spread, inFlight, faults, network, symmetric } = table;
  const model = protocol<{ node: Local }>({
    name: 'random',
    roles: () => ({ node: { count: 2, symmetric, role: nodeOf(table) } }),
  });
  return spec(model, {
    about: 'a random protocol in which numbers rise',
    properties: [
      invariant(
        'epochs meet',
        eachPair('node', (one, other) => one.epoch === other.epoch || one.at !== 2),
      ),
      invariant(
        'nobody has seen the future',
        each('node', ({ seen, epoch }) => seen <= epoch),
      ),
      reachable('someone is ahead', ({ node }) =>
        node.some(({ epoch }) => node.some((other) => epoch > other.epoch.next)),
      ),
      reachable(
        'someone has seen and forgotten',
        each('node', ({ at, seen }) => at === 1 && seen === Epoch.none),
      ),
      stepInvariant(
        'epochs do not jump',
        eachStep('node', (before, now) => now.epoch <= before.epoch.next),
      ),
      reachableStep('all rise', (before, now) =>
        now.node.every(({ epoch }, id) => epoch > (before.node.get(id)?.seen ?? epoch)),
      ),
    ],
    bounds: { inFlight: messagesInFlight(inFlight) },
    rising: { epoch: spread },
    faults,
    network,
  });
}
