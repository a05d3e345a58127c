import type { LinearMemory } from '../assembly/linear-memory.ts';
import * as structs from '../assembly/structs.ts';
import type { Structure } from '../assembly/structure.ts';
import { Bindings } from '../store/bindings.ts';
import type { Layout } from '../store/encoder.ts';
import { foldGroups } from '../store/fold-groups.ts';
import type { PairInterner } from '../store/pair-interner.ts';
import { PairsForLoops, tableMask } from './pairs-for-loops.ts';
import type { ProtocolTables } from './protocol-tables.ts';

const { context: CONTEXT, slot: SLOT, SLOT_SIZE, fold: FOLD, FOLD_SIZE } = structs;

/** Groups are told by bits of a number; where there are more, some have theirs in common. */
const BITS = 31;

/** How keys are laid out, as the compiled loops are told it: the places of slots in a key, and how those are folded that have none. */
export class LayoutForLoops {
  readonly #layout: Layout;
  readonly #slots: Int32Array;
  readonly #folds: Int32Array;
  readonly #groups: Int32Array;
  readonly #groupCount: number;
  readonly #bindings: Bindings;
  readonly #learns: boolean;
  /** The pairs of each fold. */
  readonly #folded: readonly PairsForLoops[];

  /** @param learns whether pairs that were never met are numbered, in this thread alone */
  constructor(tables: ProtocolTables, layout: Layout, memory: LinearMemory, learns: boolean) {
    const { width, bits, folds } = layout;
    const groups = foldGroups(folds);
    const flat = groups.flatMap((one) => [
      one.slots.length,
      ...one.slots,
      one.folds.length,
      ...one.folds,
    ]);
    this.#layout = layout;
    this.#learns = learns;
    this.#slots = memory.reserve(SLOT_SIZE * width);
    this.#folds = memory.reserve(FOLD_SIZE * folds.length);
    this.#groups = memory.reserve(flat.length);
    this.#groups.set(flat);
    this.#groupCount = groups.length;
    this.#bindings = new Bindings(memory, learns);
    this.#placeSlots(bits);
    for (const [index, { slots }] of groups.entries())
      for (const slot of slots) this.#slots[SLOT_SIZE * slot + SLOT.group] = 1 << (index % BITS);
    this.#bindProcesses(tables);
    this.#folded = this.#bindFolds();
  }

  /** Tells the loops where it is. */
  tellContext(context: Structure): void {
    context.set(CONTEXT.slots, this.#slots.byteOffset);
    context.set(CONTEXT.folds, this.#folds.byteOffset);
    context.set(CONTEXT.foldCount, this.#layout.folds.length);
    context.set(CONTEXT.groups, this.#groups.byteOffset);
    context.set(CONTEXT.groupCount, this.#groupCount);
  }

  /** The pairs of ids that a fold numbers. */
  pairs(fold: number): PairInterner {
    // The loops know no other folds.
    return this.#layout.folds[fold]!.pairs;
  }

  /** Tells what has moved, and how many pairs there are and may be. */
  tell(): void {
    this.#bindings.tell();
    if (this.#learns) for (const one of this.#folded) one.tell();
  }

  /** Takes note of the pairs that the loops have numbered. */
  listen(): void {
    if (this.#learns) for (const one of this.#folded) one.listen();
  }

  #placeSlots(bits: readonly number[]): void {
    let shift = 0;
    for (const [index, own] of bits.entries()) {
      this.#slots[SLOT_SIZE * index + SLOT.shift] = shift;
      this.#slots[SLOT_SIZE * index + SLOT.bits] = own;
      shift += own;
    }
  }

  #bindProcesses({ cells, lists }: ProtocolTables): void {
    const slots = this.#slots;
    for (const [process, { additions }] of cells.entries()) {
      const at = SLOT_SIZE * process;
      const own = lists[process]!;
      const count = { place: at + SLOT.listCount, of: (length: number) => length };
      const mask = tableMask(at + SLOT.additionsMask);
      this.#bindings.add(own, slots, at + SLOT.lists, count);
      this.#bindings.add(additions.rows, slots, at + SLOT.additions, mask);
    }
  }

  #bindFolds(): readonly PairsForLoops[] {
    const folds = this.#folds;
    return this.#layout.folds.map(({ first, second, pairs }, index) => {
      const at = FOLD_SIZE * index;
      folds[at + FOLD.one] = first;
      folds[at + FOLD.other] = second;
      return new PairsForLoops(pairs, this.#bindings, folds, at);
    });
  }
}
