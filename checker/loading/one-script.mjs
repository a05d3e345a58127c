import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import { KeptScripts } from './kept-script.mjs';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const kept = new KeptScripts(resolve(PROJECT, 'node_modules/.cache/holds'));

/**
 * Runs a program in TypeScript, with all its modules put together into one script. One by one, the 350 modules of a
 * command take a loader four times as long to load.
 * @param program the URL of its first module
 * @param place the URL that `import.meta.url` is in all of its modules: of a file in a folder of checker/
 * @throws BuildFailure, with what is wrong and where, if a module cannot be read
 */
export function runAsOneScript(program, place) {
  const file = fileURLToPath(program);
  // Of programs elsewhere (of tests, say) nothing is kept: nobody would know when they are gone.
  const isKept = file.startsWith(PROJECT);
  const name = JSON.stringify([file, place]);
  const text = (isKept && kept.find(name)) || putTogether(file, place, isKept ? name : undefined);
  const run = compileFunction(text, ['require'], {
    // In errors, lines are those of the script.
    filename: `${file} (one script)`,
  });
  run(createRequire(program));
}

/** @param name by which it is to be kept; undefined if it is not */
function putTogether(file, place, name) {
  // By a process and not by a thread that starts one: 0.1 s less.
  process.env.ESBUILD_WORKER_THREADS = '0';
  const begun = Date.now();
  const load = createRequire(import.meta.url);
  const { buildSync } = load('esbuild');
  const { outputFiles, metafile } = buildSync({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
    platform: 'node',
    format: 'cjs',
    keepNames: true,
    // Loaded when something is drawn; parts of it cannot be put together.
    external: ['graphviz-cli'],
    define: { 'import.meta.url': JSON.stringify(place) },
    // As modules are; else writing to what is frozen would pass without an error.
    banner: { js: '"use strict";' },
  });
  const { text } = outputFiles[0];
  // Their paths are given from where the process is.
  const modules = Object.keys(metafile.inputs).map((path) => resolve(path));
  const makers = [fileURLToPath(import.meta.url), load.resolve('esbuild/package.json')];
  if (name !== undefined) kept.keep(name, text, [...modules, ...makers], begun);
  return text;
}
