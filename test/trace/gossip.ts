import { List, Map, Set } from 'immutable';
import {
  atMost,
  integer,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  type Spec,
  spec,
  vocabulary,
} from '../../checker/index.ts';

type Message =
  | { readonly kind: 'news'; readonly log: List<{ readonly term: number; readonly text: string }> }
  | { readonly kind: 'reminder' }
  | { readonly kind: 'thanks'; readonly for: Set<number> };

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'node'>();

/** A local state that is plain data, not a Record. */
interface Node {
  readonly known: List<{ readonly term: number; readonly text: string }>;
  readonly thanked: Map<ProcessId, number>;
  readonly mood: 'calm' | 'eager' | null;
}

const node = role<Node>({
  initial: () => ({ known: List(), thanked: Map(), mood: null }),
  durable: ['known'],
  actions: {
    write: (node, { self, peers }) => {
      const entry = { term: node.known.size + 1, text: `a line that ${self} wrote` };
      const next = { ...node, known: node.known.push(entry) };
      return node.known.size < 4 && step(next, sendAll(peers, { kind: 'news', log: next.known }));
    },
    remember: (node, { self }) =>
      node.mood !== 'eager' && step({ ...node, mood: 'eager' }, send(self, { kind: 'reminder' })),
  },
  on: {
    news: (node, { from, log }) =>
      log.size > node.known.size && [
        step(
          { ...node, known: log },
          send(from, { kind: 'thanks', for: Set(log.map(({ term }) => term)) }),
        ),
        step({ ...node, known: log, mood: 'calm' }),
      ],
    reminder: (node) => step({ ...node, mood: 'calm' }),
    thanks: (node, { from }) =>
      step({ ...node, thanked: node.thanked.update(from, 0, (times) => times + 1) }),
  },
  recover: (node, { self }) => [
    step({ ...node, mood: 'calm' }),
    step(node, send(self, { kind: 'reminder' })),
  ],
});

const gossip = observe(
  protocol({
    name: 'gossip',
    parameters: { nodes: integer(3, { from: 1, to: 7 }) },
    roles: ({ nodes }) => ({ node: { count: nodes, role: node } }),
  }),
  {
    initial: 0,
    note: { node: (before, after) => (after.known.size > before.known.size ? 'grown' : undefined) },
    record: (times: number, _event: 'grown') => times + 1,
  },
);

/** Every fault, several outcomes, messages to oneself, plain data: for random walks. */
export const gossipSpec: Spec = spec(gossip, {
  about: 'nodes that tell each other what they know',
  properties: [reachable('anything', () => true)],
  faults: { loss: 2, duplication: 2, crash: 2, restart: 2 },
  bounds: {
    lines: atMost(4, 'node', ({ known }) => known.size),
    inFlight: messagesInFlight(12),
  },
});
