import { Map, Set } from 'immutable';
import {
  behaviour,
  forEach,
  integer,
  type ProcessId,
  processes,
  refines,
  type Spec,
  spec,
  system,
  vocabulary,
} from '../../checker/index.ts';

const DAY = 3;

/** A clock that only tells the hour. */
export const hourClock = system({
  name: 'hour-clock',
  parameters: { hours: integer(24, { from: 1, to: 24 }) },
  define: ({ hours }) =>
    behaviour({ hour: 0 }, { strike: ({ hour }) => ({ hour: (hour + 1) % hours }) }),
});

/** Two minutes of two seconds are an hour. Broken, it skips an hour at midnight, or starts at one. */
const clock = system({
  name: 'clock',
  parameters: { skips: false, startsLate: false },
  define: ({ skips, startsLate }) =>
    behaviour(
      { hour: startsLate ? 1 : 0, minute: 0, second: 0 },
      {
        tick: ({ hour, minute, second }) => {
          if (second === 0) return { second: 1 };
          if (minute === 0) return { minute: 1, second: 0 };
          const next = skips && hour === DAY - 1 ? 1 : (hour + 1) % DAY;
          return { hour: next, minute: 0, second: 0 };
        },
      },
    ),
});

/** A clock of hours, minutes and seconds refines a clock of hours. */
export const clockSpec: Spec = spec(clock, {
  about: 'hours, minutes and seconds',
  properties: [
    refines('it is an hour clock', hourClock, {
      parameters: () => ({ hours: DAY }),
      map: ({ hour }) => ({ hour }),
    }),
  ],
  variants: {
    'skips an hour': { set: { skips: true }, violates: 'it is an hour clock' },
    'starts late': { set: { startsLate: true }, violates: 'it is an hour clock' },
  },
});

/** Something that one member has, and may give to another. */
export const possession = system({
  name: 'possession',
  parameters: { members: integer(2, { from: 1, to: 5 }) },
  define: ({ members }) => {
    const all = processes('member', members);
    return behaviour<{ readonly owners: Set<ProcessId> }>(
      { owners: Set(all.slice(0, 1)) },
      {
        give: forEach(
          all,
          ({ owners }, one) => owners.has(one) && all.map((other) => ({ owners: Set([other]) })),
        ),
      },
    );
  },
});

const { role, protocol, step, sendAll } = vocabulary<{ readonly kind: 'token' }, 'node'>();

const node = role<'with' | 'without'>({
  initial: ({ self, all }) => (self === all('node')[0] ? 'with' : 'without'),
  actions: {
    pass: (token, { peers }) =>
      token === 'with' && peers.map((peer) => step('without', sendAll([peer], { kind: 'token' }))),
  },
  on: { token: () => step('with') },
});

const tokenPassing = protocol({
  name: 'token-passing',
  parameters: { nodes: integer(3, { from: 2, to: 4 }) },
  roles: ({ nodes }) => ({ node: { count: nodes, role: node } }),
});

/** Nodes that pass a token on by messages: who has it, or gets it, owns it. */
export const tokenSpec: Spec = spec(tokenPassing, {
  about: 'one token',
  properties: [
    refines('one node owns the token', possession, {
      parameters: ({ nodes }) => ({ members: nodes }),
      map: ({ node }, { inFlight }) => ({
        owners: node
          .filter((token) => token === 'with')
          .keySeq()
          .concat(inFlight.map(({ to }) => to))
          .map((one) => one.as('member'))
          .toSet(),
      }),
    }),
  ],
  variants: {
    loss: { set: { loss: 1 }, violates: 'one node owns the token' },
    duplication: { set: { duplication: 1 }, violates: 'one node owns the token' },
  },
});

type Counting = { readonly count: number };

/** Counters that each may be raised, one at a time. */
const counters = system({
  name: 'counters',
  parameters: { counters: integer(2, { from: 1, to: 4 }) },
  define: ({ counters }) => {
    const all = processes('counter', counters);
    return behaviour<{ readonly counter: Map<ProcessId, Counting> }>(
      { counter: Map(all.map((one) => [one, { count: 0 }])) },
      {
        raise: forEach(all, ({ counter }, one) => ({
          counter: counter.update(one, { count: 0 }, ({ count }) => ({ count: count + 1 })),
        })),
      },
    );
  },
});

const counting = vocabulary<{ readonly kind: 'none' }, 'counter'>();

const countingProtocol = counting.protocol({
  name: 'counting',
  parameters: { counters: integer(2, { from: 1, to: 4 }), leaps: false },
  roles: ({ counters, leaps }) => ({
    counter: {
      count: counters,
      role: counting.role<Counting>({
        initial: () => ({ count: 0 }),
        actions: {
          raise: ({ count }) => count < 2 && counting.step({ count: leaps ? 2 : count + 1 }),
        },
      }),
    },
  }),
});

/** A map that gives a part of the state as it is, processes of the same name and all. */
export const countingSpec: Spec = spec(countingProtocol, {
  about: 'processes that count to two',
  properties: [
    refines('each counts one by one', counters, {
      parameters: ({ counters }) => ({ counters }),
      map: ({ counter }) => ({ counter }),
    }),
  ],
  variants: { leaps: { set: { leaps: true }, violates: 'each counts one by one' } },
});
