import { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import * as structs from '../assembly/structs.ts';
import { bytesOf, Structure } from '../assembly/structure.ts';
import { ALIVE, BLOCK_SIZE, Block, DEFERRED, STUCK } from '../explore/block.ts';
import * as transitionSystem from '../explore/transition-system.ts';
import { Bindings } from '../store/bindings.ts';
import { Encoder, type Layout } from '../store/encoder.ts';
import { makeRoom, makeRoomAsleep, type Rows } from '../store/rows.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import { tableMask } from './pairs-for-loops.ts';
import { type Group, type PlainTables, writtenUpTo } from './plain-tables.ts';
import { type PlainTeacher, TOO_WIDE } from './plain-teacher.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { EXPANDED, OUTGROWN, UNFAMILIAR } = transitionSystem;
const { plain: PLAIN, PLAIN_SIZE, group: GROUP, GROUP_SIZE } = structs;

/**
 * Expands the states of a plain system whose slots each have a place of their own in a key: what a group of actions does is
 * looked up by the very bits of the key that it reads. The compiled loops in `assembly/source/plain.ts` do it, for a block of states; what
 * they miss is found out here, and they try that state once more.
 *
 * Hot: first the lists of all groups are looked up; then, state by state, what is asleep is told from what is not, and of the latter
 * keys are made.
 */
export class GroupedStepper {
  alive = false;
  readonly #tables: PlainTables;
  readonly #teacher: PlainTeacher | undefined;
  #encoder: Encoder;
  readonly #state: Int32Array;
  readonly #one = new Block();
  readonly #memory: LinearMemory;
  readonly #loops: Loops;
  readonly #plain: Structure;
  readonly #keys: Int32Array;
  readonly #arrivals: Uint8Array;
  readonly #ends: Int32Array;
  readonly #isStuck: Uint8Array;
  readonly #lists: SharedInts = sharedInts(BLOCK_SIZE);
  readonly #work: SharedInts = sharedInts(1 << 6);
  /** How states are reached by the rows; copied to where others read it. */
  readonly #rowArrivals: SharedInts = sharedInts(1 << 8);
  readonly #bindings: Bindings;
  /** The groups that the loops know. */
  #groups: readonly Group[] = [];
  #ofGroups: Bindings;
  #rows: Rows | undefined;
  #ofRows: Bindings;

  /** See `PlainStepper`. */
  constructor(tables: PlainTables, layout: Layout, teacher: PlainTeacher | undefined) {
    const memory = new LinearMemory(tables.memory);
    this.#tables = tables;
    this.#teacher = teacher;
    this.#encoder = new Encoder(layout, false);
    this.#state = new Int32Array(layout.width);
    this.#memory = memory;
    this.#plain = new Structure(memory, PLAIN_SIZE);
    this.#keys = this.#plain.reserve(PLAIN.keys, 2 * BLOCK_SIZE);
    this.#arrivals = this.#plain.reserveBytes(PLAIN.arrivals, BLOCK_SIZE);
    this.#ends = this.#plain.reserve(PLAIN.ends, BLOCK_SIZE);
    this.#isStuck = this.#plain.reserveBytes(PLAIN.isStuck, BLOCK_SIZE);
    this.#bindings = this.#bindTables();
    this.#ofGroups = new Bindings(memory, false);
    this.#ofRows = new Bindings(memory, true);
    this.#loops = loopsIn(memory);
    this.#loops.usePlain(this.#plain.address);
    this.#bindGroups();
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, false);
    this.#bindGroups();
  }

  /** See `Stepper`. */
  expand(high: number, low: number, rows: Rows, arrival: number): number {
    const one = this.#one;
    one.hold(high, low, arrival);
    const outcome = this.expandAll(one, rows);
    this.alive = one.fates[0] === ALIVE;
    return outcome === EXPANDED && one.fates[0] === DEFERRED ? UNFAMILIAR : outcome;
  }

  /** See `Stepper`. */
  expandAll(block: Block, rows: Rows): number {
    const { count } = block;
    const plain = this.#plain;
    const before = rows.count;
    this.#begin(block, rows);
    for (let from = 0; from < count; ) {
      const reached = this.#loops.expandPlain(from, count);
      this.#take(from, reached, block);
      rows.count = plain.get(PLAIN.rowCount);
      rows.asleep.count = plain.get(PLAIN.asleepCount);
      from = reached;
      if (reached === count) break;
      const outcome = this.#findMissing(block, reached, rows);
      if (outcome === OUTGROWN) return OUTGROWN;
      if (outcome === EXPANDED) continue;
      block.ends[from] = rows.count;
      block.fates[from++] = DEFERRED;
    }
    const arrivals = bytesOf(this.#rowArrivals.data);
    rows.arrivals.data.set(arrivals.subarray(before, rows.count), before);
    return EXPANDED;
  }

  #begin({ keys, arrivals, count }: Block, rows: Rows): void {
    if (this.#tables.groups !== this.#groups) this.#bindGroups();
    this.#keys.set(keys);
    this.#arrivals.set(arrivals);
    this.#plain.set(PLAIN.count, count);
    this.#bindRows(rows);
    this.#tell(rows);
    this.#loops.readPlain();
  }

  #take(from: number, to: number, { ends, fates }: Block): void {
    for (let index = from; index < to; index++) {
      ends[index] = this.#ends[index]!;
      fates[index] = this.#isStuck[index] === 1 ? STUCK : ALIVE;
    }
  }

  /** Finds out, or gives room for, what is missing to expand a state of the block; EXPANDED if it can be expanded now. */
  #findMissing(block: Block, index: number, rows: Rows): number {
    const group = this.#plain.get(PLAIN.missing);
    if (group < 0) this.#makeRoom(rows, this.#plain.get(PLAIN.room));
    else {
      if (this.#teacher === undefined) return UNFAMILIAR;
      const high = block.keys[2 * index]!;
      const low = block.keys[2 * index + 1]!;
      this.#encoder.decode(high, low, this.#state, 0);
      if (this.#teacher.list(group, this.#state, high, low) === TOO_WIDE) return OUTGROWN;
      // Actions may have been grouped anew.
      if (this.#tables.groups !== this.#groups) {
        this.#bindGroups();
        this.#tell(rows);
        this.#loops.readPlain();
      }
    }
    this.#tell(rows);
    return EXPANDED;
  }

  #makeRoom(rows: Rows, more: number): void {
    makeRoom(rows, more);
    makeRoomAsleep(rows, more);
    widen(this.#work, more);
  }

  /** Tells the loops what has moved, and how much is known. */
  #tell(rows: Rows): void {
    this.#plain.set(PLAIN.poolEnd, writtenUpTo(this.#tables));
    const most = rows.labels.data.length;
    widen(this.#rowArrivals, Math.ceil(most / 4));
    this.#plain.set(PLAIN.rowCount, rows.count);
    this.#plain.set(PLAIN.rowsMost, most);
    this.#plain.set(PLAIN.asleepCount, rows.asleep.count);
    this.#plain.set(PLAIN.asleepMost, rows.asleep.labels.data.length);
    this.#plain.set(PLAIN.workMost, this.#work.data.length);
    this.#bindings.tell();
    this.#ofGroups.tell();
    this.#ofRows.tell();
  }

  #bindTables(): Bindings {
    const { pool, transitions, arrivals } = this.#tables;
    const bindings = new Bindings(this.#memory, this.#teacher !== undefined);
    bindings.add(pool, this.#plain.ints, PLAIN.pool);
    bindings.add(transitions, this.#plain.ints, PLAIN.transitions);
    bindings.add(arrivals, this.#plain.ints, PLAIN.asleep);
    return bindings;
  }

  #bindGroups(): void {
    const { groups } = this.#tables;
    const structure = this.#plain.reserve(PLAIN.groups, GROUP_SIZE * groups.length);
    this.#groups = groups;
    this.#ofGroups = new Bindings(this.#memory, this.#teacher !== undefined);
    for (const [index, { high, low, lists }] of groups.entries()) {
      const at = GROUP_SIZE * index;
      structure[at + GROUP.high] = high;
      structure[at + GROUP.low] = low;
      this.#ofGroups.add(lists.rows, structure, at + GROUP.rows, tableMask(at + GROUP.mask));
    }
    this.#plain.set(PLAIN.groupCount, groups.length);
    widen(this.#lists, groups.length * BLOCK_SIZE);
  }

  #bindRows(rows: Rows): void {
    if (rows === this.#rows) return;
    const bindings = new Bindings(this.#memory, true);
    bindings.add(rows.keys, this.#plain.ints, PLAIN.rowKeys);
    bindings.add(rows.labels, this.#plain.ints, PLAIN.rowLabels);
    bindings.add(rows.asleep.labels, this.#plain.ints, PLAIN.asleepLabels);
    bindings.add(this.#rowArrivals, this.#plain.ints, PLAIN.rowArrivals);
    bindings.add(this.#lists, this.#plain.ints, PLAIN.lists);
    bindings.add(this.#work, this.#plain.ints, PLAIN.work);
    this.#ofRows = bindings;
    this.#rows = rows;
  }
}
