import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import { changeOf, countOfKinds, inFlightOf } from './outcome-kinds.ts';
import type { ProtocolTables } from './protocol-tables.ts';

/** The environment does not allow it. */
export const IMPOSSIBLE = -1;

/** What says what is possible. */
export type ConditionTables = Pick<
  ProtocolTables,
  'kinds' | 'environments' | 'afterChange' | 'harmless' | 'inFlightBound'
>;

/** Not a row yet. */
const NONE = -1;

/**
 * Which kinds of outcomes are possible in an environment, with room in the network for so many messages more. For each kind a
 * number: the environment afterwards, twice, and one more if that is no fault; IMPOSSIBLE; or, if bound b cuts it, what
 * `boundOf` reads.
 *
 * Hot: a dozen kinds are looked up for each state, most of them impossible, so one look-up says all.
 */
export class Possibilities {
  /** Rows of answers, one for each environment and room that was met. */
  readonly answers: SharedInts = sharedInts(1 << 6);
  readonly #tables: ConditionTables;
  /** Where the row of each environment and room is, or NONE. */
  readonly rows: SharedInts = sharedInts(1 << 4);
  /** So much room is enough for everything. */
  mostRoom = 0;
  /** How many kinds were known when rows were last begun anew. */
  #kinds = -1;
  #end = 0;

  constructor(tables: ConditionTables) {
    this.#tables = tables;
  }

  /** Takes note of kinds that were added since; to be called before rows are read. */
  refresh(): void {
    const { kinds, environments } = this.#tables;
    const count = countOfKinds(kinds);
    if (count === this.#kinds) return;
    this.#kinds = count;
    this.mostRoom = 0;
    for (let kind = 0; kind < count; kind++)
      this.mostRoom = Math.max(this.mostRoom, inFlightOf(kinds, kind));
    widen(this.rows, environments * (this.mostRoom + 1));
    this.rows.data.fill(NONE);
    this.#end = 0;
  }

  /** Where the row of an environment is, with room for so many messages more. */
  rowOf(environment: number, room: number): number {
    if (room < 0) throw new Error('a state beyond the bound on messages in flight');
    const index = environment * (this.mostRoom + 1) + Math.min(room, this.mostRoom);
    const known = this.rows.data[index]!;
    return known === NONE ? this.#write(index, environment, room) : known;
  }

  #write(index: number, environment: number, room: number): number {
    const row = this.#end;
    this.rows.data[index] = row;
    this.#end += this.#kinds;
    widen(this.answers, this.#end);
    for (let kind = 0; kind < this.#kinds; kind++)
      this.answers.data[row + kind] = this.#answer(kind, environment, room);
    return row;
  }

  #answer(kind: number, environment: number, room: number): number {
    const { kinds, afterChange, environments, harmless, inFlightBound } = this.#tables;
    const change = changeOf(kinds, kind);
    const after = change < 0 ? environment : afterChange.data[change * environments + environment]!;
    if (after < 0) return IMPOSSIBLE;
    const isFault = change >= 0 && change < harmless;
    const inFlight = inFlightOf(kinds, kind);
    if (inFlight >= 0 && inFlight <= room) return 2 * after + (isFault ? 0 : 1);
    const bound = inFlight < 0 ? -1 - inFlight : inFlightBound;
    return -2 - (2 * bound + (isFault ? 0 : 1));
  }
}

/** The bound that cuts outcomes, by an answer less than IMPOSSIBLE. */
export const boundOf = (answer: number): number => (-2 - answer) >> 1;

/** Whether outcomes are no fault, by an answer other than IMPOSSIBLE: 1 or 0. */
export const isHarmless = (answer: number): number => (answer < 0 ? -2 - answer : answer) & 1;
