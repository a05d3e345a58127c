import type { Environments } from './environments.ts';
import type { StepLabels } from './step-labels.ts';
import type { Ticks } from './ticks.ts';

/** What the environment may do to the whole: time passes; a partition comes or goes. No process takes a step. */
export class EnvironmentMoves {
  /** Whether there is any in some state. */
  readonly any: boolean;
  readonly #ticks: Ticks;
  readonly #slot: number;
  /** For each environment the environments that it may become, each with its label. */
  readonly #lists: readonly Int32Array[];
  readonly #heal: number;

  constructor(environments: Environments, ticks: Ticks, labels: StepLabels, slot: number) {
    this.#ticks = ticks;
    this.#slot = slot;
    this.#heal = environments.isEverCut ? labels.add('heal', () => ({ kind: 'heal' })) : -1;
    const byName = new Map<string, number>();
    this.#lists = Array.from({ length: environments.size }, (_, id) =>
      Int32Array.from(
        environments.dividedFrom(id).flatMap(({ to, partition }) => {
          if (partition === undefined) return [to, this.#heal];
          const { away, links } = partition;
          const name = `${links} ${away.join()}`;
          const label =
            byName.get(name) ?? labels.add('partition', () => ({ kind: 'partition', away, links }));
          byName.set(name, label);
          return [to, label];
        }),
      ),
    );
    this.any = ticks.isTimed || this.#lists.some((list) => list.length > 0);
  }

  /** How many moves are to be tried in a state: a tick, and each of the partitions. */
  start(state: Int32Array): number {
    return 1 + this.#lists[state[this.#slot]!]!.length / 2;
  }

  /** Writes the state after a move, and gives the label of that; -1 if it is not possible. */
  write(move: number, state: Int32Array, next: Int32Array): number {
    if (move === 0) return this.#ticks.isTimed ? this.#ticks.pass(state, next) : -1;
    const list = this.#lists[state[this.#slot]!]!;
    next.set(state);
    next[this.#slot] = list[2 * move - 2]!;
    return list[2 * move - 1]!;
  }

  /** Whether the move with a label is a fault. */
  isFault(label: number): boolean {
    return label !== this.#heal && !this.#ticks.isTick(label);
  }
}
