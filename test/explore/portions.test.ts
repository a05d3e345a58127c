import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { ALIVE, DEFERRED } from '../../checker/explore/block.ts';
import {
  awaitSettled,
  beginRound,
  countOf,
  finish,
  giveUp,
  ownerOf,
  portions,
  rowsOf,
  saySettled,
  setFate,
  startOf,
  stopOf,
  takePortion,
} from '../../checker/explore/portions.ts';

const memory = new LinearMemory();

test('every state of a round is in one portion, and each portion is taken once', () => {
  const round = portions(memory);
  for (const [first, end] of [
    [0, 1],
    [7, 7 + 1000],
    [1000, 1000 + 2 ** 15],
  ] as const) {
    beginRound(round, first, end);
    const taken: number[] = [];
    for (let portion = takePortion(round); portion >= 0; portion = takePortion(round))
      taken.push(portion);
    expect(taken).toEqual([...Array(countOf(round)).keys()]);
    const states = taken.flatMap((portion) =>
      Array.from(
        { length: stopOf(round, portion) - startOf(round, portion) },
        (_, index) => startOf(round, portion) + index,
      ),
    );
    expect(states).toEqual(Array.from({ length: end - first }, (_, index) => first + index));
    expect(taken.map((portion) => ownerOf(round, portion))).toEqual(taken.map(() => -1));
  }
});

test('who has done a portion is known then, and nobody takes any that are given up', () => {
  const round = portions(memory);
  beginRound(round, 0, 2000);
  expect(takePortion(round)).toBe(0);
  finish(round, 0, 2, 17);
  expect([ownerOf(round, 0), rowsOf(round, 0), ownerOf(round, 1)]).toEqual([2, 17, -1]);
  giveUp(round);
  expect(takePortion(round)).toBe(-1);
});

test('one waits for a portion of which much was put aside, till it is settled; for no other', () => {
  const round = portions(memory);
  beginRound(round, 0, 2000);
  const everyStateIs = (fate: number) => {
    for (let state = startOf(round, 1); state < stopOf(round, 1); state++)
      setFate(round, state, fate);
  };
  everyStateIs(ALIVE);
  setFate(round, startOf(round, 1), DEFERRED);
  expect(awaitSettled(round, 1)).toBe(false);
  everyStateIs(DEFERRED);
  saySettled(round, 1);
  // Nobody settles it here, so patience ends some time.
  expect(awaitSettled(round, 1)).toBe(true);
  saySettled(round, 2);
  expect(awaitSettled(round, 1)).toBe(false);
});
