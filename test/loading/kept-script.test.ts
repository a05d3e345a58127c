import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';

let project = '';
const inProject = (path: string) => join(project, path);

/** A project with the files that start a command, and a program of two modules. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'holds-'));
  for (const path of ['checker/loading', 'checker/cli/start.mjs'])
    cpSync(resolve(path), inProject(path), { recursive: true });
  writeFileSync(inProject('package.json'), '{}');
  mkdirSync(inProject('node_modules'));
  haveEsbuild(true);
  mkdirSync(inProject('models'));
  programIs(
    `import { answer } from './answer.ts';\nclass Model { answer: number | undefined; }\nconsole.log(answer, Object.keys(new Model()).length);\n`,
  );
  answerIs('41');
});

afterEach(() => rmSync(project, { recursive: true }));

function haveEsbuild(isThere: boolean) {
  for (const name of ['esbuild', '@esbuild']) {
    if (isThere) symlinkSync(resolve('node_modules', name), inProject(`node_modules/${name}`));
    else rmSync(inProject(`node_modules/${name}`));
  }
}

const programIs = (text: string) => writeFileSync(inProject('models/program.ts'), text);

/** Puts a package there that is one value. */
function packageAt(path: string, value: string) {
  mkdirSync(inProject(path), { recursive: true });
  writeFileSync(inProject(`${path}/package.json`), '{"main": "index.js"}');
  writeFileSync(inProject(`${path}/index.js`), `module.exports = ${value};\n`);
}

const answerIs = (value: string) =>
  writeFileSync(inProject('models/answer.ts'), `export const answer: number = ${value};\n`);

/** What was just written may be written again before anybody could see that by the clock, and is not relied on. */
const settled = () => setTimeout(1200);

/** What the program says; and where nothing was kept and nothing can be put together, an error. */
function said(): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [inProject('checker/cli/start.mjs'), inProject('models/program.ts')],
    { encoding: 'utf8' },
  );
  return stdout + stderr;
}

test('a program that is as it was is not put together again', async () => {
  await settled();
  expect(said()).toBe('41 1\n');
  haveEsbuild(false);
  expect(said()).toBe('41 1\n');
  answerIs('42');
  expect(said()).toContain('esbuild');
});

test('nor is it kept if it was changed just before', () => {
  expect(said()).toBe('41 1\n');
  haveEsbuild(false);
  expect(said()).toContain('esbuild');
});

test('nor if what is not there any more was taken away meanwhile', async () => {
  await settled();
  const kept = (away: string) => {
    const code = `
      import { rmSync } from 'node:fs';
      import { KeptScripts } from './checker/loading/kept-script.mjs';
      const scripts = new KeptScripts(${JSON.stringify(inProject('kept'))});
      const begun = Date.now();
      rmSync('${away}', { force: true });
      scripts.keep('name', 'text', [${JSON.stringify(inProject('models/answer.ts'))}], begun);
      console.log(scripts.find('name'));`;
    const args = ['--input-type=module', '-e', code];
    return spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' }).stdout;
  };
  writeFileSync(inProject('models/package.json'), '{}');
  await settled();
  expect(kept('models/package.json')).toBe('undefined\n');
  await settled();
  expect(kept('models/package.json')).toBe('text\n');
});

test('one of which a module is another by now is', async () => {
  await settled();
  expect(said()).toBe('41 1\n');
  answerIs('42');
  expect(said()).toBe('42 1\n');
  answerIs('41');
  expect(said()).toBe('41 1\n');
});

test('so is one for which another package is nearer by now', async () => {
  packageAt('node_modules/dep', '"far"');
  programIs(`import dep from 'dep';\nconsole.log(dep);\n`);
  await settled();
  expect(said()).toBe('far\n');
  haveEsbuild(false);
  expect(said()).toBe('far\n');
  haveEsbuild(true);
  packageAt('models/node_modules/dep', '"near"');
  expect(said()).toBe('near\n');
});

test('so is one whose package is told to be another', async () => {
  packageAt('node_modules/dep', '"one"');
  writeFileSync(inProject('node_modules/dep/other.js'), 'module.exports = "other";\n');
  programIs(`import dep from 'dep';\nconsole.log(dep);\n`);
  await settled();
  expect(said()).toBe('one\n');
  writeFileSync(inProject('node_modules/dep/package.json'), '{"main": "other.js"}');
  expect(said()).toBe('other\n');
});

test.each(['./answer', './answer.js', './answer.ts?x'])(
  'one that imports %s is not kept, since another file may come to be that',
  async (path) => {
    programIs(`import { answer } from '${path}';\nconsole.log(answer);\n`);
    await settled();
    expect(said()).toBe('41\n');
    haveEsbuild(false);
    expect(said()).toContain('esbuild');
  },
);

test('how a compiler is told to read modules changes nothing', async () => {
  await settled();
  expect(said()).toBe('41 1\n');
  const settings = { compilerOptions: { useDefineForClassFields: false } };
  writeFileSync(inProject('models/tsconfig.json'), JSON.stringify(settings));
  expect(said()).toBe('41 1\n');
  answerIs('42');
  expect(said()).toBe('42 1\n');
});

test('so is one that is put together in another way', async () => {
  await settled();
  expect(said()).toBe('41 1\n');
  const maker = inProject('checker/loading/one-script.mjs');
  writeFileSync(maker, readFileSync(maker, 'utf8').replace('"use strict";', 'console.log("so");'));
  expect(said()).toBe('so\n41 1\n');
});

test('what was kept and is damaged is not run', async () => {
  await settled();
  expect(said()).toBe('41 1\n');
  const folder = inProject('node_modules/.cache/holds');
  const [name] = readdirSync(folder);
  const file = join(folder, name ?? '');
  const kept = readFileSync(file, 'utf8');
  expect(kept).toContain('41;');
  for (const damaged of [kept.replace('41;', '43;'), kept.slice(0, -10), '', '{}\n']) {
    writeFileSync(file, damaged);
    expect(said()).toBe('41 1\n');
  }
});

test('where nothing can be kept it runs all the same', () => {
  writeFileSync(inProject('node_modules/.cache'), 'not a folder');
  expect(said()).toBe('41 1\n');
  expect(said()).toBe('41 1\n');
});
