import {
  because,
  each,
  eachPair,
  eventually,
  invariant,
  messagesInFlight,
  reachable,
  type Spec,
  spec,
  weak,
} from '../checker/index.ts';
import { raftElections } from '../models/raft.ts';

/**
 * Does Raft elect a leader? Only if timing is good. If not, votes are split in one term after the other, for ever: in
 * each, all is delivered, and nobody has done anything wrong. So terms must rise for ever; they are told apart only
 * as far as they are apart. With `--set rising=false` they are counted from the first, and the
 * question is not decided.
 */
export const raftProgressSpec: Spec = spec(raftElections, {
  about: 'Raft elects a leader if timing is good, and may split votes for ever if not',
  properties: [
    eventually(
      'a leader is elected',
      ({ server }) => server.some(({ role }) => role === 'leader'),
      { fairness: weak('timeout', 'deliver') },
    ),
    invariant(
      'at most one server leads in a term',
      eachPair(
        'server',
        (one, other) =>
          one.role !== 'leader' ||
          other.role !== 'leader' ||
          one.term !== other.term ||
          because(`both lead in term ${one.term}`),
      ),
    ),
    reachable(
      'a server leads',
      each('server', ({ role }) => role === 'leader'),
    ),
  ],
  bounds: { inFlight: messagesInFlight(8) },
  rising: { term: 2 },
  variants: {
    'split-votes': {
      set: { timely: false, servers: 3, inFlight: 4 },
      violates: 'a leader is elected',
    },
  },
});
