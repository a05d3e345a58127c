import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { behaviour, invariant, spec, system } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

const NAMES = ['a', 'b', 'c', 'd'] as const;
const name = fc.constantFrom(...NAMES);
const small = fc.integer({ min: 0, max: 2 });
const action = fc.record({ write: name, from: name, atLeast: small, other: name, notAt: small });
const never = fc.record({ one: name, other: name, at: fc.integer({ min: 0, max: 3 }) });

/** A constant of the state, which a function reads each time, or once and keeps it: it depends on no more for that, but reads less. */
function constant(isKept: boolean): (state: { readonly config: number }) => number {
  let kept: number | undefined;
  return (state) => {
    if (!isKept) return state.config;
    kept ??= state.config;
    return kept;
  };
}

const counters = (
  actions: readonly { write: Name; from: Name; atLeast: number; other: Name; notAt: number }[],
  { one, other, at }: { one: Name; other: Name; at: number },
  isKept: boolean,
) => {
  const configIn = constant(isKept);
  return spec(
    system({
      name: 'counters',
      define: () =>
        behaviour(
          { config: 0, a: 0, b: 0, c: 0, d: 0 },
          Object.fromEntries(
            actions.map((action, index) => {
              const configOf = constant(isKept);
              return [
                `count ${index}`,
                (state: State) => {
                  const config = configOf(state);
                  const isHeld =
                    state[action.from] === action.notAt + config && state[action.other] < 1;
                  return (
                    state[action.from] >= action.atLeast &&
                    !isHeld &&
                    state[action.write] < 3 && { [action.write]: state[action.write] + 1 }
                  );
                },
              ];
            }),
          ),
        ),
    }),
    {
      about: 'four counters',
      properties: [
        invariant('never', (state) => {
          const config = configIn(state);
          return !(state[one] === at + config && state[other] === 2);
        }),
      ],
    },
  );
};

type Name = (typeof NAMES)[number];
type State = { readonly [Key in Name | 'config']: number };

test('a function that keeps a constant which it has read once is answered for as one that reads it each time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 4, maxLength: 4 }),
      never,
      async (actions, decided) => {
        const [plain, kept] = await Promise.all(
          [false, true].map((isKept) =>
            check(
              configure(counters(actions, decided, isKept)),
              searching('bfs', { keepGoing: true }),
            ),
          ),
        );
        const figures = [plain, kept].map((result) => [
          result?.outcome,
          result?.states,
          result?.transitions,
        ]);
        expect(figures[1]).toEqual(figures[0]);
      },
    ),
    { numRuns: 300 },
  );
});
