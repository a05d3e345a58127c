/** Where text goes. */
export interface Output {
  write(text: string): void;
  /** Whether a person may be looking: colours, and lines rewritten in place. */
  readonly isTerminal: boolean;
  /** The width of the terminal. */
  readonly columns: number;
}

/** The files a command may touch, by paths from the folder of the project. */
export interface Files {
  /** The text of a file, or undefined where there is none. */
  read(path: string): string | undefined;
  /** Writes a file, and the folders it lies in. */
  write(path: string, text: string): void;
  /** The files in a folder and the folders in it, in order of their names; none where there is no such folder. */
  list(folder: string): readonly string[];
}

/** Everything of the outer world that a command may use. */
export interface Io {
  readonly out: Output;
  readonly err: Output;
  readonly files: Files;
  /** The memory that the machine or its container allows, in megabytes. */
  readonly megabytes: number;
  /** How many threads can run at the same time. */
  readonly cores: number;
  /** Calls `stop` when the user interrupts the program, until the function that is returned is called. */
  onInterrupt(stop: () => void): () => void;
  /** Options that were taken by npm, because no `--` stood before them: `--all`. */
  readonly swallowed: readonly string[];
}
