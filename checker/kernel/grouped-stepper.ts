import { ALIVE, BLOCK_SIZE, Block, DEFERRED, STUCK } from '../explore/block.ts';
import * as transitionSystem from '../explore/transition-system.ts';
import { Encoder, type Layout } from '../store/encoder.ts';
import * as keyTables from '../store/key-table.ts';
import { makeRoom, makeRoomAsleep, type Rows } from '../store/rows.ts';
import * as plainArrivals from './plain-arrivals.ts';
import * as plainTables from './plain-tables.ts';
import { type PlainTeacher, REGROUPED, TOO_WIDE } from './plain-teacher.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { EXPANDED, OUTGROWN, UNFAMILIAR } = transitionSystem;
const { findKey } = keyTables;
const { ARRIVAL_BITS } = plainArrivals;
const { arrivalIn, KEEP_HIGH, KEEP_LOW, labelIn, SET_HIGH, SET_LOW, WHAT } = plainTables;

/**
 * Expands the states of a plain system whose slots each have a place of their own in a key: what a group of actions does is
 * looked up by the very bits of the key that it reads.
 *
 * Hot: for a block of states, in short loops of one step each. First the lists of all groups are looked up; then, state by state,
 * what is asleep is told from what is not, and of the latter keys are made.
 */
export class GroupedStepper {
  alive = false;
  readonly #tables: plainTables.PlainTables;
  readonly #teacher: PlainTeacher | undefined;
  #encoder: Encoder;
  readonly #state: Int32Array;
  readonly #one = new Block();
  /** `lists[group * BLOCK_SIZE + index]` is what a group does in the state with that index; 0 if it is unknown. */
  #lists = new Int32Array(0);
  /** For each state, 1 if something in it is unknown. */
  readonly #isUnknown = new Uint8Array(BLOCK_SIZE);
  /** The transitions of a state that are awake, by where they are. */
  #work = new Int32Array(1 << 6);

  /** See `PlainStepper`. */
  constructor(tables: plainTables.PlainTables, layout: Layout, teacher: PlainTeacher | undefined) {
    this.#tables = tables;
    this.#teacher = teacher;
    this.#encoder = new Encoder(layout, false);
    this.#state = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, false);
  }

  /** See `Stepper`. */
  expand(high: number, low: number, rows: Rows, arrival: number): number {
    this.#one.hold(high, low, arrival);
    const outcome = this.#find(this.#one, 0);
    if (outcome === EXPANDED) this.#append(0, this.#one, rows);
    return outcome;
  }

  /** See `Stepper`. */
  expandAll(block: Block, rows: Rows): number {
    this.#findAll(block, 0);
    for (let index = 0; index < block.count; index++) {
      let outcome: number = EXPANDED;
      if (this.#isUnknown[index] === 1) {
        outcome = this.#find(block, index);
        // Actions may have been grouped anew.
        if (outcome === EXPANDED) this.#findAll(block, index);
      }
      if (outcome === OUTGROWN) return OUTGROWN;
      if (outcome === EXPANDED) this.#append(index, block, rows);
      block.fates[index] = outcome === UNFAMILIAR ? DEFERRED : this.alive ? ALIVE : STUCK;
      block.ends[index] = rows.count;
    }
    return EXPANDED;
  }

