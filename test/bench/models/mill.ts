import { Record } from 'immutable';
import { behaviour, forEach, integer, invariant, spec, system } from '../../../checker/index.ts';

/** What takes a tenth of a millisecond, and depends on all that it is given. */
export function grind(seed: number): number {
  let value = seed | 0;
  for (let round = 0; round < 100_000; round++) value = (Math.imul(value, 0x01000193) ^ round) | 0;
  return value & 0xffff;
}

const Pile = Record({ grains: 0, last: 0 }, 'Pile');

/** Piles that grow by one grain at a time: each state is new to its actions, which look at all of it, and take their time. */
export const millSpec = spec(
  system({
    name: 'mill',
    parameters: { most: integer(7, { from: 1, to: 20 }) },
    define: ({ most }) =>
      behaviour(
        { a: Pile(), b: Pile(), c: Pile() },
        {
          grind: forEach(['a', 'b', 'c'] as const, (state, name) => {
            const { grains } = state[name];
            if (grains === most) return false;
            const seed = state.a.grains + 32 * state.b.grains + 1024 * state.c.grains;
            return { [name]: Pile({ grains: grains + 1, last: grind(seed) % 3 }) };
          }),
        },
      ),
  }),
  {
    about: 'piles of grains',
    properties: [
      invariant('no pile is too high', ({ a, b, c }) => grind(a.last) + b.last + c.last >= 0),
    ],
  },
);
