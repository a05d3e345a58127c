/**
 * The table of a set of keys, which `store/key-set.ts` grows. Keys are as they lie in memory, the high half first; they are only
 * compared and hashed here. A place is an address. A free one holds 0, which no key is.
 */

/** So many keys are looked at together. */
const BLOCK: i32 = 512;
const KEY: usize = 8;

/** Where keys are given, where the answers go, one byte a key, and where the places of a block are written down. */
let keys: usize = 0;
let marks: usize = 0;
let places: usize = 0;
/** Where keys are set aside that have no place while the table grows, for how many there is room, and how many they are. */
let aside: usize = 0;
let asideMost: i32 = 0;
let setAside: i32 = 0;

let table: usize = 0;
let end: usize = 0;
/** The least hash of the keys that the table is for, and how many places it has for a hash. */
let least: u32 = 0;
let scale: f64 = 0;
/** So many keys can be added before the table must grow. */
let room: i32 = 0;
/** Keeps the touching of places from being optimized away. */
let touched: u64 = 0;

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

/** The table has so many places now. If it holds keys already, `moveUp` must follow. */
export function resize(capacity: i32, placesOfHash: f64, roomNow: i32): void {
  end = table + <usize>capacity * KEY;
  scale = placesOfHash;
  room = roomNow;
}

export function roomLeft(): i32 {
  return room;
}

/**
 * Adds the keys that were given from number `from` to before `to`, and marks for each whether it was not there.
 * @returns the number after the last that was added: less than `to` if the table has become full
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
  let key = keys + <usize>start * KEY;
  let place = places;
  const last = place + ((<usize>count) << 2);
  for (; place < last; place += 4, key += KEY) store<usize>(place, placeOf(load<u64>(key)));
}

/** Reads so many places, in a loop so short that the processor waits for many of them at once. */
function touch(count: i32): void {
  const last = places + ((<usize>count) << 2);
  let sum: u64 = 0;
  for (let place = places; place < last; place += 4) sum ^= load<u64>(load<usize>(place));
  touched = sum;
}

/** Adds so many keys, or as many as there is room for; gives how many it has looked at. */
function addBlock(start: i32, count: i32): i32 {
  const front = table;
  const last = end;
  const given = keys + <usize>start * KEY;
  const answers = marks + <usize>start;
  let left = room;
  let index = 0;
  while (index < count && left > 0) {
    const key = load<u64>(given + <usize>index * KEY);
    let at = load<usize>(places + ((<usize>index) << 2));
    let found = load<u64>(at);
    while (found !== 0 && found !== key) {
      at += KEY;
      if (at === last) at = front;
      found = load<u64>(at);
    }
    const isNew = <i32>(found === 0);
    store<u8>(answers + <usize>index, isNew);
    if (isNew) store<u64>(at, key);
    left -= isNew;
    index++;
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
    let at = load<usize>(places + ((<usize>index) << 2));
    let found = load<u64>(at);
    while (found !== 0 && found !== key) {
      at += KEY;
      if (at === last) at = front;
      found = load<u64>(at);
    }
    store<u8>(answers + <usize>index, <i32>(found !== 0));
  }
}

/**
 * Moves the keys before a place to where they belong since the table has become larger. Keys move towards the end, so going
 * from the end to the front none is written over that has not moved yet. A key that would not (one that stands far
 * behind its place, near the front) and one that would run over the end are set aside.
 * @returns the table's front if all have moved; else the place of the last that has, and what was set aside must be taken out
 */
export function moveUp(from: usize): usize {
  const front = table;
  const last = end;
  let at = from;
  setAside = 0;
  while (at > front && setAside < asideMost) {
    at -= KEY;
    const key = load<u64>(at);
    if (key === 0) continue;
    store<u64>(at, 0);
    let to = placeOf(key);
    if (to < at) to = last;
    while (to < last && load<u64>(to) !== 0) to += KEY;
    if (to < last) store<u64>(to, key);
    else {
      store<u64>(aside + <usize>setAside * KEY, key);
      setAside++;
    }
  }
  return at;
}

/** How many keys `moveUp` has set aside. */
export function asideCount(): i32 {
  return setAside;
}

/** Puts so many keys that were set aside where there is room for them, when all others have moved. */
export function putBack(count: i32): void {
  for (let index = 0; index < count; index++) {
    const key = load<u64>(aside + <usize>index * KEY);
    let at = placeOf(key);
    while (load<u64>(at) !== 0) {
      at += KEY;
      if (at === end) at = table;
    }
    store<u64>(at, key);
  }
}

function placeOf(key: u64): usize {
  return table + <usize>(<f64>(hashOf(key) - least) * scale) * KEY;
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
