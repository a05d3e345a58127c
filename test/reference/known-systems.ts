import { Map, Set } from 'immutable';
import {
  behaviour,
  forEach,
  integer,
  processes,
  type Spec,
  spec,
  system,
} from '../../checker/index.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import { invariant, reachable } from '../../checker/property/property.ts';

/** Jugs of 3 and 5 gallons: fill one, empty one, pour one into the other. */
const jugs = system({
  name: 'jugs',
  define: () =>
    behaviour(
      { small: 0, big: 0 },
      {
        fillSmall: () => ({ small: 3 }),
        fillBig: () => ({ big: 5 }),
        emptySmall: () => ({ small: 0 }),
        emptyBig: () => ({ big: 0 }),
        pourIntoBig: ({ small, big }) => {
          const poured = small + big > 5 ? 5 - big : small;
          return { small: small - poured, big: big + poured };
        },
        pourIntoSmall: ({ small, big }) => {
          const poured = small + big > 3 ? 3 - small : big;
          return { small: small + poured, big: big - poured };
        },
      },
    ),
});

export const jugsSpec: Spec = spec(jugs, {
  about: 'the jugs of Die Hard: exactly four gallons can be measured',
  properties: [
    invariant('the jugs never overflow', ({ small, big }) => small <= 3 && big <= 5),
    reachable('there are four gallons', ({ big }) => big === 4),
  ],
});

interface Incrementing {
  readonly counter: number;
  readonly at: Map<ProcessId, 'start' | 'between' | 'end'>;
  /** What each process read last. */
  readonly read: Map<ProcessId, number>;
}

/** Processes that each read a shared counter, then write back one more than they read. */
const incrementing = system({
  name: 'incrementing',
  parameters: { processes: integer(2, { from: 1, to: 4 }) },
  define: ({ processes: count }) => {
    const ids = processes('process', count);
    return behaviour<Incrementing>(
      { counter: 0, at: Map(ids.map((id) => [id, 'start'])), read: Map(ids.map((id) => [id, 0])) },
      {
        read: forEach(
          ids,
          ({ counter, at, read }, id) =>
            at.get(id) === 'start' && { at: at.set(id, 'between'), read: read.set(id, counter) },
        ),
        write: forEach(
          ids,
          ({ at, read }, id) =>
            at.get(id) === 'between' && { counter: read.get(id, 0) + 1, at: at.set(id, 'end') },
        ),
      },
    );
  },
});

export const incrementingSpec: Spec = spec(incrementing, {
  about: 'a lost update',
  properties: [
    invariant(
      'no increment is lost',
      ({ counter, at }) => at.some((one) => one !== 'end') || counter === at.size,
    ),
  ],
});

type Manager = 'working' | 'prepared' | 'committed' | 'aborted';

interface TwoPhase {
  readonly tm: 'init' | 'committed' | 'aborted';
  readonly rm: Map<ProcessId, Manager>;
  readonly prepared: Set<ProcessId>;
  readonly messages: Set<ProcessId | 'commit' | 'abort'>;
}

/** Two-phase commit (Gray and Lamport, "Consensus on Transaction Commit"); a message is never taken away. */
const twoPhaseCommit = system({
  name: 'two-phase-commit',
  parameters: { managers: integer(3, { from: 1, to: 9 }) },
  define: ({ managers }) => {
    const rms = processes('rm', managers);
    return behaviour<TwoPhase>(
      {
        tm: 'init',
        rm: Map(rms.map((one) => [one, 'working'])),
        prepared: Set(),
        messages: Set(),
      },
      {
        commit: ({ tm, prepared, messages }) =>
          tm === 'init' &&
          prepared.size === managers && { tm: 'committed', messages: messages.add('commit') },
        abort: ({ tm, messages }) =>
          tm === 'init' && { tm: 'aborted', messages: messages.add('abort') },
        hearPrepared: forEach(
          rms,
          ({ tm, messages, prepared }, one) =>
            tm === 'init' && messages.has(one) && { prepared: prepared.add(one) },
        ),
        prepare: forEach(
          rms,
          ({ rm, messages }, one) =>
            rm.get(one) === 'working' && {
              rm: rm.set(one, 'prepared'),
              messages: messages.add(one),
            },
        ),
        chooseToAbort: forEach(
          rms,
          ({ rm }, one) => rm.get(one) === 'working' && { rm: rm.set(one, 'aborted') },
        ),
        hearCommit: forEach(
          rms,
          ({ rm, messages }, one) => messages.has('commit') && { rm: rm.set(one, 'committed') },
        ),
        hearAbort: forEach(
          rms,
          ({ rm, messages }, one) => messages.has('abort') && { rm: rm.set(one, 'aborted') },
        ),
      },
    );
  },
});

