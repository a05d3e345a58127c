import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

/** The top folders that each may import, besides itself. Arrows point inward, to checker/. */
const TOP: Readonly<Record<string, readonly string[]>> = {
  checker: [],
  models: ['checker'],
  specs: ['checker', 'models'],
  test: ['checker', 'models', 'specs'],
};

/** The folders that each folder of checker/ may import, besides itself and the files that stand in checker/. */
const INNER: Readonly<Record<string, readonly string[]>> = {
  model: [],
  // Compiled loops, and the memory that they work in.
  assembly: [],
  // JavaScript, since it is what loads TypeScript.
  loading: [],
  faults: [],
  store: ['assembly'],
  // Numbers alone: it does not even know where its graph comes from.
  liveness: [],
  // Integers and renaming: knows no slots of a model, and nothing of a search.
  reduction: ['model', 'store'],
  property: ['faults', 'model', 'trace'],
  linearizability: ['model', 'property', 'trace'],
  spec: ['faults', 'model', 'property'],
  // A trace is evidence: what follows one shares nothing with what found it.
  trace: ['faults', 'model', 'property', 'spec'],
  // Strategies see integers only: of models and traces they know no more than types of results.
  explore: ['assembly', 'store', 'liveness', 'model', 'property', 'trace'],
  workers: ['assembly', 'explore', 'kernel', 'loading', 'model', 'spec', 'store'],
  kernel: [
    'assembly',
    'explore',
    'faults',
    'liveness',
    'model',
    'property',
    'reduction',
    'spec',
    'store',
    'trace',
  ],
  // A picture is made of a finished trace alone.
  render: ['faults', 'model', 'trace'],
  report: ['explore', 'faults', 'model', 'spec', 'trace'],
  cli: [
    'explore',
    'faults',
    'loading',
    'model',
    'property',
    'render',
    'report',
    'spec',
    'trace',
    'workers',
  ],
};

/** Where more than types may be imported from, for folders that see the others' types only. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  explore: ['assembly', 'store', 'liveness'],
  report: ['faults', 'model', 'spec', 'trace'],
};

/** The files that stand in checker/ and may be imported by every folder in it. */
const SHARED = ['checker/errors.ts', 'checker/nearest.ts'];

/** What only some files may touch: the world outside of a search. */
const OUTSIDE: readonly { readonly what: string; readonly use: RegExp; readonly by: string[] }[] = [
  {
    what: 'files, streams, signals and arguments',
    use: /\bprocess\.(?!memoryUsage|id\b|role|symmetric)\w+|\bconsole\.|from 'node:(?!v8|util)/,
    by: [
      'checker/assembly/loops.ts',
      'checker/cli/node.ts',
      'checker/cli/start.mjs',
      'checker/loading/kept-script.mjs',
      'checker/loading/one-script.mjs',
      'checker/workers/orders.ts',
      'checker/workers/threads.ts',
      'checker/workers/worker.ts',
    ],
  },
  {
    what: 'the clock and the dice',
    use: /\bDate\b|\bperformance\.|\bMath\.random|\bset(Timeout|Interval)\b|\bcrypto\b/,
    // The search is timed; the calls of a model are kept from the clock; the command line tells the time.
    // What is kept of a program has a digest, and is not of a file that was just changed.
    by: [
      'checker/check.ts',
      'checker/kernel/model-calls.ts',
      'checker/cli/node.ts',
      'checker/loading/kept-script.mjs',
      'checker/loading/one-script.mjs',
    ],
  },
  {
    what: 'the memory in use',
    use: /\bprocess\.memoryUsage|from 'node:v8'/,
    by: ['checker/check.ts'],
  },
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isType: boolean;
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name))
    .map((name) => join(folder, name).replaceAll(sep, '/'));

