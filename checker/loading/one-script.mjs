import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { KeptScripts } from './kept-script.mjs';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const kept = new KeptScripts(join(PROJECT, 'node_modules/.cache/holds'));
const load = createRequire(import.meta.url);

/** What makes a script, besides the modules that it is made of. */
const MAKERS = [import.meta.url, new URL('kept-script.mjs', import.meta.url)].map(fileURLToPath);

/**
 * Runs a program in TypeScript, with all its modules put together into one script. One by one, the 350 modules of a
 * command take a loader four times as long to load.
 * @param program the URL of its first module
 * @param place the URL that `import.meta.url` is in all of its modules: of a file in a folder of checker/
 * @throws BuildFailure, with what is wrong and where, if a module cannot be read
 */
export function runAsOneScript(program, place) {
  run(scriptOf(program, place));
}

/** Where other threads find the program; `workers/threads.ts` looks there, too. A copy is made for each thread that is started. */
const PROGRAM = 'the program of the main thread';

/** Runs a program, so that other threads can run the same. */
export const runAsProgram = (program, place) => run(offerProgram(program, place));

/** Has other threads run a program, as it is now: its files may be others by then. */
export function offerProgram(program, place) {
  const script = scriptOf(program, place);
  setEnvironmentData(PROGRAM, script);
  return script;
}

/** Where it is said that a program asks for chance or time while it is loaded; `workers/orders.ts` names it, too. */
const CHANCE = 'the program is another one each time';

/** Runs the program of the main thread in this one, and takes note whether it may be another one each time. */
export function runSameProgram() {
  const note = (functions, name) => {
    const real = functions[name];
    functions[name] = (...given) => {
      // Packages may, as Immutable.js does while it is loaded: what a model asks for is what counts.
      if (!new Error().stack.includes('node_modules')) setEnvironmentData(CHANCE, true);
      return real.apply(functions, given);
    };
  };
  note(Math, 'random');
  note(Date, 'now');
  run(getEnvironmentData(PROGRAM));
}

function scriptOf(program, place) {
  const file = fileURLToPath(program);
  const name = JSON.stringify([file, place]);
  return { text: kept.find(name) ?? putTogether(file, place, name), file };
}

function run({ text, file }) {
  const script = compileFunction(text, ['require'], {
    // In errors, lines are those of the script.
    filename: `${file} (one script)`,
  });
  script(createRequire(file));
}

function putTogether(file, place, name) {
  // By a process and not by a thread that starts one: 0.1 s less.
  process.env.ESBUILD_WORKER_THREADS = '0';
  const begun = Date.now();
  const { outputFiles, metafile } = load('esbuild').buildSync({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
    platform: 'node',
    format: 'cjs',
    keepNames: true,
    // Those of the project that matter here: so none are looked for.
    tsconfigRaw: { compilerOptions: { target: 'es2023', verbatimModuleSyntax: true } },
    // Loaded when something is drawn; parts of it cannot be put together.
    external: ['graphviz-cli'],
    define: { 'import.meta.url': JSON.stringify(place) },
    // As modules are; else writing to what is frozen would pass without an error.
    banner: { js: '"use strict";' },
  });
  const { text } = outputFiles[0];
  const files = Object.keys(metafile.inputs).map(pathOf);
  const makers = [...MAKERS, load.resolve('esbuild/package.json')];
  if (isPlain(file, metafile.inputs)) kept.keep(name, text, [...files, ...makers], begun);
  return text;
}

/** Paths are given from where the process is. */
const pathOf = (path) => resolve(path);

/**
 * Whether it is known of a program of the project which files it is made of: each import of its own modules names the very file, so
 * that no other can take its place by coming to be. Of programs elsewhere (of tests, say) nobody would know when they are gone.
 */
function isPlain(file, inputs) {
  if (!file.startsWith(PROJECT) || realpathSync(file) !== file) return false;
  return Object.entries(inputs).every(([input, { imports }]) => {
    const importer = pathOf(input);
    if (!existsSync(importer)) return false;
    if (importer.includes(`${sep}node_modules${sep}`)) return true;
    return imports.every(
      ({ path, original, external }) =>
        external ||
        !original?.startsWith('.') ||
        join(dirname(importer), original) === pathOf(path),
    );
  });
}
