import { expect, test } from 'vitest';
import { run } from './fake-io.ts';
import { smallSpecs } from './small-specs.ts';

const PATH = 'counterexamples/room/unlocked.json';

/** Replays the counterexample of the room, with some of its text replaced. */
async function replayed(from = '', to = '') {
  const { files } = await run('check room --variant unlocked'.split(' '), smallSpecs);
  const text = files.get(PATH) ?? '';
  expect(text).toContain(from);
  files.set(PATH, text.replace(from, to));
  return run(['replay', PATH], smallSpecs, { files });
}

test('a counterexample replays: 0', async () => {
  const { code, out } = await replayed();
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "room, variant unlocked: 2 steps

       1  enter
          inside 0 → 1, waiting 2 → 1
       2  enter
          inside 1 → 2, waiting 1 → 0

    Violated: at most one guest is inside
      it is false in this state

    confirmed  The model functions alone give the same trace.
    "
  `);
});

test.each([
  ['a value', '"inside": 2', '"inside": 3', 'differs  in step 2'],
  ['an action', '"enter"', '"leave"', 'differs  in step 1'],
  ['the reason', 'false in this state', 'quite wrong', 'differs  in the property'],
])('with %s altered it does not: 1', async (_, from, to, said) => {
  const { code, out } = await replayed(from, to);
  expect(code).toBe(1);
  expect(out).toContain(said);
});

test.each([
  ['no JSON', '{', '', 'This is no trace file: '],
  ['another format', 'holds-trace/1', 'holds-trace/9', 'This is no trace file: its "format"'],
  ['no such spec', '"spec": "room"', '"spec": "rom"', 'There is no spec "rom". Did you mean room?'],
  ['no such variant', '"unlocked"', '"unloked"', 'There is no variant of room "unloked".'],
  ['no such parameter', '"guests"', '"gests"', 'There is no parameter of room "gests".'],
])('%s in the file: 2, in one line', async (_, from, to, said) => {
  const { code, out, err } = await replayed(from, to);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err.trimEnd()).not.toContain('\n');
});

test('a file name that is nearly right', async () => {
  const { code, err } = await run(['replay', 'counterexamples/room/unlockd.json'], smallSpecs, {
    files: new Map([[PATH, '{}']]),
  });
  expect(code).toBe(2);
  expect(err).toBe(`There is no file counterexamples/room/unlockd.json. Did you mean ${PATH}?\n`);
});
