import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  cells,
  context,
  fold,
  group,
  MISSING,
  pairs,
  plain,
  recipes,
  renamed,
  slot,
} from '../../checker/assembly/structs.ts';

const FOLDER = new URL('../../checker/assembly/', import.meta.url);

/** The names of a class's fields in the source of the loops, in order. */
function fieldsOf(name: string): readonly string[] {
  const source = ['context', 'plain']
    .map((file) => readFileSync(new URL(`source/${file}.ts`, FOLDER), 'utf8'))
    .join('');
  const pattern = new RegExp(`class ${name}(?: extends (\\w+))? \\{(.*?)\\n\\}`, 's');
  const [, base, body] = pattern.exec(source) ?? [];
  const own = [...(body ?? '').matchAll(/^ {2}(\w+): \w+;$/gm)].map(([, field]) => field ?? '');
  return [...(base === undefined ? [] : fieldsOf(base)), ...own];
}

test('the compiled loops are what their source compiles to', () => {
  const folder = mkdtempSync(join(tmpdir(), 'holds-loops-'));
  try {
    const made = join(folder, 'loops.wasm');
    const compiler = new URL('../../node_modules/assemblyscript/bin/asc.js', import.meta.url);
    execFileSync(process.execPath, [
      compiler.pathname,
      '--config',
      new URL('asconfig.json', FOLDER).pathname,
      '--outFile',
      made,
    ]);
    // `npm run assemble` makes them anew.
    expect(readFileSync(made).equals(readFileSync(new URL('loops.wasm', FOLDER)))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['Context', context],
  ['Slot', slot],
  ['Pairs', pairs],
  ['Fold', fold],
  ['Cells', cells],
  ['Recipes', recipes],
  ['Renamed', renamed],
  ['Plain', plain],
  ['Group', group],
])('the fields of %s are where the loops look for them', (name, places) => {
  expect(Object.keys(places)).toEqual(fieldsOf(name));
  expect(Object.values(places)).toEqual([...Object.keys(places).keys()]);
});

test('what may be missing has the same numbers on both sides', () => {
  const source = readFileSync(new URL('source/context.ts', FOLDER), 'utf8');
  const numbers = [...source.matchAll(/export const (\w+): i32 = (\d+);/g)].map(
    ([, name = '', number]) => [name.toLowerCase(), Number(number)] as const,
  );
  expect(Object.fromEntries(numbers)).toEqual({ ...MISSING });
});