  /** Looks up what all groups do in the states of a block from `from` on. */
  #findAll({ keys, count }: Block, from: number): void {
    const { groups } = this.#tables;
    this.#makeRoom(groups.length);
    const lists = this.#lists;
    const isUnknown = this.#isUnknown;
    for (let index = from; index < count; index++) isUnknown[index] = 0;
    for (let number = 0; number < groups.length; number++) {
      const group = groups[number]!;
      for (let index = from; index < count; index++) {
        const list = findKey(
          group.lists,
          keys[2 * index]! & group.high,
          keys[2 * index + 1]! & group.low,
        );
        lists[number * BLOCK_SIZE + index] = list;
        isUnknown[index]! |= list === 0 ? 1 : 0;
      }
    }
  }

  /** Looks up what all groups do in one state, and has written down what is unknown. */
  #find(block: Block, index: number): number {
    const { keys } = block;
    const { groups } = this.#tables;
    const high = keys[2 * index]!;
    const low = keys[2 * index + 1]!;
    this.#makeRoom(groups.length);
    for (let number = 0; number < groups.length; number++) {
      const group = groups[number]!;
      let list = findKey(group.lists, high & group.high, low & group.low);
      if (list === 0) {
        if (this.#teacher === undefined) return UNFAMILIAR;
        this.#encoder.decode(high, low, this.#state, 0);
        list = this.#teacher.list(number, this.#state, high, low);
        if (list === TOO_WIDE) return OUTGROWN;
        if (list === REGROUPED) return this.#find(block, index);
      }
      this.#lists[number * BLOCK_SIZE + index] = list;
    }
    return EXPANDED;
  }

  #makeRoom(groups: number): void {
    if (this.#lists.length < groups * BLOCK_SIZE) this.#lists = new Int32Array(groups * BLOCK_SIZE);
  }

  /** Appends the transitions from a state whose lists are known. */
  #append(index: number, block: Block, rows: Rows): void {
    const awake = this.#wake(index, ARRIVAL_BITS * block.arrivals[index]!, rows);
    makeRoom(rows, awake);
    const work = this.#work;
    const { data } = this.#tables.transitions;
    const high = block.keys[2 * index]!;
    const low = block.keys[2 * index + 1]!;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    const arrivals = rows.arrivals.data;
    let row = rows.count;
    for (let left = 0; left < awake; left++, row++) {
      const at = work[left]!;
      const what = data[at + WHAT]!;
      keys[2 * row] = (high & data[at + KEEP_HIGH]!) | data[at + SET_HIGH]!;
      keys[2 * row + 1] = (low & data[at + KEEP_LOW]!) | data[at + SET_LOW]!;
      labels[row] = labelIn(what);
      arrivals[row] = arrivalIn(what);
    }
    rows.count = row;
  }

  /**
   * Puts together what all groups do in a state: finds the transitions that are awake, gives how many they are, and counts the others.
   *
   * Each is written in both places, and only one of them is kept, so that no branch depends on which.
   * @param asleep where the bits are of what is asleep
   */
  #wake(index: number, asleep: number, rows: Rows): number {
    const lists = this.#lists;
    const pool = this.#tables.pool.data;
    const bits = this.#tables.arrivals.data;
    const { data } = this.#tables.transitions;
    const end = this.#tables.groups.length * BLOCK_SIZE;
    const before = rows.asleep.count;
    let asleepCount = before;
    let awake = 0;
    for (let group = index; group < end; group += BLOCK_SIZE) {
      const list = lists[group]!;
      const behind = list + 1 + pool[list]!;
      rows.asleep.count = asleepCount;
      makeRoomAsleep(rows, behind - list);
      const labels = rows.asleep.labels.data;
      const work = this.#withRoomFor(awake + behind - list);
      for (let at = list + 1; at < behind; at++) {
        const place = pool[at]!;
        const what = data[place + WHAT]!;
        const isAsleep = (bits[asleep + (arrivalIn(what) >> 5)]! >> (what & 31)) & 1;
        labels[asleepCount] = labelIn(what);
        work[awake] = place;
        asleepCount += isAsleep;
        awake += 1 - isAsleep;
      }
    }
    rows.asleep.count = asleepCount;
    this.alive = awake > 0 || asleepCount > before;
    return awake;
  }

  /** The places of transitions that are awake, with room for so many. */
  #withRoomFor(length: number): Int32Array {
    if (length > this.#work.length) {
      const larger = new Int32Array(2 * length);
      larger.set(this.#work);
      this.#work = larger;
    }
    return this.#work;
  }
}
