import { expect, test } from 'vitest';
import { run } from './fake-io.ts';
import { endlessSpec, mildSpec, roomSpec } from './small-specs.ts';

const all = (line: string, specs = [roomSpec], files = new Map<string, string>()) =>
  run(`check ${line}`.split(' '), specs, { files });

/** The counterexamples of the room, as they should be. */
const committed = async () => (await all('--all --update')).files;

test('all as declared, and every file as committed: 0', async () => {
  const { code, out } = await all('--all', [roomSpec], await committed());
  expect(code).toBe(0);
  expect(out.replaceAll(/\d\.\d\d s/g, '0.00 s')).toMatchInlineSnapshot(`
    "✓ room           holds                   5 states    0.00 s
    ✓ room unlocked  violated                4 states    0.00 s   2 steps

    2 of 2 checks as expected
    "
  `);
});

test.each([
  ['missing', undefined, 'counterexamples/room/unlocked.svg is missing.'],
  ['different', 'other', 'counterexamples/room/unlocked.svg is not what this check gives.'],
])('a file that is %s: 1, until it is updated', async (_, text, said) => {
  const files = await committed();
  const right = files.get('counterexamples/room/unlocked.svg');
  if (text === undefined) files.delete('counterexamples/room/unlocked.svg');
  else files.set('counterexamples/room/unlocked.svg', text);
  const { code, out } = await all('--all', [roomSpec], files);
  expect(code).toBe(1);
  expect(out).toContain(said);
  expect(out).toContain('--all --update');
  expect(files.get('counterexamples/room/unlocked.svg')).toBe(text);
  expect((await all('--all --update', [roomSpec], files)).code).toBe(0);
  expect(files.get('counterexamples/room/unlocked.svg')).toBe(right);
});

test('a variant that breaks something else, a spec that is violated: 1, and no file is written', async () => {
  const { code, out, files } = await all('--all --update', [mildSpec]);
  expect({ code, files: files.size }).toEqual({ code: 1, files: 0 });
  expect(out).toContain('✗ mild ');
  expect(out).toContain('✗ mild mild');
  expect(out).toContain('0 of 2 checks as expected');
});

test('a check that a limit ends: 3', async () => {
  const { code, out } = await all('--all --max-states 20', [endlessSpec]);
  expect(code).toBe(3);
  expect(out).toContain('? endless  inconclusive');
  expect(out).not.toMatch(/hold/i);
});

test('a failure weighs more than a limit', async () => {
  expect((await all('--all --max-states 20', [endlessSpec, mildSpec])).code).toBe(1);
});

test('with a name, only that spec and its variants', async () => {
  const { code, out } = await all('room --all', [mildSpec, roomSpec], await committed());
  expect(code).toBe(0);
  expect(out).not.toContain('mild');
});

test('interrupted: 130, and no further check is begun', async () => {
  const { code, out } = await run(['check', '--all'], [endlessSpec, roomSpec], {
    onInterrupt: (stop) => void setTimeout(stop, 50),
  });
  expect(code).toBe(130);
  expect(out).toContain('0 of 3 checks as expected');
  expect(out).not.toContain('room');
});

test('--format json prints one object', async () => {
  const { code, out } = await all('--all --format json');
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    passed: false,
    planned: 2,
    checks: [
      { spec: 'room', variant: null, state: 'passed', outcome: 'holds' },
      { spec: 'room', variant: 'unlocked', state: 'failed', outcome: 'violated' },
    ],
  });
});
