import { ALIVE, Block, DEFERRED, STUCK } from '../explore/block.ts';
import { EXPANDED, OUTGROWN, UNFAMILIAR } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { addRow, newRows, type Rows } from '../store/rows.ts';
import { Expander, TOO_MUCH, TOO_NARROW } from './expander.ts';
import { MovesOfAll, NO_MOVE, UNKNOWN_MOVE } from './moves-of-all.ts';
import type { ProtocolStepper, ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { ProtocolReduction } from './reduction.ts';
import { RewritingStepper } from './rewriting-stepper.ts';

/**
 * Expands the states of a protocol by the compiled loops, which toggle the bits of their keys that a transition changes. A state that holds
 * something new waits until it is found out, so that ids are given in the order of the states, by any number of threads. Where only one
 * state of each orbit is visited, and something is to be noted besides, states are expanded by writing vectors.
 */
export class TogglingStepper implements ProtocolStepper {
  alive = false;
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly memory: WebAssembly.Memory;
  readonly #learns: boolean;
  readonly #reduction: ProtocolReduction | undefined;
  readonly #expander: Expander;
  /** Expands states that the loops miss too much for, or cannot; and whether it has the last one. */
  readonly #rewriting: RewritingStepper;
  #isRewritten = false;
  readonly #one = new Block();
  readonly #spare = newRows();
  readonly #moves: MovesOfAll | undefined;
  #encoder: Encoder;
  /** The state that time passes in, and a state in the making. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;

  /**
   * See `protocolStepper`.
   * @param reduction where only one state of each orbit is visited; it has what finds representatives
   */
  constructor(
    tables: ProtocolTables,
    layout: Layout,
    teacher: ProtocolTeacher | undefined,
    reduction?: ProtocolReduction,
  ) {
    this.#learns = teacher !== undefined;
    this.#reduction = reduction;
    this.#expander = new Expander(tables, layout, teacher, reduction?.states);
    this.cuts = new Float64Array(tables.bounds);
    this.memory = tables.memory;
    this.#rewriting = new RewritingStepper(tables, layout, teacher, reduction, this.cuts);
    this.#moves = tables.moves && new MovesOfAll(tables, tables.moves, teacher);
    this.#encoder = new Encoder(layout, this.#learns);
    this.#state = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#learns);
    this.#expander.layOut(layout);
    this.#rewriting.layOut(layout);
  }

  /** Time and partitions are looked up in tables that nobody may change meanwhile; so are vectors. */
  get staysReadable(): boolean {
    return this.#moves === undefined && this.#reduction?.isPlain !== false;
  }

  get cutLabels(): readonly number[] {
    return this.#isRewritten ? this.#rewriting.cutLabels : this.#expander.cutLabels;
  }

  expand(high: number, low: number, rows: Rows): number {
    const one = this.#one;
    const before = rows.count;
    one.hold(high, low);
    const outcome = this.expandAll(one, rows);
    this.alive = one.fates[0] === ALIVE;
    if (outcome === EXPANDED && one.fates[0] !== DEFERRED) return EXPANDED;
    rows.count = before;
    return outcome === EXPANDED ? UNFAMILIAR : outcome;
  }

  /** How many renamings fix each state of a block, where only one state of each orbit is visited. */
  stabilizers(block: Block): Int32Array {
    return this.#expander.stabilizers(block, this.#spare);
  }

  expandAll(block: Block, rows: Rows): number {
    if (this.#reduction?.isPlain === false) return this.#rewriteAll(block, rows);
    const { count } = block;
    this.#expander.begin(block, rows, this.keepsCutLabels);
    for (let from = 0; from < count; ) {
      const before = rows.count;
      // What befalls the whole comes right behind what processes do.
      const to = this.#moves === undefined ? count : from + 1;
      const reached = this.#expander.expand(from, to, rows);
      this.#take(from, reached, block);
      this.#isRewritten = false;
      const outcome =
        reached < to
          ? this.#findMissing(reached, block, rows)
          : this.#moveAll(from, block, rows, before);
      if (outcome === OUTGROWN) return OUTGROWN;
      from = this.#isRewritten ? reached + 1 : reached;
      if (outcome !== UNFAMILIAR) continue;
      from = Math.min(reached, to - 1);
      block.ends[from] = rows.count;
      block.fates[from++] = DEFERRED;
    }
    this.#countCuts();
    return EXPANDED;
  }

  /** Takes note of what came of expanding some states. */
  #take(from: number, to: number, { ends, fates }: Block): void {
    const expander = this.#expander;
    for (let index = from; index < to; index++) {
      ends[index] = expander.ends[index]!;
      fates[index] = expander.fates[index]!;
    }
  }

  /** Looks for what is missing to expand a state; EXPANDED if it is found, so that the state can be expanded now, or already is. */
  #findMissing(index: number, block: Block, rows: Rows): number {
    const found = this.#expander.findMissing(rows);
    if (found === TOO_MUCH) return this.#rewrite(index, block, rows);
    return found === TOO_NARROW ? OUTGROWN : EXPANDED;
  }

  #rewriteAll(block: Block, rows: Rows): number {
    this.#isRewritten = true;
    this.#rewriting.keepsCutLabels = this.keepsCutLabels;
    return this.#rewriting.expandAll(block, rows);
  }

  /** Expands a state in one go, whatever it holds that is new. */
  #rewrite(index: number, { keys, ends, fates }: Block, rows: Rows): number {
    const rewriting = this.#rewriting;
    rewriting.keepsCutLabels = this.keepsCutLabels;
    const outcome = rewriting.expand(keys[2 * index]!, keys[2 * index + 1]!, rows);
    if (outcome !== EXPANDED) return outcome;
    this.#isRewritten = true;
    ends[index] = rows.count;
    fates[index] = rewriting.alive ? ALIVE : STUCK;
    return EXPANDED;
  }

  #countCuts(): void {
    const { cuts } = this.#expander;
    for (let bound = 0; bound < cuts.length; bound++) this.cuts[bound]! += cuts[bound]!;
  }

  /**
   * Appends what the environment does to the whole: time passes, or a partition comes or goes.
   * @param before so many rows there were before those of the state
   */
  #moveAll(index: number, block: Block, rows: Rows, before: number): number {
    if (this.#moves === undefined || block.fates[index] === DEFERRED) return EXPANDED;
    const outcome = this.#appendMoves(this.#moves, index, block, rows);
    block.ends[index] = rows.count;
    if (outcome !== UNFAMILIAR) return outcome;
    // Nothing of the state counts.
    rows.count = before;
    const { cuts, cutsNow } = this.#expander;
    for (let bound = 0; bound < cuts.length; bound++) cuts[bound]! -= cutsNow[bound]!;
    return UNFAMILIAR;
  }

  #appendMoves(moves: MovesOfAll, index: number, { fates }: Block, rows: Rows): number {
    const state = this.#state;
    this.#expander.read(index, state);
    const passing = moves.passTime(state, this.#next);
    if (passing === UNKNOWN_MOVE) return UNFAMILIAR;
    let outcome: number = EXPANDED;
    if (passing !== NO_MOVE) {
      if (!moves.isFault(passing)) fates[index] = ALIVE;
      outcome = this.#appendNext(passing, rows);
    }
    const divisions = moves.divisionsOf(state);
    for (let division = 0; division < divisions && outcome === EXPANDED; division++) {
      const label = moves.divide(state, division, this.#next);
      if (!moves.isFault(label)) fates[index] = ALIVE;
      outcome = this.#appendNext(label, rows);
    }
    return outcome;
  }

  /** Appends the state in the making. */
  #appendNext(label: number, rows: Rows): number {
    const encoder = this.#encoder;
    const encoded = encoder.encode(this.#next, 0);
    if (encoded !== ENCODED) return encoded === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
    addRow(rows, encoder.high, encoder.low, label);
    return EXPANDED;
  }
}
