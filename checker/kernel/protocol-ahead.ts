import { type Environment, isAmong } from '../faults/faults.ts';
import { firstOf, type PairInterner, secondOf } from '../store/pair-interner.ts';
import { findPair } from '../store/pair-table.ts';
import { type Ahead, type Attempt, ownIn, type Theirs } from './ahead.ts';
import type { Cells } from './cells.ts';
import type { Happenings } from './happenings.ts';
import type { HistorySlots } from './history-slots.ts';
import type { Outcomes } from './outcomes.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { CONDITIONS, HISTORY, LOCALS, MESSAGES, protocolWords } from './protocol-words.ts';
import type { SharedModel } from './reader.ts';
import { type RecipeTables, whoIs } from './recipes.ts';
import { TupleInterner } from './tuple-interner.ts';
import type { Words } from './words.ts';

/** What the tables say, that the main thread fills, of who may do what: besides those that states are expanded by. */
export interface AheadTables {
  readonly inboxes: PairInterner;
  readonly envelopes: PairInterner;
  readonly recipes: RecipeTables;
}

export const aheadTables = (values: ProtocolValues, { recipes }: Outcomes): AheadTables => ({
  inboxes: values.inboxes.pairs,
  envelopes: values.envelopes,
  recipes: recipes.tables,
});

/** What the other thread knows of a protocol. */
interface ProtocolModel {
  readonly tables: ProtocolTables;
  readonly ahead: AheadTables;
}

function protocolIn(model: SharedModel): ProtocolModel {
  if (model.kind !== 'protocol' || model.ahead === undefined)
    throw new TypeError('what is found out ahead for a protocol is asked by who shares its tables');
  return { tables: model.tables, ahead: model.ahead };
}

/** A process: who it is with its local state, and its inbox, in the other thread's numbers; and its local state in this one's. */
interface Place {
  readonly process: number;
  readonly who: number;
  readonly inbox: number;
  readonly local: number;
}

/** Finds out ahead what may happen to the processes of a protocol. */
export class ProtocolAhead implements Ahead {
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #happenings: Happenings;
  readonly #environment: Environment;
  readonly #words: readonly Words[];
  /** The tuples that inboxes are in the other thread. */
  #tuples = new TupleInterner();

  constructor(
    environment: Environment,
    values: ProtocolValues,
    cells: readonly Cells[],
    happenings: Happenings,
    history: HistorySlots,
  ) {
    this.#environment = environment;
    this.#values = values;
    this.#cells = cells;
    this.#happenings = happenings;
    this.#words = protocolWords(values, history);
  }

  stateOf(state: Int32Array, theirs: Theirs): Int32Array | undefined {
    const { texts } = theirs;
    const model = protocolIn(theirs.model);
    const processes = this.#cells.length;
    const own = state.map((id, slot) => {
      if (slot < processes) return this.#cellOf(slot, id, model, texts);
      // Environments have the same numbers in every thread.
      if (slot === processes) return id;
      const word = HISTORY + slot - processes - 1;
      return ownIn(this.#words[word], texts[word]?.[id]);
    });
    return own.includes(-1) ? undefined : own;
  }

  expand(
    state: Int32Array,
    own: Int32Array,
    theirs: Theirs,
    isKnown: boolean,
    attempt: Attempt,
  ): void {
    const model = protocolIn(theirs.model);
    for (const [process, { pairs }] of model.tables.cells.entries()) {
      const cell = state[process]!;
      if (isKnown && (model.tables.lists[process]!.data[cell] ?? 0) !== 0) continue;
      const place = {
        process,
        who: whoIs(process, firstOf(pairs, cell), this.#cells.length),
        inbox: secondOf(pairs, cell),
        local: this.#cells[process]!.localOf(own[process]!),
      };
      const isAloneKnown = (model.ahead.recipes.locals.data[place.who] ?? 0) !== 0;
      if (!isKnown || !isAloneKnown)
        attempt(`alone ${place.who}`, () => this.#alone(process, place.local));
      if (this.#values.conditionOf(place.local).is === 'up')
        this.#receiveAll(place, model, theirs.texts, isKnown, attempt);
    }
  }

  /** What a process does with each message that may arrive. */
  #receiveAll(
    { process, who, inbox, local }: Place,
    model: ProtocolModel,
    texts: Theirs['texts'],
    isKnown: boolean,
    attempt: Attempt,
  ): void {
    for (const envelope of this.#arrivingAt(inbox, model)) {
      if (isKnown && findPair(model.ahead.recipes.arrivals, who, envelope) >= 0) continue;
      const message = this.#envelopeOf(envelope, model, texts);
      if (message < 0) continue;
      attempt(`receive ${who} ${envelope}`, () =>
        this.#happenings.receives(process, local, message),
      );
    }
  }

  /** What a process does without a message. */
  #alone(process: number, local: number): void {
    const happenings = this.#happenings;
    const { budget, crashing } = this.#environment;
    const { is } = this.#values.conditionOf(local);
    if (is === 'down' && budget.restart > 0) happenings.restarts(process, local);
    if (is !== 'up') return;
    happenings.acts(process, local);
    happenings.timers(process, local);
    if (budget.crash > 0 && isAmong(this.#values.process(process).roleName, crashing))
      happenings.crash(process, local);
  }

  /** The messages of an inbox that may arrive next, each once; inbox and messages in the other thread's numbers. */
  #arrivingAt(inbox: number, model: ProtocolModel): readonly number[] {
    const isOrdered = this.#environment.network === 'fifo';
    const { envelopes } = model.ahead;
    return this.#tuplesOf(model)
      .tupleOf(inbox)
      .filter((one, place, all) => {
        const before = all[place - 1];
        if (before === undefined) return true;
        return isOrdered ? firstOf(envelopes, one) !== firstOf(envelopes, before) : one !== before;
      });
  }

  #cellOf(process: number, cell: number, model: ProtocolModel, texts: Theirs['texts']): number {
    const { cells, locals } = model.tables;
    const { pairs } = cells[process]!;
    const there = firstOf(pairs, cell);
    const state = texts[LOCALS]?.[locals === undefined ? there >> 1 : firstOf(locals, there)];
    const condition =
      texts[CONDITIONS]?.[locals === undefined ? there & 1 : secondOf(locals, there)];
    if (state === undefined || condition === undefined) return -1;
    const local = this.#values.takeLocalOver(state, condition);
    const { inboxes } = this.#values;
    const waiting = this.#tuplesOf(model)
      .tupleOf(secondOf(pairs, cell))
      .map((envelope) => this.#envelopeOf(envelope, model, texts));
    if (local < 0 || waiting.includes(-1)) return -1;
    return this.#cells[process]!.idOf(local, inboxes.with(inboxes.empty, waiting));
  }

  #envelopeOf(envelope: number, { ahead }: ProtocolModel, texts: Theirs['texts']): number {
    const message = texts[MESSAGES]?.[secondOf(ahead.envelopes, envelope)];
    if (message === undefined) return -1;
    return this.#values.takeEnvelopeOver(firstOf(ahead.envelopes, envelope), message);
  }

  #tuplesOf({ ahead }: ProtocolModel): TupleInterner {
    if (this.#tuples.pairs !== ahead.inboxes) this.#tuples = new TupleInterner(ahead.inboxes);
    return this.#tuples;
  }
}
