import type { TransitionSystem } from '../explore/transition-system.ts';
import { canonicalKey } from '../model/canonical.ts';
import type { HistoryVariable } from '../model/instance.ts';
import type { Limit } from '../spec/configuration.ts';
import type { Batch } from '../store/batch.ts';
import { Encoder } from '../store/encoder.ts';
import { PairTable } from '../store/pair-table.ts';
import type { Cells } from './cells.ts';
import type { EnvironmentMoves } from './environment-moves.ts';
import type { Environments } from './environments.ts';
import type { Happenings } from './happenings.ts';
import type { ModelCalls } from './model-calls.ts';
import {
  CELL,
  CHANGE,
  COUNT,
  CUT,
  EVENT,
  GREATEST_CELL,
  HEADER,
  HIGH,
  IN_FLIGHT,
  LABEL,
  LIST_HEADER,
  LOW,
  OutcomePool,
  PARCELS,
  SIMPLE,
} from './outcome-pool.ts';
import type { Outcomes } from './outcomes.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { StateBounds } from './state-bounds.ts';

/**
 * A protocol as a transition system. A state is one cell for each process, the environment, and the history.
 *
 * Hot: `expand` only looks things up. A cell's outcomes are a flat list; what a step adds to another
 * process's inbox is remembered by (cell, parcel), so that a step does not depend on the inboxes it sends to.
 */
export class ProtocolSystem implements TransitionSystem {
  readonly width: number;
  readonly #environmentSlot: number;
  /** How many transitions each bound has cut. */
  readonly cuts: Float64Array;
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #happenings: Happenings;
  readonly #outcomes: Outcomes;
  readonly #pool = new OutcomePool();
  readonly #environments: Environments;
  /** The first change of the environment that is no fault. */
  readonly #harmless: number;
  readonly #moves: EnvironmentMoves;
  readonly #history: HistoryVariable | undefined;
  readonly #calls: ModelCalls;
  readonly #histories = new PairTable();
  #encoder: Encoder;
  alive = false;
  readonly #state: Int32Array;
  /** The key in the making. */
  #high = 0;
  #low = 0;
  /** A state in the making. */
  readonly #next: Int32Array;
  /** How many transitions of the state being expanded each bound has cut. */
  readonly #cutNow: Float64Array;
  /** The bound on messages in flight, and its limit. */
  readonly #inFlightBound: number;
  readonly #inFlightLimit: number;
  readonly #stateBounds: StateBounds;

  constructor(
    values: ProtocolValues,
    cells: readonly Cells[],
    happenings: Happenings,
    outcomes: Outcomes,
    environments: Environments,
    moves: EnvironmentMoves,
    history: HistoryVariable | undefined,
    calls: ModelCalls,
    bounds: readonly Limit[],
    stateBounds: StateBounds,
  ) {
    this.#values = values;
    this.#cells = cells;
    this.#happenings = happenings;
    this.#outcomes = outcomes;
    this.#environments = environments;
    this.#harmless = environments.changes.link;
    this.#moves = moves;
    this.#history = history;
    this.#calls = calls;
    this.#stateBounds = stateBounds;
    this.width = cells.length + 2;
    this.#environmentSlot = cells.length;
    this.cuts = new Float64Array(bounds.length);
    this.#inFlightBound = bounds.findIndex(({ measure }) => measure.over === 'in-flight');
    this.#inFlightLimit = bounds[this.#inFlightBound]?.limit ?? Number.MAX_SAFE_INTEGER;
    this.#encoder = Encoder.ofWidth(this.width);
    this.#state = new Int32Array(this.width);
    this.#next = new Int32Array(this.width);
    this.#cutNow = new Float64Array(bounds.length);
  }

