import { ProcessId } from '../model/process-id.ts';

/** The ids that may be exchanged with each other, class by class, numbered through from 0. */
export class Members {
  readonly ids: readonly ProcessId[];
  readonly count: number;
  /** For each class, its first member and the one behind its last. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  /** How many ways there are to rename all of them: the product of the factorials of the classes. */
  readonly permutations: number;
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #classes: readonly number[];

  constructor(classes: readonly (readonly ProcessId[])[]) {
    const real = classes.filter((one) => one.length > 1);
    this.ids = real.flat();
    this.count = this.ids.length;
    this.#numbers = new Map(this.ids.map((id, number) => [String(id), number]));
    this.#classes = real.flatMap((one, index) => one.map(() => index));
    let start = 0;
    this.ranges = real.map(({ length }) => {
      start += length;
      return { start: start - length, end: start };
    });
    this.permutations = real.reduce((product, { length }) => product * factorial(length), 1);
  }

  /** Classes of so many members each, whose names do not matter. */
  static nameless(sizes: readonly number[]): Members {
    return new Members(sizes.map((size, index) => ProcessId.family(`class ${index}`, size)));
  }

  /** The number of a member, by its name; undefined for an id of no class. */
  numberOf(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  classOf(member: number): number {
    return this.#classes[member]!;
  }

  idOf(member: number): ProcessId {
    return this.ids[member]!;
  }
}

export const factorial = (count: number): number => (count < 2 ? 1 : count * factorial(count - 1));
