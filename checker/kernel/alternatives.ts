import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import type { Writes } from './writes.ts';

/** Lists of alternatives of actions, as values and, for threads without values, as integers. */
export class Alternatives {
  /** At each place: how many alternatives there are; for each how many slots it writes; for each of those slot and id. */
  readonly ints: SharedInts = sharedInts(1 << 6);
  readonly #lists = new Map<number, readonly Writes[]>();
  #end = 0;

  /** Keeps a list; gives its place. */
  keep(list: readonly Writes[]): number {
    const place = this.#end;
    const values = [list.length, ...list.flatMap((writes) => [writes.length, ...writes.flat()])];
    this.#end += values.length;
    widen(this.ints, this.#end);
    this.ints.data.set(values, place);
    this.#lists.set(place, list);
    return place;
  }

  at(place: number): readonly Writes[] {
    return this.#lists.get(place) ?? [];
  }
}
