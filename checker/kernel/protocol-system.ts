import type { Successors, TransitionSystem } from '../explore/transition-system.ts';
import { canonicalKey } from '../model/canonical.ts';
import type { HistoryVariable } from '../model/instance.ts';
import type { Limit } from '../spec/configuration.ts';
import { enlarged } from '../store/enlarged.ts';
import { PairTable } from '../store/pair-table.ts';
import type { Cells } from './cells.ts';
import type { FaultCounts } from './fault-budget.ts';
import type { Happenings } from './happenings.ts';
import type { ModelCalls } from './model-calls.ts';
import {
  CELL,
  CUT,
  EVENT,
  FAULT,
  HEADER,
  IN_FLIGHT,
  LABEL,
  OutcomePool,
  PARCELS,
} from './outcome-pool.ts';
import type { Outcomes } from './outcomes.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { StateBounds } from './state-bounds.ts';

/**
 * A protocol as a transition system. A state is one cell for each process, the faults so far, and the history.
 *
 * Hot: `expand` only looks things up. A cell's outcomes are a flat list; what a step adds to another
 * process's inbox is remembered by (cell, parcel), so that a step does not depend on the inboxes it sends to.
 */
export class ProtocolSystem implements TransitionSystem {
  readonly width: number;
  readonly #faultsSlot: number;
  /** How many transitions each bound has cut. */
  readonly cuts: Float64Array;
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #happenings: Happenings;
  readonly #outcomes: Outcomes;
  readonly #pool = new OutcomePool();
  readonly #faults: FaultCounts;
  readonly #history: HistoryVariable | undefined;
  readonly #calls: ModelCalls;
  readonly #histories = new PairTable();
  readonly #successors: Successors;
  /** The bound on messages in flight, and its limit. */
  readonly #inFlightBound: number;
  readonly #inFlightLimit: number;
  readonly #stateBounds: StateBounds;

  constructor(
    values: ProtocolValues,
    cells: readonly Cells[],
    happenings: Happenings,
    outcomes: Outcomes,
    faults: FaultCounts,
    history: HistoryVariable | undefined,
    calls: ModelCalls,
    bounds: readonly Limit[],
    stateBounds: StateBounds,
  ) {
    this.#values = values;
    this.#cells = cells;
    this.#happenings = happenings;
    this.#outcomes = outcomes;
    this.#faults = faults;
    this.#history = history;
    this.#calls = calls;
    this.#stateBounds = stateBounds;
    this.width = cells.length + 2;
    this.#faultsSlot = cells.length;
    this.cuts = new Float64Array(bounds.length);
    this.#inFlightBound = bounds.findIndex(({ measure }) => measure.over === 'in-flight');
    this.#inFlightLimit = bounds[this.#inFlightBound]?.limit ?? Number.MAX_SAFE_INTEGER;
    this.#successors = {
      count: 0,
      vectors: new Int32Array(256 * this.width),
      labels: new Int32Array(256),
      alive: false,
    };
  }

  initial(): { readonly count: number; readonly vectors: Int32Array } {
    const vectors = new Int32Array(this.width);
    this.#cells.forEach((cells, process) => {
      vectors[process] = cells.idOf(this.#happenings.initial(process), this.#values.inboxes.empty);
    });
    vectors[this.width - 1] = this.#values.histories.idOf(this.#history?.initial);
    return { count: 1, vectors };
  }

  expand(state: Int32Array): Successors {
    const out = this.#successors;
    out.count = 0;
    out.alive = false;
    let inFlight = 0;
    for (let process = 0; process < this.#cells.length; process++) {
      inFlight += this.#cells[process]!.waiting[state[process]!]!;
    }
    for (let process = 0; process < this.#cells.length; process++)
      this.#expandProcess(state, process, inFlight, out);
    return out;
  }

  #expandProcess(state: Int32Array, process: number, inFlight: number, out: Successors): void {
    const cell = state[process]!;
    const list = this.#cells[process]!.lists[cell]! || this.#write(process, cell);
    const pool = this.#pool.data;
    const room = this.#inFlightLimit - inFlight;
    let at = list + 1;
    for (let left = pool[list]!; left > 0; left--) {
      const outcome = at;
      at = outcome + HEADER + 2 * pool[outcome + PARCELS]!;
      const fault = pool[outcome + FAULT]!;
      const before = state[this.#faultsSlot]!;
      const faults = fault < 0 ? before : this.#faults.after(fault, before);
      if (faults < 0) continue;
      if (fault < 0) out.alive = true;
      if (this.#isCut(pool, outcome, room)) continue;
      this.#take(state, process, outcome, faults, out);
    }
  }

  /** Whether an outcome is beyond a bound whatever state it comes from, or has no room in the network. */
  #isCut(pool: Int32Array, outcome: number, room: number): boolean {
    const cut = pool[outcome + CUT]!;
    if (cut >= 0) this.cuts[cut]!++;
    else if (pool[outcome + IN_FLIGHT]! > room) this.cuts[this.#inFlightBound]!++;
    else return false;
    return true;
  }

  /** Writes the state that an outcome leads to behind those already found. */
  #take(
    state: Int32Array,
    process: number,
    outcome: number,
    faults: number,
    out: Successors,
  ): void {
    if (out.count === out.labels.length) enlarge(out);
    const pool = this.#pool.data;
    const vectors = out.vectors;
    const width = this.width;
    const base = out.count * width;
    for (let slot = 0; slot < width; slot++) vectors[base + slot] = state[slot]!;
    vectors[base + process] = pool[outcome + CELL]!;
    vectors[base + this.#faultsSlot] = faults;
    const pairs = outcome + HEADER;
    const end = pairs + 2 * pool[outcome + PARCELS]!;
    for (let pair = pairs; pair < end; pair += 2) {
      this.#send(vectors, base + pool[pair]!, pool[pair]!, pool[pair + 1]!);
    }
    const event = pool[outcome + EVENT]!;
    if (event >= 0) vectors[base + width - 1] = this.#record(state[width - 1]!, event);
    const beyond = this.#stateBounds.count === 0 ? -1 : this.#stateBounds.cutOf(vectors, base);
    if (beyond >= 0) this.cuts[beyond]!++;
    else out.labels[out.count++] = pool[outcome + LABEL]!;
  }

  /** Adds a parcel to the inbox in the cell at `at`, which is one of process `to`. */
  #send(vectors: Int32Array, at: number, to: number, parcel: number): void {
    const cells = this.#cells[to]!;
    const cell = vectors[at]!;
    let after = cells.additions.get(cell, parcel);
    if (after < 0) {
      const { inboxes, parcels } = this.#values;
      const inbox = inboxes.with(cells.inboxOf(cell), parcels.tupleOf(parcel));
      after = cells.idOf(cells.localOf(cell), inbox);
      cells.additions.set(cell, parcel, after);
    }
    vectors[at] = after;
  }

  #write(process: number, cell: number): number {
    const cells = this.#cells[process]!;
    const list = this.#outcomes.write(this.#pool, process, cells, cell);
    cells.lists[cell] = list;
    return list;
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

function enlarge(out: Successors): void {
  out.vectors = enlarged(out.vectors);
  out.labels = enlarged(out.labels);
}
