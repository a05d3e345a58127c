// Runs the program in TypeScript that the first argument names, with the arguments after it.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runAsProgram } from '../loading/one-script.mjs';

const [program] = process.argv.splice(2, 1);
try {
  runAsProgram(pathToFileURL(resolve(program)), import.meta.url);
} catch (error) {
  if (!Array.isArray(error.errors)) throw error;
  // What stands in the models cannot be read: a mistake of their author.
  const { formatMessagesSync } = await import('esbuild');
  process.stderr.write(formatMessagesSync(error.errors, { kind: 'error' }).join(''));
  process.exitCode = 2;
}
