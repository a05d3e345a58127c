import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutcomeKinds } from '../../checker/kernel/outcome-kinds.ts';
import {
  boundOf,
  IMPOSSIBLE,
  isHarmless,
  Possibilities,
} from '../../checker/kernel/possibilities.ts';

const ENVIRONMENTS = 3;
const CHANGES = 4;
/** The first change that is no fault; and the bound on messages in flight. */
const HARMLESS = 2;
const IN_FLIGHT = 1;

const kind = fc.record({
  change: fc.integer({ min: -1, max: CHANGES - 1 }),
  /** How many more messages are in flight, or the bound that cuts. */
  rest: fc.oneof(
    fc.record({ inFlight: fc.nat({ max: 3 }) }),
    fc.record({ bound: fc.nat({ max: 2 }) }),
  ),
});
type Kind = typeof kind extends fc.Arbitrary<infer T> ? T : never;

/** What becomes of outcomes of a kind, told without tables of answers. */
function expected(
  { change, rest }: Kind,
  after: readonly number[],
  environment: number,
  room: number,
) {
  const next = change < 0 ? environment : after[change * ENVIRONMENTS + environment]!;
  if (next < 0) return 'impossible';
  const isFault = change >= 0 && change < HARMLESS;
  if ('bound' in rest) return { cutBy: rest.bound, isFault };
  return rest.inFlight > room ? { cutBy: IN_FLIGHT, isFault } : { environment: next, isFault };
}

function told(answer: number) {
  if (answer === IMPOSSIBLE) return 'impossible';
  const isFault = isHarmless(answer) === 0;
  return answer < 0 ? { cutBy: boundOf(answer), isFault } : { environment: answer >> 1, isFault };
}

/** The number of a kind, a new one if it has none. */
const numberOf = (kinds: OutcomeKinds, { change, rest }: Kind): number =>
  'bound' in rest ? kinds.cut(change, rest.bound) : kinds.possible(change, rest.inFlight);

test('a look-up says what an environment, the room in the network and bounds say, also of kinds that come later', () => {
  fc.assert(
    fc.property(
      fc.array(kind, { minLength: 1, maxLength: 12 }),
      fc.array(fc.integer({ min: -1, max: ENVIRONMENTS - 1 }), {
        minLength: CHANGES * ENVIRONMENTS,
        maxLength: CHANGES * ENVIRONMENTS,
      }),
      (all, after) => {
        const kinds = new OutcomeKinds();
        const possibilities = new Possibilities({
          kinds: kinds.ints,
          environments: ENVIRONMENTS,
          afterChange: { data: Int32Array.from(after) },
          harmless: HARMLESS,
          inFlightBound: IN_FLIGHT,
        });
        for (const [index, newest] of all.entries()) {
          numberOf(kinds, newest);
          possibilities.refresh();
          const known = all.slice(0, index + 1);
          for (const environment of Array(ENVIRONMENTS).keys())
            for (const room of [0, 1, 2, 3, 2 ** 30]) {
              const row = possibilities.rowOf(environment, room);
              expect(
                known.map((one) => told(possibilities.answers.data[row + numberOf(kinds, one)]!)),
              ).toEqual(known.map((one) => expected(one, after, environment, room)));
            }
        }
      },
    ),
  );
});
