import type { Progress } from '../explore/result.ts';
import { clip } from '../report/layout.ts';
import { progressLine } from '../report/progress-line.ts';
import type { Output } from './io.ts';

/** How often a line is written where it cannot be rewritten in place, in seconds. */
const INTERVAL = 10;

/** Over how long the rate is taken, in seconds. */
const WINDOW = 1;

const ERASE = '\r\u001b[2K';

/** Shows how far a search has come: one line rewritten in place on a terminal, else a line now and then. */
export class ProgressDisplay {
  readonly #output: Output;
  readonly #prefix: string;
  #window: readonly Progress[] = [];
  #written = 0;

  constructor(output: Output, prefix = '') {
    this.#output = output;
    this.#prefix = prefix;
  }

  show(now: Progress): void {
    this.#window = [...this.#window.filter(({ seconds }) => now.seconds - seconds <= WINDOW), now];
    const line = () => `${this.#prefix}${progressLine(now, this.#earlier(now))}`;
    if (this.#output.isTerminal) {
      this.#output.write(`${ERASE}${clip(line(), this.#output.columns - 1)}`);
    } else if (now.seconds - this.#written >= INTERVAL) {
      this.#written = now.seconds;
      this.#output.write(`${line()}\n`);
    }
  }

  /** Takes the line away, so that a report can follow. */
  end(): void {
    if (this.#output.isTerminal && this.#window.length > 0) this.#output.write(ERASE);
  }

  #earlier(now: Progress): Progress | undefined {
    const first = this.#window[0];
    return first === now ? undefined : first;
  }
}
