/** A key that no model has. Not a private name, so that tools which compare objects by their keys see it. */
const NUMBER = Symbol('number');

/**
 * A number that only rises: a term, a ballot, an epoch, a fencing token. Opaque, like a process id: numbers of a family
 * are compared (`<`, `>=`, `===`), the greater of two is taken, and each has a next one. Nothing else can be done with
 * them, so what a model does does not depend on how far they have risen, only on their order and on who comes
 * right after whom. So the checker may take states for one that differ in that all numbers of a family are higher.
 *
 * One object a number: equal numbers are `===`.
 */
export class Rising<Family extends string = string> {
  readonly family: Family;
  /** Minus infinity for the one below all numbers. */
  readonly [NUMBER]: number;

  private constructor(family: Family, number: number) {
    this.family = family;
    this[NUMBER] = number;
    Object.freeze(this);
  }

  static readonly #known = new Map<string, Map<number, Rising>>();
  static readonly #beginnings = new Map<string, number>();

  /** @throws RangeError if a family of that name begins with another number. */
  static begin(family: string, from: 0 | 1): void {
    if ((Rising.#beginnings.get(family) ?? from) !== from)
      throw new RangeError(
        `numbers of ${family} begin with 0 and with 1; let them begin with one, or rename a family`,
      );
    Rising.#beginnings.set(family, from);
  }

  /** A number of a family; always the same object. */
  static at<Family extends string>(family: Family, number: number): Rising<Family> {
    const numbers = Rising.#known.get(family) ?? new Map<number, Rising>();
    Rising.#known.set(family, numbers);
    const known = numbers.get(number) ?? new Rising(family, checked(family, number));
    numbers.set(number, known);
    // All that a family has is made here.
    return known as Rising<Family>;
  }

  /** The number as a plain one; minus infinity for the one below all. For the checker: models cannot know. */
  static numberOf(one: Rising): number {
    return one[NUMBER];
  }

  /** @throws TypeError if this is the one below all, which has no next: where numbers begin is for the model to say. */
  get next(): Rising<Family> {
    if (this[NUMBER] === BELOW_ALL)
      throw new TypeError(
        `${this.family} none has no next one; begin with the first ${this.family}`,
      );
    return Rising.at(this.family, this[NUMBER] + 1);
  }

  /** Written as a plain number; the one below all as `none`, or as 0 where numbers begin with 1. */
  toString(): string {
    return String(this.toJSON() ?? 'none');
  }

  toJSON(): number | null {
    if (this[NUMBER] !== BELOW_ALL) return this[NUMBER];
    return Rising.#beginnings.get(this.family) === 1 ? 0 : null;
  }

  /** For Immutable.js: the same in every run, so that collections are laid out the same in every run. */
  hashCode(): number {
    return this[NUMBER] === BELOW_ALL ? -1 : this[NUMBER];
  }

  equals(other: unknown): boolean {
    return this === other;
  }

  /** @throws TypeError when the number is added to something: numbers that rise have no sums. */
  [Symbol.toPrimitive](hint: string): string | number {
    if (hint === 'string') return this.toString();
    if (hint === 'number') return this[NUMBER];
    throw new TypeError(
      `${this.family} ${this} was added or compared with ==; a number that rises can only be compared with < and ===, and has a next one`,
    );
  }
}

const BELOW_ALL = Number.NEGATIVE_INFINITY;

/** The most that a number can be; a run that shows anything is far shorter. */
const MOST = 1_000_000;

function checked(family: string, number: number): number {
  if (number === BELOW_ALL || (Number.isInteger(number) && number >= 0 && number <= MOST))
    return number;
  throw new RangeError(
    `${family} ${number} is not possible; numbers that rise are whole, from 0 up`,
  );
}

/** The numbers of a family that rise. */
export interface RisingFamily<Family extends string> {
  /** Where they begin. */
  readonly first: Rising<Family>;
  /** Below all of them, and never higher than it is: for "none so far". */
  readonly none: Rising<Family>;
  /** A certain number, for specs that mean one. */
  at(number: number): Rising<Family>;
  /** The greater of two. */
  max(one: Rising<Family>, other: Rising<Family>): Rising<Family>;
}

/** A family of numbers that rise, by its name; the same numbers each time. They begin with 0, or with 1. */
export function rising<const Family extends string>(
  family: Family,
  { from = 0 }: { readonly from?: 0 | 1 } = {},
): RisingFamily<Family> {
  Rising.begin(family, from);
  return Object.freeze({
    first: Rising.at(family, from),
    none: Rising.at(family, BELOW_ALL),
    at: (number: number) => Rising.at(family, number),
    max: (one: Rising<Family>, other: Rising<Family>) => (one < other ? other : one),
  });
}

/** Whether a value is a number that rises. */
export const isRising = (value: unknown): value is Rising => value instanceof Rising;
