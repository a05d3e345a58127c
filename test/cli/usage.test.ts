import { expect, test } from 'vitest';
import { run } from './fake-io.ts';
import { smallSpecs } from './small-specs.ts';

/** What is said to a wrong command line. */
async function complaint(line: string): Promise<string> {
  const { code, out, err } = await run(line.split(' '), smallSpecs);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err.endsWith('\n')).toBe(true);
  return err.trimEnd();
}

test.each([
  ['check rom', 'There is no spec "rom". Did you mean room?'],
  [
    'check room --variant unlokced',
    'There is no variant of room "unlokced". Did you mean unlocked?',
  ],
  [
    'check room --set guests=zero',
    'guests=zero is not possible: guests is a whole number from 1 to 4. Nearest: guests=2.',
  ],
  [
    'check room --set guests=99',
    'guests=99 is not possible: guests is a whole number from 1 to 4. Nearest: guests=4.',
  ],
  ['check room --set guest=1', 'There is no parameter of room "guest". Did you mean guests?'],
  ['check room --set guests', '--set guests is not possible: write --set name=value.'],
  [
    'check room --max-states -5',
    '--max-states -5 is not possible: it takes a whole number, at least 1. Nearest: --max-states 1.',
  ],
  [
    'check room --max-depth deep',
    '--max-depth deep is not possible: it takes a whole number, at least 1. Nearest: --max-depth 1.',
  ],
  [
    'check room --max-seconds 0',
    '--max-seconds 0 is not possible: it takes a whole number, at least 1. Nearest: --max-seconds 1.',
  ],
  [
    'check room --seed 4294967296',
    '--seed 4294967296 is not possible: it takes a whole number, at most 4294967295. Nearest: --seed 4294967295.',
  ],
  ['check room --compact --workers 2', '--compact does not go with --workers 2, only with 1.'],
  [
    'check room --workers 2 --strategy dfs',
    '--workers 2 does not go with --strategy dfs, which one thread does.',
  ],
  [
    'check room --strategy dfss',
    '--strategy dfss is not possible: it is bfs or dfs or random. Did you mean dfs?',
  ],
  ['check room --symmetry yes', '--symmetry yes is not possible: it is on or off.'],
  ['check room --format xml', '--format xml is not possible: it is text or json.'],
  ['check room --formt json', "Unknown option '--formt'. Did you mean --format?"],
  ['check room --zzzzzzzzzz', "Unknown option '--zzzzzzzzzz'. See --help."],
  ['check room --variant', "Option '--variant <name>' argument missing."],
  [
    'check room 1000',
    'There is more than one name. Options go after --, as in: npm run check raft -- --max-states 1000',
  ],
  ['check --update', '--update goes with --all.'],
  ['check --max-states 5', '--max-states needs the name of a spec: npm run check NAME -- …'],
  [
    'check --all --set guests=1',
    '--set does not go with --all, which checks everything as it is declared.',
  ],
  ['check rom --all', 'There is no spec "rom". Did you mean room?'],
  ['replay', "Missing required argument 'file'."],
  ['replay nothing.json', 'There is no file nothing.json.'],
  ['chekc room', 'There is no command "chekc". Did you mean check?'],
])('%s', async (line, said) => {
  expect(await complaint(line)).toBe(said);
});

test.each(['toString', 'constructor', '__proto__'])(
  '%s is no parameter and no variant',
  async (name) => {
    expect(await complaint(`check room --set ${name}=1`)).toContain(
      `There is no parameter of room "${name}".`,
    );
    expect(await complaint(`check room --variant ${name}`)).toContain(
      `There is no variant of room "${name}".`,
    );
  },
);

test('an option that npm kept for itself is not passed over in silence', async () => {
  const { code, err } = await run(['check', 'room'], smallSpecs, {
    swallowed: ['--variant=unlocked'],
  });
  expect(code).toBe(2);
  expect(err).toBe(
    'npm took --variant=unlocked for itself. Options go after --: npm run check room -- --variant=unlocked\n',
  );
});

test('help goes to standard output and says the exit codes', async () => {
  const { code, out, err } = await run(['check', '--help'], smallSpecs);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const option of ['--set', '--variant', '--memory', '--all', '--update'])
    expect(out).toContain(option);
  expect(out).toContain('130 interrupted');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('without a name, every spec is listed on a line', async () => {
  const { code, out } = await run(['check'], smallSpecs);
  expect(code).toBe(0);
  expect(out).toMatchInlineSnapshot(`
    "room      1 variant  a room for one guest at a time
    mild      1 variant  a variant that breaks nothing
    vacuous  0 variants  a witness that does not exist
    endless  0 variants  a counter that never stops
    faulty   0 variants  a date in a state
    "
  `);
});

test('the list as JSON names properties, parameters and variants', async () => {
  const { out } = await run(['check', '--format', 'json'], smallSpecs);
  expect(JSON.parse(out).specs[0]).toMatchObject({
    name: 'room',
    properties: ['at most one guest is inside', 'everybody has been inside'],
    parameters: { guests: { type: 'integer', default: 2, from: 1, to: 4 } },
    variants: [{ name: 'unlocked', violates: 'at most one guest is inside' }],
  });
});
