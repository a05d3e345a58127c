import type { LinearMemory } from '../assembly/linear-memory.ts';
import * as structs from '../assembly/structs.ts';
import type { Structure } from '../assembly/structure.ts';
import { Bindings } from '../store/bindings.ts';
import { roomOf } from '../store/pair-table.ts';
import { PairsForLoops } from './pairs-for-loops.ts';
import type { CellTables, MailTables, ProtocolTables } from './protocol-tables.ts';

const { context: CONTEXT, cells: CELLS, CELLS_SIZE, PAIRS_SIZE } = structs;

/** Inboxes with more messages are left to JavaScript: no model has come to a dozen. */
const MOST_MESSAGES = 64;

/**
 * What the compiled loops need to add messages to inboxes by themselves, in the thread that has the model. Of all that is found out on
 * Paxos with its clients half are such additions; each took 2 µs, for leaving the loops and beginning the state anew.
 */
export class MailForLoops {
  readonly #bindings: Bindings;
  readonly #inboxes: PairsForLoops;
  /** One for all processes whose cells have the same numbers. */
  readonly #cells: readonly CellsForLoops[];

  constructor(tables: ProtocolTables, mail: MailTables, memory: LinearMemory, context: Structure) {
    const inboxes = memory.reserve(PAIRS_SIZE);
    const bindings = new Bindings(memory, true);
    this.#bindings = bindings;
    this.#inboxes = new PairsForLoops(mail.inboxes, bindings, inboxes, 0);
    this.#cells = [...new Set(tables.cells)].map(
      (cells) => new CellsForLoops(cells, bindings, memory.reserve(CELLS_SIZE)),
    );
    context.set(CONTEXT.inboxes, inboxes.byteOffset);
    context.reserve(CONTEXT.mail, 2 * MOST_MESSAGES);
    context.set(CONTEXT.mailMost, MOST_MESSAGES);
    bindings.add(mail.parcels, context.ints, CONTEXT.parcels);
    if (mail.senders !== undefined) bindings.add(mail.senders, context.ints, CONTEXT.senders);
    context.write(
      CONTEXT.cells,
      tables.cells.map((cells) => this.#cells.find((one) => one.tables === cells)?.address ?? 0),
    );
  }

  /** Tells what has moved, and how much there is. */
  tell(): void {
    this.#bindings.tell();
    this.#inboxes.tell();
    for (const one of this.#cells) one.tell();
  }

  /** Takes note of what the loops have added. */
  listen(): void {
    this.#inboxes.listen();
    for (const one of this.#cells) one.listen();
  }
}

/** The cells of one process, or of several that are alike. */
class CellsForLoops {
  readonly tables: CellTables;
  readonly #pairs: PairsForLoops;
  readonly #ints: Int32Array;

  constructor(tables: CellTables, bindings: Bindings, ints: Int32Array) {
    this.tables = tables;
    this.#ints = ints;
    this.#pairs = new PairsForLoops(tables.pairs, bindings, ints, 0);
  }

  get address(): number {
    return this.#ints.byteOffset;
  }

  tell(): void {
    const { additions } = this.tables;
    this.#pairs.tell();
    this.#ints[CELLS.added] = additions.size;
    this.#ints[CELLS.addedMost] = roomOf(additions);
  }

  listen(): void {
    this.#pairs.listen();
    this.tables.additions.size = this.#ints[CELLS.added]!;
  }
}
