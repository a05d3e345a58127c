/**
 * The table of a set of keys, which `store/key-set.ts` makes larger. Keys are as they lie in memory, the high half first: they are only
 * compared and hashed here. A place is an address. A free one holds 0, which is no key.
 *
 * The table is made of buckets, each a line of the processor's cache. A key stands in the first bucket from its own on that has a place
 * for it, in the first free place there; so those of a bucket stand in front, and where one of them is free, no later bucket holds a key that belongs here.
 */

/** So many keys are looked at together. Of 128 to 2048 all take the same time. */
const BLOCK: i32 = 512;
const KEY: usize = sizeof<u64>();
const BUCKET: usize = 64;
const KEYS_TO_BUCKET: i32 = 8;
/** Two keys are compared at once. */
const PAIR: usize = 2 * KEY;
const PLACE: usize = sizeof<usize>();

/** Where keys are given, where the answers go, one byte a key, and where the places of a block are written down. */
let keys: usize = 0;
let marks: usize = 0;
let places: usize = 0;
/** Where keys are set aside while the table grows, for how many there is room, and how many there are. */
let aside: usize = 0;
let asideMost: i32 = 0;
let asideCount: i32 = 0;

let table: usize = 0;
let end: usize = 0;
/** The least hash of the keys that the table is for, and how many buckets it has for each hash. */
let least: u32 = 0;
let scale: f64 = 0;
/** So many keys can be added before the table must grow. */
let room: i32 = 0;

/** Says where everything is. Called once, before anything else. */
export function begin(
  keysAt: usize,
  marksAt: usize,
  placesAt: usize,
  asideAt: usize,
  asideRoom: i32,
  tableAt: usize,
  leastHash: u32,
): void {
  keys = keysAt;
  marks = marksAt;
  places = placesAt;
  aside = asideAt;
  asideMost = asideRoom;
  table = tableAt;
  least = leastHash;
}

/** The table has so many buckets now, and room for so many keys more. Those in it must be moved up next. */
export function resize(buckets: i32, bucketsOfHash: f64, more: i32): void {
  end = table + <usize>buckets * BUCKET;
  scale = bucketsOfHash;
  room = more;
}

export function roomLeft(): i32 {
  return room;
}

/**
 * Adds the keys that were given from number `from` to before `to`, and marks for each whether it was not there.
 * @returns the number of the first that was not looked at, since there is no room left; else `to`
 */
export function addKeys(from: i32, to: i32): i32 {
  let start = from;
  while (start < to && room > 0) {
    const count = min(BLOCK, to - start);
    findPlaces(start, count);
    touch(count);
    start += addBlock(start, count);
  }
  return start;
}

/** Marks for each of the first so many keys that were given whether it is there. */
export function findKeys(count: i32): void {
  for (let start = 0; start < count; start += BLOCK) {
    const most = min(BLOCK, count - start);
    findPlaces(start, most);
    touch(most);
    findBlock(start, most);
  }
}

function findPlaces(start: i32, count: i32): void {
  const front = table;
  const first = least;
  const stretch = scale;
  const last = places + <usize>count * PLACE;
  let key = keys + <usize>start * KEY;
  for (let place = places; place < last; place += PLACE, key += KEY)
    store<usize>(place, bucketOf(load<u64>(key), front, first, stretch));
}

/** Reads so many places, in a loop so short that the processor waits for many of them at once. */
function touch(count: i32): void {
  const last = places + <usize>count * PLACE;
  let sum: u64 = 0;
  for (let place = places; place < last; place += PLACE) sum ^= load<u64>(load<usize>(place));
  // What is never used would not be read.
  store<u64>(last, sum);
}

/** Adds so many keys, or as many as there is room for; gives how many those are. */
function addBlock(start: i32, count: i32): i32 {
  const front = table;
  const last = end;
  const nowhere = aside;
  const given = keys + <usize>start * KEY;
  const answers = marks + <usize>start;
  let left = room;
  let index = 0;
  for (; index < count && left > 0; index++) {
    const key = load<u64>(given + <usize>index * KEY);
    const at = seek(load<usize>(places + <usize>index * PLACE), key, front, last);
    const isNew = <i32>(load<u64>(at) === 0);
    store<u8>(answers + <usize>index, isNew);
    // Without a branch, which would be foretold wrongly as often as not: 2 to 5 in 100 of the whole.
    store<u64>(select<usize>(at, nowhere, isNew), key);
    left -= isNew;
  }
  room = left;
  return index;
}

