import { at, from, here, Missing, miss, put, renamedAt } from './context';
import { findPair, NONE } from './pairs';

/** How many renamings lead from the vector looked at last to its representative: as many as fix it, its stabilizer. */
let attained: i32 = 0;

export function stabilizer(): i32 {
  return attained;
}

/**
 * Finds the representative of a vector's orbit, as `reduction/canonicalizer.ts` does: of all renamings that put the members in the
 * order of their looks, and those that look alike in the order of how what is nobody's looks to them, the one whose image is the least.
 * Where some look alike all renamings are tried in turn, as they are few.
 * @returns false if something is missing; else the representative is in `best`
 */
export function canonicalize(vector: usize): bool {
  const context = here();
  if (!findLooks(vector)) return false;
  attained = 0;
  const only = sorted();
  if (only !== TIED) {
    if (!findImage(vector, only)) return false;
    takeImage();
    return true;
  }
  for (let permutation = 0; permutation < context.permutations; permutation++) {
    const order = from(context.orders, permutation * context.members);
    const inOrder = isInOrder(vector, order);
    if (inOrder === NONE) return false;
    if (inOrder === 0) continue;
    if (!findImage(vector, permutation)) return false;
    takeImage();
  }
  return true;
}

/** What `sorted` gives where some members look alike. */
const TIED: i32 = -1;

/** The renaming that puts the members in the order of their looks. It is found in a tree, by one member after the other. */
function sorted(): i32 {
  const context = here();
  const looks = context.looks;
  const order = context.order;
  let node = 0;
  for (let range = 0; range < at(context.ranges, 0); range++) {
    const start = at(context.ranges, 2 * range + 1);
    const end = at(context.ranges, 2 * range + 2);
    for (let member = start; member < end; member++) {
      const look = at(looks, member);
      let place = member;
      for (; place > start && at(looks, at(order, place - 1)) > look; place--)
        put(order, place, at(order, place - 1));
      put(order, place, member);
      if (place > start && at(looks, at(order, place - 1)) === look) return TIED;
    }
    for (let place = start; place < end; place++)
      node = at(context.tree, node * context.members + at(order, place));
  }
  return node;
}

/** Takes note of the image found last, if none was less. */
function takeImage(): void {
  const context = here();
  const difference = attained === 0 ? -1 : compare(context.image, context.best);
  if (difference > 0) return;
  if (difference < 0) {
    attained = 0;
    const before = context.best;
    context.best = context.image;
    context.image = before;
  }
  attained++;
}

function findLooks(vector: usize): bool {
  const context = here();
  for (let member = 0; member < context.members; member++) {
    const look = lookOf(vector, member);
    if (look === NONE) return false;
    put(context.looks, member, look);
  }
  return true;
}

/** How a member looks: what is in its slots, with itself marked and all other names blurred. */
function lookOf(vector: usize, member: i32): i32 {
  const context = here();
  const column = from(context.columns, member * context.columnSize);
  const size = at(column, 0);
  if (size === 0) return 0;
  let look = lookAt(vector, at(column, 1), member);
  for (let row = 2; row <= size && look !== NONE; row++) {
    const next = lookAt(vector, at(column, row), member);
    if (next === NONE) return NONE;
    const both = findPair(context.lookTable, context.lookMask, look, next);
    if (both < 0) miss(Missing.LOOKS, look, next);
    look = both;
  }
  return look;
}

/** How the value of a slot looks to a member. */
function lookAt(vector: usize, slot: i32, member: i32): i32 {
  const renamed = renamedAt(slot);
  const id = at(vector, slot);
  const place = id * here().members + member;
  const look = place < renamed.looksCount ? at(renamed.looks, place) - 1 : NONE;
  if (look < 0) miss(Missing.LOOK, slot, id, member);
  return look;
}

/** Whether an order of the members is that of their looks: 1 or 0, or NONE. */
function isInOrder(vector: usize, order: usize): i32 {
  const context = here();
  for (let range = 0; range < at(context.ranges, 0); range++) {
    const end = at(context.ranges, 2 * range + 2);
    for (let place = at(context.ranges, 2 * range + 1) + 1; place < end; place++) {
      const one = at(order, place - 1);
      const other = at(order, place);
      const difference = at(context.looks, one) - at(context.looks, other);
      if (difference > 0) return 0;
      if (difference < 0) continue;
      const compared = compareCommons(vector, one, other);
      if (compared === NONE) return NONE;
      if (compared === GREATER) return 0;
    }
  }
  return 1;
}

/** What `compareCommons` gives besides NONE. */
const NOT_GREATER: i32 = 0;
const GREATER: i32 = 1;

/** Whether what is nobody's looks greater to one member than to another, slot by slot. */
function compareCommons(vector: usize, one: i32, other: i32): i32 {
  const commons = here().commons;
  const end = at(commons, 0);
  for (let index = 1; index <= end; index++) {
    const slot = at(commons, index);
    const look = lookAt(vector, slot, one);
    if (look === NONE) return NONE;
    const otherLook = lookAt(vector, slot, other);
    if (otherLook === NONE) return NONE;
    if (look !== otherLook) return look > otherLook ? GREATER : NOT_GREATER;
  }
  return NOT_GREATER;
}

/** Writes a vector in other names into `image`. */
function findImage(vector: usize, permutation: i32): bool {
  const context = here();
  const targets = from(context.targets, permutation * context.width);
  for (let slot = 0; slot < context.width; slot++) {
    const id = at(vector, slot);
    const image = imageOf(slot, id, permutation);
    if (image < 0) return miss(Missing.IMAGE, slot, id, permutation);
    put(context.image, at(targets, slot), image);
  }
  return true;
}

/** The id of a value in other names; negative if it is unknown. */
function imageOf(slot: i32, id: i32, permutation: i32): i32 {
  if (permutation === 0) return id;
  const renamed = renamedAt(slot);
  if (id < renamed.namesCount && at(renamed.names, id) === 1) return id;
  const place = id * here().permutations + permutation;
  return place < renamed.imagesCount ? at(renamed.images, place) - 1 : NONE;
}

/** Negative if one vector is less than another, 0 if they are equal. */
function compare(one: usize, other: usize): i32 {
  const width = here().width;
  for (let slot = 0; slot < width; slot++) {
    const difference = at(one, slot) - at(other, slot);
    if (difference !== 0) return difference;
  }
  return 0;
}
