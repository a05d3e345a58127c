import { at, foldAt, from, here, Missing, miss, put, slotAt } from './context';
import { NONE, numberOf } from './pairs';

/** Where a key of an array is. */
export function keyPlace(keys: usize, index: i32): usize {
  return keys + ((<usize>index) << 3);
}

/** A key: its halves lie in memory with the high one first. */
export function keyAt(keys: usize, index: i32): u64 {
  return rotl<u64>(load<u64>(keyPlace(keys, index)), 32);
}

export function storeKey(place: usize, key: u64): void {
  store<u64>(place, rotl<u64>(key, 32));
}

export function putKey(keys: usize, index: i32, key: u64): void {
  storeKey(keyPlace(keys, index), key);
}

/** Where an id stands in a key. */
export function placed(slot: i32, id: i32): u64 {
  return (<u64>(<u32>id)) << (<u64>slotAt(slot).shift);
}

/** Whether an id fits the field of a slot. */
export function fits(slot: i32, id: i32): bool {
  return <u32>id >> slotAt(slot).bits === 0;
}

/** Takes the keys of the block's states apart, slot by slot, so that no key waits for another. */
export function takeApart(): void {
  const context = here();
  const count = context.count;
  for (let index = 0; index < context.width; index++) {
    const slot = slotAt(index);
    const shift: u64 = slot.shift;
    const mask: u64 = ((<u64>1) << (<u64>slot.bits)) - 1;
    const ids = from(context.ids, index * count);
    for (let state = 0; state < count; state++)
      put(ids, state, <i32>((keyAt(context.keys, state) >> shift) & mask));
  }
  for (let index = context.foldCount - 1; index >= 0; index--) {
    const fold = foldAt(index);
    const ones = from(context.ids, fold.one * count);
    const others = from(context.ids, fold.other * count);
    for (let state = 0; state < count; state++) {
      const pair = 2 * at(ones, state);
      put(ones, state, at(fold.pairs, pair));
      put(others, state, at(fold.pairs, pair + 1));
    }
  }
}

/** The slots that are folded and changed in the key in the making, as bits of their groups. */
let changedGroups: i32 = 0;

/** Changes are made to this state of the block from now on. */
export function beginState(state: i32): void {
  const context = here();
  changedGroups = 0;
  if (context.foldCount === 0 || context.permutations > 0) return;
  for (let slot = 0; slot < context.width; slot++)
    put(context.changed, slot, at(context.ids, slot * context.count + state));
}

/** A key with another id in a slot. If that is folded, it only takes note: `fold` completes the key. */
export function withChange(key: u64, state: i32, slot: i32, id: i32): u64 {
  const context = here();
  const before = at(context.ids, slot * context.count + state);
  const group = slotAt(slot).group;
  if (group === 0) return key ^ placed(slot, before ^ id);
  if (id !== before) {
    put(context.changed, slot, id);
    changedGroups |= group;
  }
  return key;
}

/** The top bit, which is always set. */
const TOP: u64 = 0x8000000000000000;

/** What `fold` gives where no key can be made; no key is 0. */
export const NO_KEY: u64 = 0;

/** Folds those groups of slots anew that hold a change. */
export function fold(key: u64, state: i32): u64 {
  if (changedGroups === 0) return key;
  const context = here();
  let group = context.groups;
  let complete = key;
  for (let index = 0; index < context.groupCount; index++) {
    const size = at(group, 0);
    if ((changedGroups & slotAt(at(group, 1)).group) !== 0) {
      complete = foldGroup(complete, state, group, size);
      if (complete === NO_KEY) return NO_KEY;
    }
    group = from(group, size + 2 + at(group, size + 1));
  }
  changedGroups = 0;
  return complete;
}

function foldGroup(key: u64, state: i32, group: usize, size: i32): u64 {
  const context = here();
  for (let member = 1; member <= size; member++) {
    const slot = at(group, member);
    put(context.scratch, slot, at(context.changed, slot));
    put(context.changed, slot, at(context.ids, slot * context.count + state));
  }
  const folds = at(group, size + 1);
  for (let member = size + 2; member < size + 2 + folds; member++) {
    const index = at(group, member);
    const fold = foldAt(index);
    const id = numberOf(index, at(context.scratch, fold.one), at(context.scratch, fold.other));
    if (id === NONE) return NO_KEY;
    put(context.scratch, fold.one, id);
  }
  const root = at(group, 1);
  const id = at(context.scratch, root);
  if (!fits(root, id)) {
    miss(Missing.WIDTH);
    return NO_KEY;
  }
  const slot = slotAt(root);
  const mask: u64 = (((<u64>1) << (<u64>slot.bits)) - 1) << (<u64>slot.shift);
  return (key & ~mask) | placed(root, id);
}

/** The key of a vector, which is folded in its place; NO_KEY if something is missing. */
export function encode(vector: usize): u64 {
  const context = here();
  for (let index = 0; index < context.foldCount; index++) {
    const fold = foldAt(index);
    const id = numberOf(index, at(vector, fold.one), at(vector, fold.other));
    if (id === NONE) return NO_KEY;
    put(vector, fold.one, id);
    put(vector, fold.other, 0);
  }
  let key = TOP;
  for (let slot = 0; slot < context.width; slot++) {
    const id = at(vector, slot);
    if (!fits(slot, id)) {
      miss(Missing.WIDTH);
      return NO_KEY;
    }
    key |= placed(slot, id);
  }
  return key;
}
