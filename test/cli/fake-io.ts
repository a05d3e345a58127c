import type { check } from '../../checker/check.ts';
import type { Io } from '../../checker/cli/io.ts';
import { main, type Specs } from '../../checker/cli/main.ts';

/** What the outside of a command looks like, for a test. */
export interface Outside {
  readonly files?: Map<string, string>;
  readonly isTerminal?: boolean;
  readonly swallowed?: readonly string[];
  readonly check?: typeof check;
  /** Called with what stops the command. */
  readonly onInterrupt?: (stop: () => void) => void;
}

/** What a command did. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly files: Map<string, string>;
}

/** Runs a command without a disk or a terminal. */
export async function run(
  line: readonly string[],
  specs: Specs,
  outside: Outside = {},
): Promise<Ran> {
  const { files = new Map<string, string>(), isTerminal = false, swallowed = [] } = outside;
  const written = { out: '', err: '' };
  const output = (to: 'out' | 'err') => ({
    write: (text: string) => {
      written[to] += text;
    },
    isTerminal,
    columns: 100,
  });
  const io: Io = {
    out: output('out'),
    err: output('err'),
    files: {
      read: (path) => files.get(path),
      write: (path, text) => void files.set(path, text),
      list: (folder) => childrenOf(folder, [...files.keys()]),
    },
    megabytes: 4096,
    cores: 1,
    onInterrupt(stop) {
      outside.onInterrupt?.(stop);
      return () => {};
    },
    swallowed,
  };
  const code = await main(line, specs, io, outside.check);
  return { code, ...written, files };
}

const childrenOf = (folder: string, paths: readonly string[]): readonly string[] => [
  ...new Set(
    paths
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
  ),
];
