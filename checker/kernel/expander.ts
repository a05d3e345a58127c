import { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import * as structs from '../assembly/structs.ts';
import { Structure } from '../assembly/structure.ts';
import { BLOCK_SIZE, type Block } from '../explore/block.ts';
import type { Canonicalizer } from '../reduction/canonicalizer.ts';
import { Bindings } from '../store/bindings.ts';
import type { Layout } from '../store/encoder.ts';
import { internPair } from '../store/pair-interner.ts';
import { makeRoom, type Rows } from '../store/rows.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import { decide, readOf, UNDECIDED } from './decision-tree.ts';
import { LayoutForLoops } from './layout-for-loops.ts';
import { MailForLoops } from './mail-for-loops.ts';
import { writtenUpTo } from './outcome-pool.ts';
import { tableMask } from './pairs-for-loops.ts';
import { Possibilities } from './possibilities.ts';
import { EventFacts } from './protocol-ids.ts';
import type { ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { RecipesForLoops } from './recipes-for-loops.ts';
import { SymmetryForLoops } from './symmetry-for-loops.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { context: CONTEXT, MISSING } = structs;

/** More room than messages can ever be in flight. */
const MOST_ROOM = 2 ** 30;

/** What came of looking for what was missing. */
export const FOUND = 0;
/** A field is too small: keys must be laid out anew. */
export const TOO_NARROW = 1;
/** It is found out, but more than the loops can be told: the state is to be expanded otherwise. */
export const TOO_MUCH = 2;

/** No state. */
const NONE = -1;

/** Where so much was missing in one state, it is found out at once, since the loops begin a state anew each time. */
const MOST_MISSING = 64;

/**
 * What the processes of a protocol do in the states of a block. It is found out by the compiled loops in `assembly/source`, which have the
 * tables in their memory. What they miss is found out here, and they try that state once more.
 *
 * Hot: two fifths of the time of Raft when it was JavaScript. The loops take a quarter of that: a key is one integer of 64 bits there and not
 * two halves, and no index is checked.
 */
export class Expander {
  readonly ids: Int32Array;
  /** For each state where its rows end, and what came of it, see `Block`. */
  readonly ends: Int32Array;
  readonly fates: Uint8Array;
  /** How many transitions each bound has cut since `begin`, and in the state that was expanded last. */
  readonly cuts: Int32Array;
  readonly cutsNow: Int32Array;
  readonly #tables: ProtocolTables;
  readonly #teacher: ProtocolTeacher | undefined;
  readonly #memory: LinearMemory;
  readonly #loops: Loops;
  readonly #context: Structure;
  readonly #keys: Int32Array;
  readonly #possibilities: Possibilities;
  /** The labels of what bounds have cut in the state that was expanded last, if they are kept. */
  readonly #cutLabels: SharedInts = sharedInts(1 << 6);
  readonly #bindings: Bindings;
  #layout: LayoutForLoops;
  readonly #symmetry: SymmetryForLoops | undefined;
  readonly #mail: MailForLoops | undefined;
  readonly #recipes: RecipesForLoops | undefined;
  #rows: Rows | undefined;
  #ofRows: Bindings;
  #count = 0;
  /** The state that the loops stopped in last, and how much was found out for it: the same for any number of threads. */
  #stopped = NONE;
  #missed = 0;
  readonly #events: EventFacts;
  readonly #state: Int32Array;

  /**
   * @param teacher none in a thread that has no model
   * @param states finds representatives, where only one state of each orbit is visited
   */
  constructor(
    tables: ProtocolTables,
    layout: Layout,
    teacher: ProtocolTeacher | undefined,
    states: Canonicalizer | undefined,
  ) {
    const memory = new LinearMemory(tables.memory);
    const { width } = layout;
    this.#tables = tables;
    this.#teacher = teacher;
    this.#memory = memory;
    this.#possibilities = new Possibilities(tables);
    this.#state = new Int32Array(width);
    this.#events = new EventFacts(tables.history.slots, tables.cells.length + 1);
    const context = new Structure(memory, structs.CONTEXT_SIZE);
    this.#context = context;
    this.#keys = context.reserve(CONTEXT.keys, 2 * BLOCK_SIZE);
    this.ids = context.reserve(CONTEXT.ids, width * BLOCK_SIZE);
    context.reserve(CONTEXT.lists, width * BLOCK_SIZE);
    context.reserve(CONTEXT.inFlight, BLOCK_SIZE);
    this.ends = context.reserve(CONTEXT.ends, BLOCK_SIZE);
    this.fates = context.reserveBytes(CONTEXT.fates, BLOCK_SIZE);
    context.reserve(CONTEXT.changed, width);
    context.reserve(CONTEXT.scratch, width);
    this.cuts = context.reserve(CONTEXT.cuts, tables.bounds);
    this.cutsNow = context.reserve(CONTEXT.cutsNow, tables.bounds);
    context.set(CONTEXT.processes, tables.cells.length);
    context.set(CONTEXT.width, width);
    context.set(CONTEXT.bounds, tables.bounds);
    context.set(CONTEXT.inFlightLimit, Math.min(tables.inFlightLimit, MOST_ROOM));
    context.set(CONTEXT.learns, teacher === undefined ? 0 : 1);
    context.set(CONTEXT.fieldsOfFact, readOf(1, 0));
    this.#bindings = this.#bindTables();
    this.#ofRows = new Bindings(memory, true);
    this.#layout = this.#layoutFor(layout);
    this.#symmetry = states && new SymmetryForLoops(states, memory, context);
    this.#mail = teacher && new MailForLoops(tables, teacher.mail, memory, context);
    this.#recipes =
      teacher && new RecipesForLoops(tables, teacher.recipes, teacher.kinds, memory, context);
    this.#loops = loopsIn(memory);
    this.#loops.use(context.address);
  }

  /** Keys are laid out like this from now on. */
  layOut(layout: Layout): void {
    this.#layout = this.#layoutFor(layout);
  }

  /** Begins with a block, whose rows are appended to `rows`. @param keepsCutLabels whether `cutLabels` is wanted */
  begin({ keys, count }: Block, rows: Rows, keepsCutLabels: boolean): void {
    this.#count = count;
    this.#stopped = NONE;
    this.#keys.set(keys);
    this.cuts.fill(0);
    this.#context.set(CONTEXT.count, count);
    this.#context.set(CONTEXT.cutLabelsMost, keepsCutLabels ? this.#cutLabels.data.length : 0);
    this.#bindRows(rows);
    this.#tell(rows);
    this.#loops.read();
  }

  /**
   * Appends what processes do in the states from `from` to before `to`; in a thread without a model, those that hold something new are put
   * aside.
   * @returns the first of which nothing could be appended, and then `findMissing` is to be asked; else `to`
   */
  expand(from: number, to: number, rows: Rows): number {
    // Also between two states: what befalls the whole may have met new pairs, and moved rows.
    this.#tell(rows);
    this.#context.set(CONTEXT.rowCount, rows.count);
    const reached = this.#loops.expand(from, to);
    if (reached !== this.#stopped) this.#missed = 0;
    this.#stopped = reached;
    this.#layout.listen();
    this.#mail?.listen();
    rows.count = this.#context.get(CONTEXT.rowCount);
    return reached;
  }

  /** How many renamings fix each state of a block, one of each orbit. Only in a thread that has the model. */
  stabilizers(block: Block, rows: Rows): Int32Array {
    this.begin(block, rows, false);
    for (let from = 0; from < block.count; ) {
      from = this.#loops.stabilizers(from);
      // Only names can be missing, so it is never too much.
      this.#missed = 0;
      if (from < block.count && this.findMissing(rows) !== FOUND)
        throw new Error('the thread that counts orbits has a model to ask');
      this.#tell(rows);
    }
    return this.ends;
  }

  /** Finds out, or gives room for, what the loops missed last: FOUND, TOO_NARROW or TOO_MUCH. */
  findMissing(rows: Rows): number {
    const context = this.#context;
    const first = context.get(CONTEXT.first);
    const second = context.get(CONTEXT.second);
    switch (context.get(CONTEXT.missing)) {
      case MISSING.width:
        return TOO_NARROW;
      case MISSING.room:
        this.#makeRoom(rows, first, second);
        return FOUND;
      case MISSING.answers:
        this.#possibilities.rowOf(first, second);
        return FOUND;
      default:
        if (this.#teacher === undefined)
          throw new Error('the loops put aside what nobody can find out here');
        return this.#learn(this.#teacher, first, second);
    }
  }

  /** The labels of what bounds have cut in the state that was expanded last, if they are kept. */
  get cutLabels(): readonly number[] {
    return [...this.#cutLabels.data.subarray(0, this.#context.get(CONTEXT.cutLabelCount))];
  }

  /** Writes a state of the block as a vector. */
  read(index: number, into: Int32Array): void {
    for (let slot = 0; slot < into.length; slot++)
      into[slot] = this.ids[slot * this.#count + index]!;
  }

  /** Whether what an event changes in the state at hand is known now. */
  #isRecorded(event: number): boolean {
    this.#events.event = event;
    return decide(this.#tables.history.tree, this.#events, this.#state, 0) !== UNDECIDED;
  }

  #learn(teacher: ProtocolTeacher, first: number, second: number): number {
    if (++this.#missed > MOST_MISSING) return TOO_MUCH;
    const third = this.#context.get(CONTEXT.third);
    const missing = this.#context.get(CONTEXT.missing);
    if (this.#symmetry?.learn(missing, first, second, third) === true) return FOUND;
    switch (missing) {
      case MISSING.list:
        teacher.outcomes(first, second);
        break;
      case MISSING.addition:
        teacher.addition(first, second, third);
        break;
      case MISSING.record:
        this.read(second, this.#state);
        teacher.record(this.#state, first);
        // Of too many histories no more is remembered: then the loops would miss this one for ever.
        if (!this.#isRecorded(first)) return TOO_MUCH;
        break;
      case MISSING.pair:
        internPair(this.#layout.pairs(first), second, third);
        break;
      default:
        throw new Error(`the loops miss ${missing}`);
    }
    return FOUND;
  }

  /** Tells the loops what has moved, how much is known, and how many kinds of outcomes there are. */
  #tell(rows: Rows): void {
    const { history } = this.#tables;
    // Read before everything else: of what another thread has written by then, this one can see all kinds of outcomes.
    this.#context.set(CONTEXT.poolEnd, writtenUpTo(this.#tables));
    this.#context.set(CONTEXT.treeEnd, Atomics.load(history.tree.nodes.data, 0));
    this.#context.set(CONTEXT.writesEnd, Atomics.load(history.writes.data, 0));
    this.#possibilities.refresh();
    this.#context.set(CONTEXT.mostRoom, this.#possibilities.mostRoom);
    this.#context.set(CONTEXT.rowsMost, rows.labels.data.length);
    this.#bindings.tell();
    this.#ofRows.tell();
    this.#layout.tell();
    this.#symmetry?.tell();
    this.#mail?.tell();
    this.#recipes?.tell();
  }

  #makeRoom(rows: Rows, inAll: number, cutLabels: number): void {
    makeRoom(rows, inAll - rows.count);
    if (this.#context.get(CONTEXT.cutLabelsMost) === 0) return;
    widen(this.#cutLabels, cutLabels);
    this.#context.set(CONTEXT.cutLabelsMost, this.#cutLabels.data.length);
  }

  #bindTables(): Bindings {
    const { pool, history } = this.#tables;
    const context = this.#context.ints;
    const isTeaching = this.#teacher !== undefined;
    const bindings = new Bindings(this.#memory, isTeaching);
    bindings.add(pool, context, CONTEXT.pool);
    bindings.add(history.tree.nodes, context, CONTEXT.treeNodes);
    bindings.add(history.tree.next.rows, context, CONTEXT.treeNext, tableMask(CONTEXT.treeMask));
    bindings.add(history.writes, context, CONTEXT.writes);
    return bindings;
  }

  #layoutFor(layout: Layout): LayoutForLoops {
    const learns = this.#teacher !== undefined;
    const made = new LayoutForLoops(this.#tables, layout, this.#memory, learns);
    made.tellContext(this.#context);
    return made;
  }

  #bindRows(rows: Rows): void {
    if (rows === this.#rows) return;
    const bindings = new Bindings(this.#memory, true);
    bindings.add(rows.keys, this.#context.ints, CONTEXT.rowKeys);
    bindings.add(rows.labels, this.#context.ints, CONTEXT.rowLabels);
    bindings.add(this.#cutLabels, this.#context.ints, CONTEXT.cutLabels);
    bindings.add(this.#possibilities.answers, this.#context.ints, CONTEXT.answers);
    bindings.add(this.#possibilities.rows, this.#context.ints, CONTEXT.answerRows);
    this.#ofRows = bindings;
    this.#rows = rows;
  }
}
