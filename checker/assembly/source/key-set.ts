/**
 * The table of a set of keys, which `store/key-set.ts` makes larger. Keys are as they lie in memory, the high half first: they are only
 * compared and hashed here. A place is an address. A free one holds 0, which is no key.
 */

/** So many keys are looked at together. Of 128 to 2048 all take the same time. */
const BLOCK: i32 = 512;
const KEY: usize = sizeof<u64>();
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
/** The least hash of the keys that the table is for, and how many places it has for each hash. */
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

/** The table has so many places now, and room for so many keys more. Those in it must be moved up next. */
export function resize(capacity: i32, placesOfHash: f64, more: i32): void {
  end = table + <usize>capacity * KEY;
  scale = placesOfHash;
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
    store<usize>(place, placeOf(load<u64>(key), front, first, stretch));
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
 * Moves the keys before a place to where they belong now that the table is larger. Keys move towards the end, so going
 * from the end to the front none is written over that has not moved yet. A key that would not (one that stands far
 * behind its place, near the front) and one that would run over the end are set aside.
 * @returns the place of the last that has moved: the table's front, unless there is no room left for those set aside
 */
export function moveUp(before: usize): usize {
  const front = table;
  const last = end;
  const first = least;
  const stretch = scale;
  let at = before;
  asideCount = 0;
  while (at > front && asideCount < asideMost) {
    at -= KEY;
    const key = load<u64>(at);
    if (key === 0) continue;
    store<u64>(at, 0);
    let to = placeOf(key, front, first, stretch);
    if (to < at) to = last;
    while (to < last && load<u64>(to) !== 0) to += KEY;
    if (to < last) store<u64>(to, key);
    else setAside(key);
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
    store<u64>(seek(placeOf(key, table, least, scale), key, table, end), key);
  }
}

/** The first place from a key's own on that holds it or is free. */
function seek(own: usize, key: u64, front: usize, last: usize): usize {
  let at = own;
  let found = load<u64>(at);
  while (found !== 0 && found !== key) {
    at += KEY;
    if (at === last) at = front;
    found = load<u64>(at);
  }
  return at;
}

/** Where a key belongs. */
function placeOf(key: u64, front: usize, first: u32, stretch: f64): usize {
  return front + <usize>(<f64>(hashOf(key) - first) * stretch) * KEY;
}

/** As in `store/hash.ts`. */
function hashOf(key: u64): u32 {
  const high = <u32>key;
  const low = <u32>(key >> 32);
  let hash: u32 = low * 0x85ebca6b;
  hash = (hash ^ (hash >> 15) ^ high) * 0xc2b2ae35;
  hash = (hash ^ (hash >> 13)) * 0x27d4eb2f;
  return hash ^ (hash >> 16);
}
