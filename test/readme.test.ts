import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCommand } from '../checker/cli/options.ts';
import { resultsOnFile } from '../checker/cli/results-files.ts';
import type { Spec } from '../checker/index.ts';
import { withSpecTable } from '../checker/report/spec-table.ts';
import { specs as allSpecs } from '../specs/index.ts';
import { run } from './cli/fake-io.ts';

const readme = readFileSync('README.md', 'utf8');

/** The blocks of code in a language. */
const blocks = (language: string): readonly string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, code = '']) => code,
  );

/** The command lines, each with what its comment says. */
const commands = blocks('sh')
  .flatMap((block) => block.trim().split('\n'))
  .map((line) => {
    const [command = '', verdict] = line.split(/ +# /);
    return { command, verdict };
  });

/** Where the files of the first model are, one folder deeper than the files of the project. */
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join('test', '.readme-'));
  for (const code of blocks('ts')) {
    const [, path = ''] = /^\/\/ (\S+)\n/.exec(code) ?? [];
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code.replaceAll("'../checker/", "'../../../checker/"));
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../../tsconfig.json', include: ['models', 'specs'] }),
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const firstSpec = async (): Promise<Spec> =>
  (await import(join(process.cwd(), folder, 'specs/lock-server.ts'))).lockServerSpec;

test('the first model is of 40 lines at most', () => {
  const [model = ''] = blocks('ts');
  expect(model.trim().split('\n').length).toBeLessThanOrEqual(40);
});

test('the first model and its spec are well typed', { timeout: 120_000 }, () => {
  const { status, stdout } = spawnSync('node_modules/.bin/tsc', ['-p', folder], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test.each(commands.filter(({ verdict }) => verdict !== undefined))(
  '$command: $verdict',
  async ({ command, verdict }) => {
    const args = command
      .replace(/^npm run /, '')
      .split(' ')
      .filter((word) => word !== '--');
    const { out } = await run(args, [await firstSpec()]);
    expect(out).toContain(`  ${verdict}  lock-server`);
  },
);

test('its counterexample takes as many steps as is said', async () => {
  const { out } = await run('check lock-server --variant duplication'.split(' '), [
    await firstSpec(),
  ]);
  expect(readme).toContain('takes ten steps');
  expect(out).toContain('after 10 steps');
});

test('the commands on Raft speak of what there is', () => {
  const raft = allSpecs.find(({ name }) => name === 'raft');
  const { parameters = {}, variants = {} } = raft ?? {};
  const defaults = Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]) => [name, parameter.default]),
  );
  expect(defaults).toMatchObject({ servers: 3, loss: 1, duplication: 1, crash: 1, restart: 1 });
  expect(defaults).toMatchObject({ maxTerm: 2, maxLog: 2 });
  expect(Object.keys(variants)).toContain('vote-not-durable');
});

test('every option is in the table, and every option of the table exists', () => {
  const told = new Set([...readme.matchAll(/--[a-z]+(?:-[a-z]+)*/g)].map(([option]) => option));
  const real = checkCommand().options.map(({ long }) => long);
  expect([...told].sort()).toEqual([...real].sort());
});

test('the table of specs is that of the results on file', () => {
  const files = { read: (path: string) => textOf(path), write: () => {}, list: () => [] };
  expect(withSpecTable(readme, resultsOnFile(files))).toBe(readme);
});

const textOf = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
