import type { FactWords } from './fact-words.ts';
import type { Facts } from './facts.ts';
import type { Fields } from './fields.ts';
import type { HistorySlots } from './history-slots.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { valuesOfSlots } from './slots.ts';
import type { Words } from './words.ts';

/** What is numbered in a protocol, by these places in the list of its words; then come the slots of the history. */
export const [LOCALS, CONDITIONS, MESSAGES, HISTORY] = [0, 1, 2, 3] as const;

/** All that is numbered in a protocol while it is searched, and stands for something. */
export const protocolWords = (values: ProtocolValues, history: HistorySlots): readonly Words[] => [
  values.locals,
  values.conditions,
  values.messages,
  ...valuesOfSlots(history.fields),
];

/** The facts of a protocol's state (see `ProtocolIds`) as texts. */
export class ProtocolFactWords implements FactWords {
  readonly #facts: Facts;
  readonly #values: ProtocolValues;
  readonly #fields: Fields;
  readonly #history: readonly Words[];
  readonly #processes: number;

  constructor(facts: Facts, values: ProtocolValues, fields: Fields, history: HistorySlots) {
    this.#facts = facts;
    this.#values = values;
    this.#fields = fields;
    this.#history = valuesOfSlots(history.fields);
    this.#processes = values.processes.length;
  }

  textOf(vectors: Int32Array, at: number, fact: number): string {
    const id = this.#facts.idOf(vectors, at, fact);
    const slot = fact - this.#processes - 1;
    if (slot < -1) return this.#values.localText(id);
    // Environments have the same numbers in every thread.
    if (slot === -1) return String(id);
    return this.#history[slot]?.textOf(id) ?? this.#inboxText(id);
  }

  /** In the order in which they are gone through, which is that of their numbers here: what goes through them may read on in that order. */
  #inboxText(inbox: number): string {
    const { inboxes } = this.#values;
    return inboxes
      .envelopesOf(inbox)
      .map((envelope) => this.#values.envelopeText(envelope))
      .join();
  }

  nameOfField(field: number): string {
    return field === 0 ? '' : (this.#fields.nameOf(field) ?? '');
  }

  numberOfField(name: string): number | undefined {
    return name === '' ? 0 : this.#fields.numberOf(name);
  }
}