  initial(): { readonly count: number; readonly vectors: Int32Array } {
    const vectors = new Int32Array(this.width);
    this.#cells.forEach((cells, process) => {
      vectors[process] = cells.idOf(this.#happenings.initial(process), this.#values.inboxes.empty);
    });
    vectors[this.width - 1] = this.#values.histories.idOf(this.#history?.initial);
    return { count: 1, vectors };
  }

  greatestIds(): Int32Array {
    const most = new Int32Array(this.width);
    this.#cells.forEach((cells, process) => {
      most[process] = cells.size;
    });
    most[this.#environmentSlot] = this.#environments.size;
    most[this.width - 1] = this.#values.histories.size;
    return most;
  }

  layOut(encoder: Encoder): void {
    this.#encoder = encoder;
    // The changes of keys in the lists are of the old layout; the lists themselves stay true.
    this.#cells.forEach((cells, process) => {
      for (let cell = 0; cell < cells.size; cell++) {
        const list = cells.lists[cell]!;
        if (list !== 0) this.#layOutList(process, cell, list);
      }
    });
  }

  expand(high: number, low: number, batch: Batch): boolean {
    const state = this.#state;
    const encoder = this.#encoder;
    const before = batch.count;
    encoder.decode(high, low, state, 0);
    this.alive = false;
    this.#cutNow.fill(0);
    let inFlight = 0;
    for (let process = 0; process < this.#cells.length; process++) {
      inFlight += this.#cells[process]!.waiting[state[process]!]!;
    }
    const room = this.#inFlightLimit - inFlight;
    const isDirect = encoder.isDirect && this.#stateBounds.count === 0;
    for (let process = 0; process < this.#cells.length; process++) {
      const cell = state[process]!;
      const list = this.#cells[process]!.lists[cell]! || this.#write(process, cell);
      batch.makeRoom(this.#pool.data[list + COUNT]!);
      const fits = isDirect
        ? this.#toggleAll(high, low, process, list, room, batch)
        : this.#rewriteAll(process, list, room, batch);
      if (!fits) {
        batch.count = before;
        return false;
      }
    }
    if (this.#moves.any && !this.#moveAll(batch)) {
      batch.count = before;
      return false;
    }
    for (let bound = 0; bound < this.cuts.length; bound++)
      this.cuts[bound]! += this.#cutNow[bound]!;
    return true;
  }

  /** Appends what the environment alone may do: time passes, a partition comes or goes. False if an id is too large for the layout. */
  #moveAll(batch: Batch): boolean {
    const moves = this.#moves;
    const next = this.#next;
    const count = moves.start(this.#state);
    for (let move = 0; move < count; move++) {
      const label = moves.write(move, this.#state, next);
      if (label < 0) continue;
      if (!moves.isFault(label)) this.alive = true;
      if (!this.#encoder.encode(next, 0)) return false;
      batch.add(this.#encoder.high, this.#encoder.low, label);
    }
    return true;
  }

  /**
   * Appends the outcomes in a list as keys, each made by toggling those bits of the state's key that change.
   * False if an id is too large for the layout.
   */
  #toggleAll(
    high: number,
    low: number,
    process: number,
    list: number,
    room: number,
    batch: Batch,
  ): boolean {
    const pool = this.#pool.data;
    const { keys, labels } = batch;
    if (!this.#encoder.packing.fits(process, pool[list + GREATEST_CELL]!)) return false;
    let count = batch.count;
    let at = list + LIST_HEADER;
    for (let left = pool[list + COUNT]!; left > 0; left--) {
      const outcome = at;
      at = outcome + HEADER + 2 * pool[outcome + PARCELS]!;
      this.#high = high ^ pool[outcome + HIGH]!;
      this.#low = low ^ pool[outcome + LOW]!;
      if (pool[outcome + SIMPLE] === 1) this.alive = true;
      else {
        const environment = this.#environmentAfter(pool[outcome + CHANGE]!);
        if (environment < 0 || this.#isCut(pool, outcome, room)) continue;
        if (
          !this.#toggle(this.#environmentSlot, environment) ||
          !this.#toggleRest(pool, outcome, at)
        )
          return false;
      }
      keys[2 * count] = this.#high;
      keys[2 * count + 1] = this.#low;
      labels[count++] = pool[outcome + LABEL]!;
    }
    batch.count = count;
    return true;
  }

  /** Toggles what a step changes besides its own process and the environment: the inboxes of others, and the history. */
  #toggleRest(pool: Int32Array, outcome: number, end: number): boolean {
    for (let pair = outcome + HEADER; pair < end; pair += 2) {
      const to = pool[pair]!;
      if (!this.#toggle(to, this.#with(to, this.#state[to]!, pool[pair + 1]!))) return false;
    }
    const event = pool[outcome + EVENT]!;
    if (event < 0) return true;
    const slot = this.width - 1;
    return this.#toggle(slot, this.#record(this.#state[slot]!, event));
  }

  /** Gives a slot of the key in the making another id; false if that is too large for the layout. */
  #toggle(slot: number, id: number): boolean {
    const { packing } = this.#encoder;
    const change = this.#state[slot]! ^ id;
    this.#high ^= packing.highOf(slot, change);
    this.#low ^= packing.lowOf(slot, change);
    return packing.fits(slot, id);
  }

  /** Appends the outcomes in a list, each written as a vector and encoded. False if an id is too large for the layout. */
  #rewriteAll(process: number, list: number, room: number, batch: Batch): boolean {
    const pool = this.#pool.data;
    const encoder = this.#encoder;
    const next = this.#next;
    let at = list + LIST_HEADER;
    for (let left = pool[list + COUNT]!; left > 0; left--) {
      const outcome = at;
      at = outcome + HEADER + 2 * pool[outcome + PARCELS]!;
      const environment = this.#environmentAfter(pool[outcome + CHANGE]!);
      if (environment < 0 || this.#isCut(pool, outcome, room)) continue;
      next.set(this.#state);
      next[process] = pool[outcome + CELL]!;
      next[this.#environmentSlot] = environment;
      for (let pair = outcome + HEADER; pair < at; pair += 2) {
        const to = pool[pair]!;
        next[to] = this.#with(to, next[to]!, pool[pair + 1]!);
      }
      const event = pool[outcome + EVENT]!;
      if (event >= 0) next[this.width - 1] = this.#record(next[this.width - 1]!, event);
      const beyond = this.#stateBounds.count === 0 ? -1 : this.#stateBounds.cutOf(next, 0);
      if (beyond >= 0) {
        this.#cutNow[beyond]!++;
        continue;
      }
      if (!encoder.encode(next, 0)) return false;
      batch.add(encoder.high, encoder.low, pool[outcome + LABEL]!);
    }
    return true;
  }

  /** The environment after a change, or after none (-1), as an id; -1 if the change is not possible now. */
  #environmentAfter(change: number): number {
    const before = this.#state[this.#environmentSlot]!;
    if (change < 0) {
      this.alive = true;
      return before;
    }
    const after = this.#environments.after(change, before);
    if (after >= 0 && change >= this.#harmless) this.alive = true;
    return after;
  }

  /** Whether an outcome is beyond a bound whatever state it comes from, or has no room in the network. */
  #isCut(pool: Int32Array, outcome: number, room: number): boolean {
    const cut = pool[outcome + CUT]!;
    if (cut >= 0) this.#cutNow[cut]!++;
    else if (pool[outcome + IN_FLIGHT]! > room) this.#cutNow[this.#inFlightBound]!++;
    else return false;
    return true;
  }

  /** The cell of process `to` with a parcel added to its inbox. */
  #with(to: number, cell: number, parcel: number): number {
    const cells = this.#cells[to]!;
    const known = cells.additions.get(cell, parcel);
    if (known >= 0) return known;
    const { inboxes, parcels } = this.#values;
    const inbox = inboxes.with(cells.inboxOf(cell), parcels.tupleOf(parcel));
    const after = cells.idOf(cells.localOf(cell), inbox);
    cells.additions.set(cell, parcel, after);
    return after;
  }

  #write(process: number, cell: number): number {
    const cells = this.#cells[process]!;
    const list = this.#outcomes.write(this.#pool, process, cells, cell);
    cells.lists[cell] = list;
    this.#layOutList(process, cell, list);
    return list;
  }

  /** Writes what each outcome of a list changes in a key. */
  #layOutList(process: number, cell: number, list: number): void {
    const pool = this.#pool.data;
    const { packing } = this.#encoder;
    let at = list + LIST_HEADER;
    for (let left = pool[list + COUNT]!; left > 0; left--) {
      const change = cell ^ pool[at + CELL]!;
      pool[at + HIGH] = packing.highOf(process, change);
      pool[at + LOW] = packing.lowOf(process, change);
      at += HEADER + 2 * pool[at + PARCELS]!;
    }
  }

  #record(history: number, event: number): number {
    const known = this.#histories.get(history, event);
    if (known >= 0) return known;
    const { histories, events, name } = this.#values;
    const next = this.#calls.call({
      place: `${name}: history record`,
      run: (again) =>
        again
          ? this.#history?.record(histories.twinOf(history), events.twinOf(event))
          : this.#history?.record(histories.valueOf(history), events.valueOf(event)),
      keyOf: canonicalKey,
      input: () =>
        `${canonicalKey(histories.valueOf(history))} and ${canonicalKey(events.valueOf(event))}`,
    });
    const id = histories.idOf(next);
    this.#histories.set(history, event, id);
    return id;
  }
}
