import { expect, test } from 'vitest';
import { behaviour, invariant, spec, system } from '../../checker/index.ts';
import { compile } from '../../checker/kernel/compile.ts';
import { Hearing, Telling, type Told } from '../../checker/kernel/exchange.ts';
import { configure } from '../../checker/spec/configuration.ts';

test('what one thread has claimed no other one claims', () => {
  const claims = new Int32Array(new SharedArrayBuffer(4 * 1024));
  const [one, other] = [new Telling(), new Telling()];
  // Before it begins each finds out all.
  expect([one.claims('a'), one.claims('a'), other.claims('a')]).toEqual([true, true, true]);
  one.begin(claims);
  other.begin(claims);
  const all = Array.from({ length: 200 }, (_, index) => `receive ${index} 7`);
  const ones = all.filter((what) => one.claims(what));
  const others = all.filter((what) => other.claims(what));
  expect(ones.length).toBe(200);
  // Few of them have taken each other's places.
  expect(others.length).toBeLessThan(40);
});

test("what is claimed is one's own also where two threads look at the same time at other things", () => {
  const claims = new Int32Array(new SharedArrayBuffer(4 * 1024));
  const [one, other] = [new Telling(), new Telling()];
  one.begin(claims);
  other.begin(claims);
  expect(one.claims('this')).toBe(true);
  expect(other.claims('that')).toBe(true);
  expect(other.claims('this')).toBe(false);
});

const counter = configure(
  spec(
    system({
      name: 'counter',
      define: () =>
        behaviour({ number: 0 }, { up: ({ number }) => number < 9 && { number: number + 1 } }),
    }),
    { about: 'a counter', properties: [invariant('it is small', ({ number }) => number < 100)] },
  ),
);

/** The numbers that there are when it was asked what follows the first state. */
function numbersHaving(told: Told): readonly string[] {
  const { words } = askedOf(told).compiled;
  return words.flatMap((one) => Array.from({ length: one.size }, (_, id) => one.textOf(id)));
}

const countsOf = (...told: readonly Told[]) => {
  const { compiled: _, ...counts } = askedOf(...told);
  return counts;
};

/** Asks what follows the first state, and whether it is small, having heard something. */
function askedOf(...told: readonly Told[]) {
  const hearing = new Hearing();
  const compiled = compile(counter, false, false, hearing);
  const state = compiled.system.initial().vectors;
  hearing.note(told);
  const rows: readonly number[] = compiled.questions.ofState(state);
  compiled.ahead.expand(state, state, { model: compiled.shared(), texts: [] }, false, (_, find) =>
    find(),
  );
  const { runs, runsElsewhere } = compiled.calls;
  return { decided: rows, runs, runsElsewhere, compiled };
}

const up: Told = {
  asked: 'counter: action "up" 0',
  reads: [[0, '', '0']],
  answer: '[[[0,"1"]]]',
};
const small: Told = {
  asked: 'counter: property "it is small" 0',
  reads: [[0, '', '0']],
  answer: '0',
};

test('an answer that was heard counts as run, and is as if it had been found here', () => {
  expect(countsOf()).toEqual({ decided: [], runs: 4, runsElsewhere: 0 });
  expect(countsOf(up, small)).toEqual({ decided: [], runs: 4, runsElsewhere: 4 });
});

test('an answer of another state, or to another question, is not taken', () => {
  const elsewhere = { ...up, reads: [[0, '', '3']] } as const;
  const other = { ...small, asked: 'counter: property "it is large" 0' };
  expect(countsOf(elsewhere, other)).toEqual({ decided: [], runs: 4, runsElsewhere: 0 });
});

test('what a function is said to read in another order is not believed', () => {
  const hearing = new Hearing();
  hearing.note([
    { asked: 'it', reads: [[0, '', 'a']], answer: '0' },
    { asked: 'it', reads: [[1, '', 'b']], answer: '1' },
    { asked: 'it', reads: [[0, 'left', 'b']], answer: '1' },
    { asked: 'it', reads: [[0, '', 'c']], answer: '2' },
  ]);
  expect(hearing.branchOf('it')).toEqual({
    fact: 0,
    field: '',
    next: new Map([
      ['a', { answer: '0' }],
      ['c', { answer: '2' }],
    ]),
  });
});

test('what cannot be understood is found out here', () => {
  const strange = { ...up, answer: '[[[0,"{\\"#id\\":\\"nobody\\"}"]]]' };
  expect(countsOf(strange, small)).toEqual({ decided: [], runs: 4, runsElsewhere: 2 });
});

test('what is understood in part numbers nothing', () => {
  const nobody = JSON.stringify('{"#id":"nobody"}');
  const partly = { ...up, answer: `[[[0,"77"]],[[0,${nobody}]]]` };
  expect(numbersHaving(partly)).toEqual(['0', '1']);
  expect(numbersHaving({ ...up, answer: '[[[0,"1"]]]' })).toEqual(['0', '1']);
});

test('a function that has failed in another thread, and not here, is found out', () => {
  expect(() => askedOf({ ...up, answer: '', failed: 'out of luck' })).toThrow(
    /^counter: action "up" failed in another thread, and not in this one.*: out of luck/,
  );
});

test('a model that answers otherwise in another thread is found out', () => {
  expect(() => askedOf({ ...up, answer: '[[[0,"2"]]]' })).toThrow(
    /^counter: action "up" gave different answers for the same input/,
  );
  expect(() => askedOf({ ...small, answer: '1' })).toThrow(
    /^counter: property "it is small" gave different answers/,
  );
});
