import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Facts } from '../../checker/kernel/facts.ts';
import { Remembered } from '../../checker/kernel/remembered.ts';

/** A state of four facts; its vector is the facts, and a fact has one field, its last bit. */
const FACTS: Facts = {
  count: 4,
  idOf: (vectors, at, fact) => vectors[at + fact] ?? 0,
  fieldOf: (id) => id % 2,
  learnField: () => {},
  isFleeting: () => false,
};

/** What a function does: read a fact or its last bit and go on by what it is, or answer. */
type Program =
  | { readonly answer: number }
  | { readonly fact: number; readonly bit: boolean; readonly next: readonly Program[] };

const { program } = fc.letrec<{ program: Program }>((tie) => ({
  program: fc.oneof(
    { maxDepth: 4 },
    fc.record({ answer: fc.nat(5) }),
    fc.record({
      fact: fc.nat(3),
      bit: fc.boolean(),
      next: fc.array(tie('program'), { minLength: 3, maxLength: 3 }),
    }),
  ),
}));

function run(step: Program, idOf: (fact: number, bit: boolean) => number): number {
  if ('answer' in step) return step.answer;
  const next = step.next[idOf(step.fact, step.bit)];
  return next === undefined ? 0 : run(next, idOf);
}

test('a remembered function answers as the function itself, and runs once for what it reads', () => {
  fc.assert(
    fc.property(
      program,
      fc.array(fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }), { maxLength: 60 }),
      (step, states) => {
        const seen = new Set<string>();
        const remembered = new Remembered(FACTS, (reader) => {
          const read: string[] = [];
          const answer = run(step, (fact, bit) => {
            const id = reader.peek(fact);
            if (bit) reader.field(fact, 1);
            else reader.whole(fact);
            read.push(`${fact} ${bit} ${bit ? id % 2 : id}`);
            return bit ? id % 2 : id;
          });
          expect(seen.has(read.join())).toBe(false);
          seen.add(read.join());
          return answer;
        });
        for (const state of states) {
          const expected = run(step, (fact, bit) =>
            bit ? (state[fact] ?? 0) % 2 : (state[fact] ?? 0),
          );
          expect(remembered.ask(Int32Array.from([9, ...state]), 1)).toBe(expected);
        }
      },
    ),
  );
});