function findBlock(start: i32, count: i32): void {
  const front = table;
  const last = end;
  const given = keys + <usize>start * KEY;
  const answers = marks + <usize>start;
  for (let index = 0; index < count; index++) {
    const key = load<u64>(given + <usize>index * KEY);
    const at = seek(load<usize>(places + <usize>index * PLACE), key, front, last);
    store<u8>(answers + <usize>index, <i32>(load<u64>(at) !== 0));
  }
}

/**
 * Moves the keys before a bucket to where they belong now that the table is larger. Keys move towards the end, so going
 * from the end to the front none is written over that has not moved yet. A key that would not (one that stands far
 * behind its bucket, near the front) and one that would run over the end are set aside.
 * @returns the last bucket that has moved: the table's front, unless there is no room left for those set aside
 */
export function moveUp(before: usize): usize {
  const front = table;
  const last = end;
  const first = least;
  const stretch = scale;
  let at = before;
  asideCount = 0;
  while (at > front && asideCount + KEYS_TO_BUCKET <= asideMost) {
    at -= BUCKET;
    for (let from = at; from < at + BUCKET; from += KEY) {
      const key = load<u64>(from);
      if (key === 0) break;
      store<u64>(from, 0);
      const own = bucketOf(key, front, first, stretch);
      const to = own < at ? last : firstFree(own, last);
      if (to < last) store<u64>(to, key);
      else setAside(key);
    }
  }
  return at;
}

function setAside(key: u64): void {
  store<u64>(aside + <usize>asideCount * KEY, key);
  asideCount++;
}

/** How many keys `moveUp` has set aside. */
export function countAside(): i32 {
  return asideCount;
}

/** Puts back so many keys that were set aside, when all others have moved. */
export function putBack(count: i32): void {
  for (let index = 0; index < count; index++) {
    const key = load<u64>(aside + <usize>index * KEY);
    store<u64>(seek(bucketOf(key, table, least, scale), key, table, end), key);
  }
}

/** The place from a key's own bucket on that holds it, or else the first free one. */
function seek(own: usize, key: u64, front: usize, last: usize): usize {
  const wanted = i64x2.splat(key);
  let at = own;
  let found = holding(at, wanted);
  while (found === 0) {
    at += BUCKET;
    if (at === last) at = front;
    found = holding(at, wanted);
  }
  return at + <usize>(ctz(found) >> 1) * KEY;
}

/** The first free place from a bucket on; `last` if there is none. */
function firstFree(own: usize, last: usize): usize {
  for (let at = own; at < last; at += BUCKET) {
    const found = marked(nothing(at, 0), nothing(at, 1), nothing(at, 2), nothing(at, 3));
    if (found !== 0) return at + <usize>(ctz(found) >> 1) * KEY;
  }
  return last;
}

/** The places of a bucket that hold a key or nothing, two bits for each. */
function holding(bucket: usize, wanted: v128): i32 {
  return marked(
    either(bucket, 0, wanted),
    either(bucket, 1, wanted),
    either(bucket, 2, wanted),
    either(bucket, 3, wanted),
  );
}

/** Where a pair of places holds a key or nothing: all bits of a place, or none. */
function either(bucket: usize, pair: usize, wanted: v128): v128 {
  const keys = v128.load(bucket + pair * PAIR);
  return v128.or(i64x2.eq(keys, wanted), i64x2.eq(keys, i64x2.splat(0)));
}

function nothing(bucket: usize, pair: usize): v128 {
  return i64x2.eq(v128.load(bucket + pair * PAIR), i64x2.splat(0));
}

/** Two bits for each place of a bucket, set where all bits of it are. */
function marked(first: v128, second: v128, third: v128, fourth: v128): i32 {
  return i8x16.bitmask(
    i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(first, second), i16x8.narrow_i32x4_s(third, fourth)),
  );
}

/** The bucket that a key belongs into. */
function bucketOf(key: u64, front: usize, first: u32, stretch: f64): usize {
  return front + <usize>(<f64>(hashOf(key) - first) * stretch) * BUCKET;
}

/** As in `store/hash.ts`. */
export function hashOf(key: u64): u32 {
  const high = <u32>key;
  const low = <u32>(key >> 32);
  let hash: u32 = low * 0x85ebca6b;
  hash = (hash ^ (hash >> 15) ^ high) * 0xc2b2ae35;
  hash = (hash ^ (hash >> 13)) * 0x27d4eb2f;
  return hash ^ (hash >> 16);
}
