import {
  atMostOverall,
  behaviour,
  deadlockFree,
  integer,
  invariant,
  reachable,
  type Spec,
  spec,
  system,
} from '../../checker/index.ts';

const room = system({
  name: 'room',
  parameters: { guests: integer(2, { from: 1, to: 4 }), locked: true, unused: false },
  define: ({ guests, locked }) =>
    behaviour<{ readonly inside: number; readonly waiting: number }>(
      { inside: 0, waiting: guests },
      {
        enter: ({ inside, waiting }) =>
          waiting > 0 && (inside === 0 || !locked) && { inside: inside + 1, waiting: waiting - 1 },
        leave: ({ inside }) => inside > 0 && { inside: inside - 1 },
        knock: () => false,
      },
    ),
});

/** A room for one, of five states, with a variant that breaks it and one that does not. */
export const roomSpec: Spec = spec(room, {
  about: 'a room for one guest at a time',
  properties: [
    invariant('at most one guest is inside', ({ inside }) => inside <= 1),
    reachable('everybody has been inside', ({ inside, waiting }) => inside + waiting === 0),
  ],
  bounds: { inside: atMostOverall(9, ({ inside }) => inside) },
  variants: {
    unlocked: { set: { locked: false }, violates: 'at most one guest is inside' },
  },
});

/** Its variant is declared broken, and is not. */
export const mildSpec: Spec = spec(
  { ...room, name: 'mild' },
  {
    about: 'a variant that breaks nothing',
    properties: [
      invariant('at most one guest is inside', ({ inside }) => inside <= 1),
      invariant('nobody has left', ({ inside, waiting }) => inside + waiting > 0),
    ],
    variants: {
      mild: { set: { unused: true, guests: 1 }, violates: 'at most one guest is inside' },
    },
  },
);

/** Asks for a witness that does not exist. */
const vacuousSpec: Spec = spec(
  { ...room, name: 'vacuous' },
  {
    about: 'a witness that does not exist',
    properties: [
      reachable('a crowd', ({ inside }) => inside > 5),
      deadlockFree('goes on till empty', {
        final: ({ inside, waiting }) => inside + waiting === 0,
      }),
    ],
  },
);

const endless = system({
  name: 'endless',
  define: () =>
    behaviour<{ readonly at: number }>({ at: 0 }, { tick: ({ at }) => ({ at: at + 1 }) }),
});

/** A counter that never stops. */
export const endlessSpec: Spec = spec(endless, {
  about: 'a counter that never stops',
  properties: [
    invariant('is no fraction', ({ at }) => at % 1 === 0),
    reachable('is at three', ({ at }) => at === 3),
  ],
});

const faulty = system({
  name: 'faulty',
  define: () =>
    behaviour<{ readonly at: unknown }>({ at: 0 }, { tick: () => ({ at: new Date(0) }) }),
});

/** A model with a state that is no value. */
const faultySpec: Spec = spec(faulty, { about: 'a date in a state', properties: [] });

export const smallSpecs: readonly Spec[] = [
  roomSpec,
  mildSpec,
  vacuousSpec,
  endlessSpec,
  faultySpec,
];