/** The code of a file, without comments; without texts as well, where those would mislead. */
function codeOf(file: string, withTexts: boolean): string {
  const code = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
  return withTexts ? code : code.replace(/'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, "''");
}

function importsOf(file: string): readonly Import[] {
  const statements = codeOf(file, true).matchAll(
    /^(import|export)( type)?\s(?:([^;']*?)\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/gm,
  );
  return [...statements].map(([, , type, names = '', from, dynamic]) => {
    const path = from ?? dynamic ?? '';
    const target = path.startsWith('.') ? join(dirname(file), path).replaceAll(sep, '/') : path;
    const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]?.split(',') ?? [names];
    const onlyTypes = listed.every((name) => /^\s*(type\s|$)/.test(name)) && names !== '';
    return { file, target, isType: type !== undefined || onlyTypes };
  });
}

const shown = ({ file, target }: Import): string => `${file} imports ${target}`;
const isOwn = ({ target }: Import): boolean => /^(checker|models|specs|test)\//.test(target);
const folderOf = (file: string): string => file.split('/')[1] ?? '';

test('what is looked at is there', () => {
  const folders = readdirSync('checker', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.toSorted()).toEqual(Object.keys(INNER).toSorted());
  expect(importsOf('checker/check.ts').filter(isOwn).length).toBeGreaterThan(5);
  expect(importsOf('checker/explore/search.ts')).toContainEqual({
    file: 'checker/explore/search.ts',
    target: 'checker/store/state-store.ts',
    isType: false,
  });
});

describe('imports point inward', () => {
  test.each(Object.entries(TOP))('from %s/', (folder, others) => {
    const strays = filesIn(folder)
      .flatMap(importsOf)
      .filter((one) => isOwn(one) && ![folder, ...others].includes(one.target.split('/')[0]!));
    expect(strays.map(shown)).toEqual([]);
  });

  test.each(Object.entries(INNER))('from checker/%s/', (folder, others) => {
    const isStray = (one: Import) =>
      !SHARED.includes(one.target) &&
      (/\.(ts|mjs)$/.test(folderOf(one.target))
        ? folder !== 'cli'
        : ![folder, ...others].includes(folderOf(one.target)));
    const strays = filesIn(`checker/${folder}`).flatMap(importsOf).filter(isOwn).filter(isStray);
    expect(strays.map(shown)).toEqual([]);
  });

  test.each(Object.entries(VALUES))('from checker/%s/, more than types', (folder, others) => {
    const strays = filesIn(`checker/${folder}`)
      .flatMap(importsOf)
      .filter((one) => isOwn(one) && !one.isType && !SHARED.includes(one.target))
      .filter(({ target }) => ![folder, ...others].includes(folderOf(target)));
    expect(strays.map(shown)).toEqual([]);
  });
});

describe('models and specs', () => {
  test.each(['models', 'specs'])(
    '%s/ knows of the checker what it shows, and of packages immutable',
    (folder) => {
      const strays = filesIn(folder)
        .flatMap(importsOf)
        .filter(({ target }) => !/^(models|specs)\//.test(target))
        .filter(({ target }) => !['immutable', 'checker/index.ts'].includes(target))
        // The two programs hand the list of specs to the command line.
        .filter(
          ({ file, target }) =>
            !(/^specs\/(check|replay)\.ts$/.test(file) && target === 'checker/cli/node.ts'),
        );
      expect(strays.map(shown)).toEqual([]);
    },
  );

  test.each([
    ['any', /\bany\b/],
    ['a cast', /\bas\s+(?!const\b)[\w{([]/],
    ['a non-null assertion', /[\w)\]]!(?!=)/],
    ['a suppressed error', /@ts-|biome-ignore/],
  ])('are written without %s', (_, pattern) => {
    const found = ['models', 'specs']
      .flatMap(filesIn)
      .filter((file) =>
        pattern.test(
          pattern.source.startsWith('@')
            ? readFileSync(file, 'utf8')
            : codeOf(file, false).replace(/^(import|export)\s[^;]*;/gm, ''),
        ),
      );
    expect(found).toEqual([]);
  });
});

test.each(OUTSIDE)('only some files of the checker touch $what', ({ use, by }) => {
  const found = filesIn('checker').filter((file) =>
    use.test(use.source.includes('from') ? codeOf(file, true) : codeOf(file, false)),
  );
  expect(found.filter((file) => !by.includes(file))).toEqual([]);
});
