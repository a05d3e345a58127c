import type { ProcessId } from '../model/process-id.ts';
import { enlarged } from '../store/enlarged.ts';
import type { Members } from './members.ts';

/** Up to so many renamings are all used where something is to be true of each. */
const FEW = 120;

/**
 * The renamings of all members that were met so far, numbered from 0, which is the one that renames nothing. A
 * renaming is known by its order: which member takes the name of the first, of the second, and so on.
 *
 * Hot: an order is found by walking a tree in one typed array, one step a member.
 */
export class Permutations {
  readonly members: Members;
  size = 0;
  readonly #count: number;
  /** For each node and member the next node; behind the last member the number plus 1. 0 where there is none yet. */
  #tree: Int32Array = new Int32Array(1 << 10);
  #nodes = 1;
  /** By number and place: which member comes there. */
  #from: Int32Array = new Int32Array(1 << 8);
  /** By number and member: its place. */
  #to: Int32Array = new Int32Array(1 << 8);
  /** By two members, the renaming that exchanges them; 0 where it was not yet asked for. */
  readonly #exchanges: Int32Array;

  constructor(members: Members) {
    this.members = members;
    this.#count = members.count;
    this.#exchanges = new Int32Array(members.count ** 2);
    this.numberOf(Int32Array.from(members.ids.keys()));
  }

  /** The number of the renaming that gives the member `order[place]` the name of the member `place`. */
  numberOf(order: Int32Array): number {
    const count = this.#count;
    let node = 0;
    for (let place = 0; place < count; place++) {
      const next = this.#tree[node * count + order[place]!]!;
      if (next === 0) return this.#add(order);
      node = next;
    }
    return node - 1;
  }

  /** The member whose name a member takes. */
  to(permutation: number, member: number): number {
    return this.#to[permutation * this.#count + member]!;
  }

  /** The member that takes the name of another. */
  from(permutation: number, member: number): number {
    return this.#from[permutation * this.#count + member]!;
  }

  /** What an id is called afterwards; ids of no class keep their names. */
  newName(permutation: number, id: ProcessId): ProcessId {
    const member = this.members.numberOf(String(id));
    return member === undefined ? id : this.members.idOf(this.to(permutation, member));
  }

  /** The renaming that exchanges two members. */
  exchange(one: number, other: number): number {
    const known = this.#exchanges[one * this.#count + other]!;
    if (known > 0) return known;
    const order = Int32Array.from(this.members.ids.keys());
    order[one] = other;
    order[other] = one;
    const exchange = this.numberOf(order);
    this.#exchanges[one * this.#count + other] = exchange;
    return exchange;
  }

  /** The exchanges of neighbours in a class: all renamings are made of these. */
  get neighbours(): readonly number[] {
    return this.members.ranges.flatMap(({ start, end }) =>
      Array.from({ length: end - start - 1 }, (_, at) => this.exchange(start + at, start + at + 1)),
    );
  }

  /**
   * The renamings by which it is tested whether all members are treated alike: each one but the first, if there are
   * few; else the exchanges of neighbours and one that moves every member.
   */
  get samples(): readonly number[] {
    if (this.members.permutations <= FEW) return this.#all.slice(1);
    const shifted = Int32Array.from(this.members.ids.keys());
    for (const { start, end } of this.members.ranges)
      for (let place = start; place < end; place++)
        shifted[place] = start + ((place - start + 2) % (end - start));
    return [...new Set([...this.neighbours, this.numberOf(shifted)])].filter((one) => one > 0);
  }

  /**
   * Numbers all renamings now, in the one order that follows from the classes alone. So their numbers are the same in every thread
   * that does this first.
   */
  numberAll(): void {
    void this.#all;
  }

  get #all(): readonly number[] {
    const orders = this.members.ranges.reduce<readonly (readonly number[])[]>(
      (done, { start, end }) => {
        const range = Array.from({ length: end - start }, (_, at) => start + at);
        return done.flatMap((order) => ordersOf(range).map((more) => [...order, ...more]));
      },
      [[]],
    );
    return orders.map((order) => this.numberOf(Int32Array.from(order)));
  }

  #add(order: Int32Array): number {
    const count = this.#count;
    const number = this.size++;
    let node = 0;
    for (let place = 0; place < count; place++) {
      const at = node * count + order[place]!;
      const isLast = place === count - 1;
      let next = isLast ? number + 1 : this.#tree[at]!;
      if (next === 0) {
        next = this.#nodes++;
        while (this.#nodes * count > this.#tree.length) this.#tree = enlarged(this.#tree);
      }
      this.#tree[at] = next;
      node = next;
    }
    while (this.size * count > this.#to.length) {
      this.#to = enlarged(this.#to);
      this.#from = enlarged(this.#from);
    }
    for (let place = 0; place < count; place++) {
      this.#from[number * count + place] = order[place]!;
      this.#to[number * count + order[place]!] = place;
    }
    return number;
  }
}

/** Every order of some things; the given one first. */
const ordersOf = (things: readonly number[]): readonly (readonly number[])[] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first, at) =>
        ordersOf(things.toSpliced(at, 1)).map((rest) => [first, ...rest]),
      );
