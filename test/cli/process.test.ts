import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'holds-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A program of one module. */
function programOf(code: string): string {
  const file = join(folder, 'program.ts');
  writeFileSync(file, code);
  return file;
}

/** Runs a command as a user does, in a process of its own and without a terminal. */
function started(
  args: readonly string[],
  script = 'specs/check.ts',
  env: Readonly<Record<string, string>> = {},
  cwd = process.cwd(),
) {
  const start = [resolve('checker/cli/start.mjs'), resolve(script)];
  const child = spawn(process.execPath, [...start, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm has its own say on standard error.
    env: { ...process.env, npm_config_loglevel: 'silent', ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    said.out += data;
  });
  child.stderr.on('data', (data) => {
    said.err += data;
  });
  return new Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>(
    (resolve) => child.on('close', (code) => resolve({ code, ...said })),
  );
}

test('the list of specs', async () => {
  const { code, out, err } = await started([]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^raft +\d+ variants {2}/m);
});

test.each([
  [['rft'], 'There is no spec "rft". Did you mean raft?'],
  [['raft', '--set', 'servers=zero'], 'Nearest: servers=3.'],
  [['raft', '--set', 'servers=99'], 'Nearest: servers=5.'],
  [['raft', '--variant', 'nosuch'], 'There is no variant of raft "nosuch".'],
  [['raft', '--max-states', '-5'], 'Nearest: --max-states 1.'],
  [['raft', '--set', 'nosuch=1'], 'There is no parameter of raft "nosuch".'],
  [['raft', '--format', 'xml'], '--format xml is not possible'],
])('%j: 2, in one line and without a stack trace', async (args, said) => {
  const { code, out, err } = await started(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

test('a limit: 3, one JSON object, the same counts every time', async () => {
  const args = ['raft', '--max-states', '1000', '--format', 'json'];
  const [first, second] = [await started(args), await started(args)];
  expect([first.code, second.code]).toEqual([3, 3]);
  const counts = ({ out }: { readonly out: string }) => {
    const { states, transitions, outcome, complete } = JSON.parse(out);
    return { states, transitions, outcome, complete };
  };
  expect(counts(first)).toMatchObject({ states: 1000, outcome: 'inconclusive', complete: false });
  expect(counts(second)).toEqual(counts(first));
});

test.each([
  ['for the process', ['raft', '--memory', '170'], {}],
  ['of its heap', ['raft', '--set', 'maxTerm=3'], { NODE_OPTIONS: '--max-old-space-size=32' }],
])('too little memory %s: 3, with a report', { timeout: 240_000 }, async (_, args, env) => {
  const { code, out } = await started(args, 'specs/check.ts', env);
  expect(code).toBe(3);
  expect(out).toContain('INCONCLUSIVE  raft');
  expect(out).toContain('The search ran out of memory');
  expect(out).not.toContain(' holds');
});

test('no trace file: 2', async () => {
  const { code, err } = await started(['package.json'], 'specs/replay.ts');
  expect(code).toBe(2);
  expect(err).toMatch(/^This is no trace file: .*\n$/);
});

test('a module that cannot be read: 2, with its place, what is wrong, and no stack trace', async () => {
  const { code, out, err } = await started([], programOf('export const one = 1;\nconst two = ;\n'));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('program.ts:2:12');
  expect(err).toContain('Unexpected ";"');
  expect(err).not.toMatch(/^ +at /m);
});

test('no program: 2', async () => {
  const { code, err } = await started([], join(folder, 'nosuch.ts'));
  expect(code).toBe(2);
  expect(err).toContain('nosuch.ts');
});

test('what is frozen cannot be written in silence, and everything has its name', async () => {
  const { code, out } = await started(
    ['one', '--two'],
    programOf(`
      const state: { term: number } = Object.freeze({ term: 1 });
      const raise = () => { state.term = 2; };
      try { raise(); } catch (error) { console.log(raise.name, String(error)); }
      console.log(JSON.stringify(process.argv.slice(2)));`),
  );
  expect(code).toBe(0);
  expect(out).toMatch(/^raise TypeError: Cannot assign to read only property 'term'/);
  expect(out).toContain('["one","--two"]');
});

test('a command that ends without an answer: 70', async () => {
  const { code, out } = await started(
    ['raft'],
    programOf(`
      import { runHere } from '${resolve('checker/cli/node.ts')}';
      void runHere('check', () => new Promise(() => {}));`),
  );
  expect({ code, out }).toEqual({ code: 70, out: '' });
});

test('a violation is written down and drawn: 1', async () => {
  const args = ['two-phase-commit', '--variant', 'commits-on-first-yes'];
  const { code } = await started(args, 'specs/check.ts', {}, folder);
  expect(code).toBe(1);
  const file = 'counterexamples/two-phase-commit/commits-on-first-yes.svg';
  expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(file, 'utf8'));
});