export const twoPhaseCommitSpec: Spec = spec(twoPhaseCommit, {
  about: 'two-phase commit: all managers decide alike',
  properties: [
    invariant(
      'no manager aborts while another commits',
      ({ rm }) => !(rm.includes('aborted') && rm.includes('committed')),
    ),
    reachable('all commit', ({ rm }) => rm.every((at) => at === 'committed')),
    reachable('all abort', ({ rm }) => rm.every((at) => at === 'aborted')),
  ],
});

type Colour = 'white' | 'black';

interface Ring {
  readonly active: Map<number, boolean>;
  readonly colour: Map<number, Colour>;
  readonly position: number;
  readonly token: Colour;
}

/** Every way to give each node one of two values. */
const assignments = <Value>(
  nodes: number,
  values: readonly Value[],
): readonly Map<number, Value>[] =>
  Array.from({ length: nodes }, (_, node) => node).reduce<readonly Map<number, Value>[]>(
    (maps, node) => maps.flatMap((map) => values.map((value) => map.set(node, value))),
    [Map<number, Value>()],
  );

/** Dijkstra's termination detection on a ring (EWD 840). */
const terminationOnRing = system({
  name: 'termination-on-ring',
  parameters: { nodes: integer(3, { from: 2, to: 8 }) },
  define: ({ nodes }) => {
    const ring = Array.from({ length: nodes }, (_, node) => node);
    const initial = assignments(nodes, [true, false]).flatMap((active) =>
      assignments<Colour>(nodes, ['white', 'black']).flatMap((colour) =>
        ring.map((position) => ({ active, colour, position, token: 'black' as const })),
      ),
    );
    return behaviour<Ring>(initial, {
      initiate: ({ position, token, colour }) =>
        position === 0 &&
        (token === 'black' || colour.get(0) === 'black') && {
          position: nodes - 1,
          token: 'white',
          colour: colour.set(0, 'white'),
        },
      pass: forEach(ring.slice(1), ({ position, token, colour, active }, node) => {
        const black = colour.get(node) === 'black';
        if (position !== node || (active.get(node) && !black && token === 'white')) return false;
        return {
          position: node - 1,
          token: black ? 'black' : token,
          colour: colour.set(node, 'white'),
        };
      }),
      send: forEach(
        ring.flatMap((from) => ring.filter((to) => to !== from).map((to) => ({ from, to }))),
        ({ active, colour }, { from, to }) =>
          active.get(from) === true && {
            active: active.set(to, true),
            colour: to > from ? colour.set(from, 'black') : colour,
          },
      ),
      rest: forEach(
        ring,
        ({ active }, node) => active.get(node) === true && { active: active.set(node, false) },
      ),
    });
  },
});

export const terminationOnRingSpec: Spec = spec(terminationOnRing, {
  about: 'termination detection on a ring: never too early',
  properties: [
    invariant(
      'what is detected as terminated has terminated',
      ({ active, colour, position, token }) =>
        !(position === 0 && token === 'white' && colour.get(0) === 'white' && !active.get(0)) ||
        active.every((is) => !is),
    ),
  ],
});
