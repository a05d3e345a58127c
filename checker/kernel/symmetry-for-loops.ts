import type { LinearMemory } from '../assembly/linear-memory.ts';
import * as structs from '../assembly/structs.ts';
import type { Structure } from '../assembly/structure.ts';
import type { Canonicalizer } from '../reduction/canonicalizer.ts';
import { commonSlots } from '../reduction/layout.ts';
import { Bindings } from '../store/bindings.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import { tableMask } from './pairs-for-loops.ts';

const { context: CONTEXT, MISSING, renamed: RENAMED, RENAMED_SIZE } = structs;

/** What representatives are, as the compiled loops are told it: all renamings, and what is known of values in other names. */
export class SymmetryForLoops {
  readonly #states: Canonicalizer;
  readonly #context: Structure;
  readonly #renamed: Int32Array;
  readonly #bindings: Bindings;

  /** @param states whose renamings are all numbered, and are few: see `ProtocolReduction` */
  constructor(states: Canonicalizer, memory: LinearMemory, context: Structure) {
    const { layout, permutations } = states;
    const { members } = permutations;
    this.#states = states;
    this.#context = context;
    this.#renamed = memory.reserve(RENAMED_SIZE * layout.width);
    this.#bindings = new Bindings(memory, states.learns);
    context.set(CONTEXT.permutations, permutations.size);
    context.set(CONTEXT.members, members.count);
    context.set(CONTEXT.renamed, this.#renamed.byteOffset);
    this.#writeRenamings();
    this.#writeSlots();
    this.#context.reserve(CONTEXT.looks, members.count);
    this.#context.reserve(CONTEXT.image, layout.width);
    this.#context.reserve(CONTEXT.best, layout.width);
    this.#bindValues();
  }

  /** Tells what has moved. */
  tell(): void {
    this.#bindings.tell();
  }

  /** Finds out what the loops missed, if it is about names; false if it is about something else. */
  learn(missing: number, first: number, second: number, third: number): boolean {
    const { layout } = this.#states;
    if (missing === MISSING.image) layout.values[first]?.image(second, third);
    else if (missing === MISSING.look) layout.values[first]?.look(second, third);
    else if (missing === MISSING.looks) this.#states.numberOfLooks(first, second);
    else return false;
    return true;
  }

  #writeRenamings(): void {
    const { layout, permutations } = this.#states;
    const { ranges, count } = permutations.members;
    const { width } = layout;
    this.#context.write(CONTEXT.ranges, [
      ranges.length,
      ...ranges.flatMap(({ start, end }) => [start, end]),
    ]);
    const orders = this.#context.reserve(CONTEXT.orders, permutations.size * count);
    const targets = this.#context.reserve(CONTEXT.targets, permutations.size * width);
    for (let permutation = 0; permutation < permutations.size; permutation++) {
      for (let place = 0; place < count; place++)
        orders[permutation * count + place] = permutations.from(permutation, place);
      for (let slot = 0; slot < width; slot++)
        targets[permutation * width + slot] = this.#states.targetOf(permutation, slot);
    }
    this.#context.write(CONTEXT.tree, treeOf(orders, count));
    this.#context.reserve(CONTEXT.order, count);
  }

  #writeSlots(): void {
    const { layout } = this.#states;
    const { columns } = layout;
    const size = 1 + Math.max(...columns.map(({ length }) => length));
    const flat = this.#context.reserve(CONTEXT.columns, size * columns.length);
    for (const [member, slots] of columns.entries())
      flat.set([slots.length, ...slots], size * member);
    this.#context.set(CONTEXT.columnSize, size);
    const commons = commonSlots(layout);
    this.#context.write(CONTEXT.commons, [commons.length, ...commons]);
  }

  #bindValues(): void {
    for (const [slot, { tables }] of this.#states.layout.values.entries()) {
      const at = RENAMED_SIZE * slot;
      this.#bindCounted(tables.names, at + RENAMED.names, at + RENAMED.namesCount);
      this.#bindCounted(tables.images, at + RENAMED.images, at + RENAMED.imagesCount);
      this.#bindCounted(tables.looks, at + RENAMED.looks, at + RENAMED.looksCount);
    }
    const { rows } = this.#states.folds;
    this.#bindings.add(rows, this.#context.ints, CONTEXT.lookTable, tableMask(CONTEXT.lookMask));
  }

  #bindCounted(ints: SharedInts, place: number, countPlace: number): void {
    const count = { place: countPlace, of: (length: number) => length };
    this.#bindings.add(ints, this.#renamed, place, count);
  }
}

/**
 * A tree of orders, each `count` numbers below `count`: from a node, and the number that comes next, to the next node; behind the last
 * number it has which order that is.
 */
function treeOf(orders: Int32Array, count: number): readonly number[] {
  const tree: number[] = new Array<number>(count).fill(0);
  for (let order = 0; order * count < orders.length; order++) {
    let node = 0;
    for (let place = 0; place < count; place++) {
      const at = node * count + orders[order * count + place]!;
      if (place === count - 1) tree[at] = order;
      else if (tree[at] === 0) {
        tree[at] = tree.length / count;
        tree.push(...new Array<number>(count).fill(0));
      }
      node = tree[at]!;
    }
  }
  return tree;
}
