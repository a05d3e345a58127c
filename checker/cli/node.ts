import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { isMainThread } from 'node:worker_threads';
import { shareProgram } from '../workers/threads.ts';
import { work } from '../workers/worker.ts';
import { EXIT } from './exit-code.ts';
import { interrupts } from './interrupts.ts';
import type { Files, Io, Output } from './io.ts';
import { loaded, main, type Specs } from './main.ts';
import { swallowedBy } from './swallowed.ts';

/** Runs a command with the arguments, files and signals of this process, and sets its exit code. */
export async function runHere(command: string, specs: Specs): Promise<void> {
  // A thread of a search has the model of it by running the same program.
  if (!isMainThread) return work(await loaded(specs));
  shareProgram();
  // What it is if the process ends before there is an answer, which nobody must take for one.
  process.exitCode = EXIT.bug;
  process.exitCode = await main([command, ...process.argv.slice(2)], specs, nodeIo());
}

function nodeIo(): Io {
  leaveWhenNobodyReads(process.stdout);
  leaveWhenNobodyReads(process.stderr);
  return {
    out: output(process.stdout),
    err: output(process.stderr),
    files,
    megabytes: allowedBytes() / 2 ** 20,
    cores: availableParallelism(),
    onInterrupt(stop) {
      const heard = interrupts(
        stop,
        () => process.exit(EXIT.interrupted),
        () => performance.now(),
      );
      process.on('SIGINT', heard);
      return () => process.off('SIGINT', heard);
    },
    swallowed: swallowedBy(process.env),
  };
}

const output = (stream: WriteStream): Output => ({
  write: (text) => {
    stream.write(text);
  },
  isTerminal: stream.isTTY === true,
  columns: stream.columns || 100,
});

/** A reader that has seen enough (`| head`) closes the pipe: then there is nothing more to say. */
function leaveWhenNobodyReads(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

/** The memory of the machine, or what a container leaves of it. */
function allowedBytes(): number {
  const constrained = process.constrainedMemory() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

const files: Files = {
  read: (path) => ifThere(() => readFileSync(path, 'utf8')),
  write(path, text) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  },
  list: (folder) => ifThere(() => readdirSync(folder).sort()) ?? [],
};

/** What was read, or undefined where there is no such file or folder. */
function ifThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.has(String(error.code)))
      return undefined;
    throw error;
  }
}

const NOT_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);
