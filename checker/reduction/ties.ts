import { ModelError } from '../errors.ts';
import type { Canonicalizer } from './canonicalizer.ts';
import { factorial } from './members.ts';
import * as renamedValues from './renamed-values.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { MISS } = renamedValues;

/** More orders than this are not tried for one state. */
const MOST_ORDERS = 50_000;

/** Places in the order of members that look alike, and the members, sorted into groups that can be exchanged freely. */
interface Tie {
  readonly start: number;
  readonly groups: readonly (readonly number[])[];
}

/**
 * Settles the order of members that look alike. First what is nobody's own is looked at. Members whose
 * exchange leaves the state as it is need no order. The orders that are left are all tried, and the renamed state
 * that is the least, slot by slot, is the representative: so it is exact, however bad the looks.
 */
export class Ties {
  readonly #states: Canonicalizer;
  readonly #best: Int32Array;
  readonly #image: Int32Array;
  /** How many orders attain the least. */
  #attained = 0;
  /** Whether something was met for the first time, and nobody knows it. */
  #missed = false;

  constructor(states: Canonicalizer) {
    this.#states = states;
    this.#best = new Int32Array(states.layout.width);
    this.#image = new Int32Array(states.layout.width);
  }

  /** Makes a state the representative of its orbit, with its members in order but for ties. */
  settle(state: Int32Array, order: Int32Array, looks: Int32Array): boolean {
    this.#missed = false;
    const ties = this.#tiesOf(state, order, looks);
    if (ties === undefined || this.#missed) return false;
    const tried = ties.reduce((product, { groups }) => product * ordersOf(groups), 1);
    if (tried > MOST_ORDERS) {
      // Whoever has the model says so.
      if (!this.#states.learns) return false;
      throw tooMany(tried);
    }
    this.#attained = 0;
    this.#try(state, order, ties, 0);
    if (this.#missed) return false;
    state.set(this.#best);
    this.#states.stabilizer =
      this.#attained *
      ties
        .flatMap(({ groups }) => groups)
        .reduce((product, { length }) => product * factorial(length), 1);
    return true;
  }

  /** What is still tied when all has been looked at; undefined on a miss. The order is sorted accordingly. */
  #tiesOf(state: Int32Array, order: Int32Array, looks: Int32Array): readonly Tie[] | undefined {
    const ties: Tie[] = [];
    for (const { start, end } of this.#states.permutations.members.ranges) {
      for (const [from, to] of runsOf(start, end, (place) => looks[order[place]!]!)) {
        const members = [...order.slice(from, to)];
        members.sort((one, other) => this.#compareCommon(state, one, other) || one - other);
        if (this.#missed) return undefined;
        order.set(members, from);
        const ranks = this.#ranksOf(state, members);
        for (const [first, last] of runsOf(0, members.length, (index) => ranks[index]!)) {
          const alike = members.slice(first, last);
          ties.push({ start: from + first, groups: this.#exchangeable(state, alike) });
        }
      }
    }
    return ties;
  }

  /** Numbers for members in order, equal for those to whom what is nobody's own looks alike. */
  #ranksOf(state: Int32Array, members: readonly number[]): readonly number[] {
    let rank = 0;
    return members.map((member, index) => {
      if (index > 0 && this.#compareCommon(state, members[index - 1]!, member) !== 0) rank++;
      return rank;
    });
  }

  /** How what is nobody's own looks to one member beside another. */
  #compareCommon(state: Int32Array, one: number, other: number): number {
    const difference = this.#states.compareCommon(state, one, other);
    if (difference === undefined) this.#missed = true;
    return difference ?? 0;
  }

  /** Members that look alike, those together whose exchange leaves the state as it is. */
  #exchangeable(state: Int32Array, members: readonly number[]): readonly (readonly number[])[] {
    const groups: number[][] = [];
    const { permutations } = this.#states;
    for (const member of members) {
      // Exchanges that leave the state as it is can be chained, so one of a group stands for all.
      const home = groups.find((group) => {
        const fixes = this.#states.fixes(state, permutations.exchange(group[0]!, member));
        if (fixes === MISS) this.#missed = true;
        return fixes === 1;
      });
      if (home === undefined) groups.push([member]);
      else home.push(member);
    }
    return groups;
  }

  /** Tries all orders of the ties from one on, the others being settled. */
  #try(state: Int32Array, order: Int32Array, ties: readonly Tie[], at: number): void {
    const tie = ties[at];
    if (tie === undefined) this.#compare(state, this.#states.permutations.numberOf(order));
    else this.#arrange(tie.groups, order, tie.start, () => this.#try(state, order, ties, at + 1));
  }

  /** Puts the members of groups into the order from a place on, in every way that matters. */
  #arrange(
    groups: readonly (readonly number[])[],
    order: Int32Array,
    place: number,
    then: () => void,
  ): void {
    if (groups.length === 0) {
      then();
      return;
    }
    for (const [index, [first, ...rest]] of groups.entries()) {
      if (first === undefined) continue;
      order[place] = first;
      const left = rest.length > 0 ? groups.with(index, rest) : groups.toSpliced(index, 1);
      this.#arrange(left, order, place + 1, then);
    }
  }

  #compare(state: Int32Array, permutation: number): void {
    const image = this.#image;
    if (!this.#states.imageOf(state, 0, permutation, image)) this.#missed = true;
    const best = this.#best;
    let difference = this.#attained === 0 ? -1 : 0;
    for (let slot = 0; slot < image.length && difference === 0; slot++)
      difference = image[slot]! - best[slot]!;
    if (difference > 0) return;
    if (difference < 0) {
      best.set(image);
      this.#attained = 0;
    }
    this.#attained++;
  }
}

/** The places from `start` on where more than one in a row has the same number: first and behind the last. */
function* runsOf(
  start: number,
  end: number,
  numberAt: (place: number) => number,
): Generator<readonly [number, number]> {
  for (let from = start; from < end; ) {
    let to = from + 1;
    while (to < end && numberAt(to) === numberAt(from)) to++;
    if (to > from + 1) yield [from, to];
    from = to;
  }
}

/** How many orders of groups there are, whose own order does not matter. */
const ordersOf = (groups: readonly (readonly number[])[]): number =>
  groups.reduce(
    (orders, { length }) => orders / factorial(length),
    factorial(groups.reduce((sum, { length }) => sum + length, 0)),
  );

const tooMany = (orders: number): ModelError =>
  new ModelError(
    `symmetry: in one state ${orders} orders of processes that look alike would have to be tried. Use fewer symmetric processes, or --symmetry off.`,
  );
