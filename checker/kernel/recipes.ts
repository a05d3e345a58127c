import { findPair, type PairTable, pairTable, setPair } from '../store/pair-table.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import type { Happening } from './happenings.ts';

/** Something that may happen, and the change of the environment that it needs, or -1. */
export interface Conditional {
  readonly change: number;
  readonly happening: Happening;
}

/** What may happen, written down: see `Recipes`. The compiled loops know how, too: `assembly/source/lists.ts`. */
export interface RecipeTables {
  readonly ints: SharedInts;
  /** By process and local state, see `Recipes`, where that begins which needs no message; 0 where it is not written. */
  readonly locals: SharedInts;
  /** From those two as one number, and an envelope, to where that begins which comes of its arrival; and of its loss and duplication. */
  readonly arrivals: PairTable;
  readonly failures: PairTable;
  /** The changes that a loss and a duplication need, -1 where there is none. */
  readonly loss: number;
  readonly duplication: number;
}

/** One number for a process, of so many, and a local state of it. */
export const whoIs = (process: number, local: number, processes: number): number =>
  local * processes + process;

/**
 * What may happen to processes, written down once for each local state, and for each message in it. So the compiled loops put
 * together the lists of most cells, which are pairs of these: of 129,000 lists of Paxos with its clients four fifths. In JavaScript
 * each took 2 to 9 µs.
 */
export class Recipes {
  readonly tables: RecipeTables;
  readonly #processes: number;
  /** Offset 0 stands for what is not written. */
  #end = 1;

  constructor(processes: number, failures: Pick<RecipeTables, 'loss' | 'duplication'>) {
    this.#processes = processes;
    this.tables = {
      ints: sharedInts(1 << 10),
      locals: sharedInts(1 << 6),
      arrivals: pairTable(),
      failures: pairTable(),
      ...failures,
    };
  }

  whoIs(process: number, local: number): number {
    return whoIs(process, local, this.#processes);
  }

  hasLocal(who: number): boolean {
    return (this.tables.locals.data[who] ?? 0) !== 0;
  }

  /** Writes down what may happen that needs no message: before what comes of messages, and behind. */
  writeLocal(who: number, first: readonly Conditional[], last: readonly Conditional[]): void {
    const ints = [first.length, last.length];
    for (const { change, happening } of first) addTo(ints, change, happening);
    for (const { change, happening } of last) addTo(ints, change, happening);
    const place = this.#write(ints);
    const { locals } = this.tables;
    widen(locals, who + 1);
    locals.data[who] = place;
  }

  hasArrival(who: number, envelope: number): boolean {
    return findPair(this.tables.arrivals, who, envelope) >= 0;
  }

  /** Writes down the ways in which a message may arrive, and the change that they need. */
  writeArrival(who: number, envelope: number, change: number, ways: readonly Happening[]): void {
    const ints = [change, ways.length];
    for (const happening of ways) addTo(ints, change, happening);
    setPair(this.tables.arrivals, who, envelope, this.#write(ints));
  }

  hasFailures(who: number, envelope: number): boolean {
    return findPair(this.tables.failures, who, envelope) >= 0;
  }

  /** Writes down the labels of a message's loss and duplication; any number where there is none. */
  writeFailures(who: number, envelope: number, lost: number, doubled: number): void {
    setPair(this.tables.failures, who, envelope, this.#write([lost, doubled]));
  }

  #write(ints: readonly number[]): number {
    const place = this.#end;
    this.#end += ints.length;
    widen(this.tables.ints, this.#end);
    this.tables.ints.data.set(ints, place);
    return place;
  }
}

/** Adds the fields, and behind them pairs of who is sent something, and what. */
function addTo(ints: number[], change: number, happening: Happening): void {
  const { label, local, cut, event, sent, own, others } = happening;
  ints.push(change, label, local, cut, event, sent, own?.envelopes ?? 0, 2 * others.length);
  for (const { to, envelopes } of others) ints.push(to, envelopes);
}
