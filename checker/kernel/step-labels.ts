import type { Transition } from '../trace/trace.ts';

/** What the numbers of transitions mean: one label for each thing that can happen in a local state. */
export class StepLabels {
  /** Whether some label decides a property; almost no run needs to look. */
  anyDecides = false;
  readonly #transitions: (() => Transition)[] = [];
  readonly #actions: string[] = [];
  readonly #decides = new Map<number, readonly number[]>();

  /**
   * @param action what it is counted as
   * @param decides the step properties that it decides, by number
   */
  add(action: string, transition: () => Transition, decides: readonly number[] = []): number {
    const label = this.#transitions.push(transition) - 1;
    this.#actions.push(action);
    if (decides.length > 0) {
      this.#decides.set(label, decides);
      this.anyDecides = true;
    }
    return label;
  }

  transitionOf(label: number): Transition | undefined {
    return this.#transitions[label]?.();
  }

  decidedBy(label: number): readonly number[] {
    return this.#decides.get(label) ?? [];
  }

  /** How often each action was taken: the named ones first, in that order, also if never. */
  coverage(
    names: readonly string[],
    taken: (label: number) => number,
  ): readonly { readonly name: string; readonly taken: number }[] {
    const counts = new Map(names.map((name) => [name, 0]));
    for (const [label, name] of this.#actions.entries()) {
      counts.set(name, (counts.get(name) ?? 0) + taken(label));
    }
    return [...counts].map(([name, count]) => ({ name, taken: count }));
  }
}
