import { type SharedInts, sharedInts } from '../store/shared-ints.ts';
import type { Transition } from '../trace/trace.ts';
import { setBit } from './label-bits.ts';

const NONE: readonly number[] = [];

/** What is known of the transitions with a label, whatever state they come from. */
interface About {
  /** The step properties that they decide, by number. */
  readonly decides?: readonly number[];
  /** The id of the message that they are about, or -1. */
  readonly message?: number;
  /** Whether they leave all local states and the history as they are. */
  readonly isQuiet?: boolean;
}

const NOTHING: About = {};

/** What the numbers of transitions mean: one label for each thing that can happen in a local state. */
export class StepLabels {
  /** Whether some label decides a property that is still open; in most runs none does for long. */
  anyDecides = false;
  readonly #transitions: (() => Transition)[] = [];
  readonly #actions: string[] = [];
  /** For each label, the open properties that it decides; the labels that decide none have no entry. */
  readonly #decides = new Map<number, readonly number[]>();
  /** The same with the properties that are decided. */
  readonly #everDecides = new Map<number, readonly number[]>();
  readonly #decided = new Set<number>();
  /** One bit a label: whether it leaves all local states and the history as they are. */
  readonly quiet: SharedInts = sharedInts(1);
  /** For each label the id of the message that its transitions are about, or -1. */
  readonly #messages: number[] = [];

  /** @param action what it is counted as */
  add(
    action: string,
    transition: () => Transition,
    { decides = NONE, message = -1, isQuiet = false }: About = NOTHING,
  ): number {
    const label = this.#transitions.push(transition) - 1;
    this.#messages.push(message);
    if (isQuiet) setBit(this.quiet, label);
    this.#actions.push(action);
    if (decides.length > 0) {
      this.#everDecides.set(label, decides);
      this.#note(label, decides);
    }
    return label;
  }

  /** Forgets a property that is decided. */
  drop(property: number): void {
    this.#decided.add(property);
    const noted = [...this.#decides];
    this.#decides.clear();
    this.anyDecides = false;
    for (const [label, decides] of noted) this.#note(label, decides);
  }

  #note(label: number, decides: readonly number[]): void {
    const open = decides.filter((property) => !this.#decided.has(property));
    if (open.length === 0) return;
    this.#decides.set(label, open);
    this.anyDecides = true;
  }

  /** The id of the message that the transitions of a label are about, if it is one. */
  messageOf(label: number): number | undefined {
    const message = this.#messages[label] ?? -1;
    return message < 0 ? undefined : message;
  }

  transitionOf(label: number): Transition | undefined {
    return this.#transitions[label]?.();
  }

  decidedBy(label: number): readonly number[] {
    return this.#decides.get(label) ?? NONE;
  }

  /** Whether a label decides a property, also if that is decided by now. */
  decides(label: number, property: number): boolean {
    return this.#everDecides.get(label)?.includes(property) === true;
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
