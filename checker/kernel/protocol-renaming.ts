import type { NetworkOrder } from '../faults/faults.ts';
import { textOf } from '../model/canonical.ts';
import type { Permutations } from '../reduction/permutations.ts';
import { type Renamable, RenamedValues } from '../reduction/renamed-values.ts';
import type { Cells } from './cells.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { type NameOf, renamedInterner, textWith } from './renamed-interner.ts';

/** What renaming makes of every kind of value in a protocol, known by id. */
export class ProtocolRenaming {
  readonly permutations: Permutations;
  readonly histories: RenamedValues;
  readonly events: RenamedValues;
  readonly inboxes: RenamedValues;
  readonly #values: ProtocolValues;
  readonly #locals: RenamedValues;
  readonly #messages: RenamedValues;
  readonly #order: NetworkOrder;
  readonly #numbers: ReadonlyMap<string, number>;

  constructor(values: ProtocolValues, permutations: Permutations, order: NetworkOrder) {
    this.permutations = permutations;
    this.#values = values;
    this.#order = order;
    this.#numbers = new Map(values.processes.map(({ id }, number) => [String(id), number]));
    this.#locals = renamedInterner(values.locals, permutations);
    this.#messages = renamedInterner(values.messages, permutations);
    this.histories = renamedInterner(values.histories, permutations);
    this.events = renamedInterner(values.events, permutations);
    this.inboxes = new RenamedValues(permutations, this.#renamableInboxes());
  }

  /** The number of the process that takes the place of another. */
  process(number: number, permutation: number): number {
    const name = this.permutations.newName(permutation, this.#values.process(number).id);
    // A class is a whole role, so it has only numbers of processes.
    return this.#numbers.get(String(name))!;
  }

  local(local: number, permutation: number): number {
    return 2 * this.#locals.image(local >> 1, permutation) + (local & 1);
  }

  envelope(envelope: number, permutation: number): number {
    const { envelopes } = this.#values;
    return envelopes.idOf(
      this.process(envelopes.first(envelope), permutation),
      this.#messages.image(envelopes.second(envelope), permutation),
    );
  }

  /** What is sent in one step, by receiver. */
  parcels(parcels: readonly Parcel[], permutation: number): readonly Parcel[] {
    const { parcels: tuples } = this.#values;
    return parcels
      .map(({ to, envelopes }) => {
        const renamed = tuples
          .tupleOf(envelopes)
          .map((envelope) => this.envelope(envelope, permutation));
        return {
          to: this.process(to, permutation),
          envelopes: tuples.idOf(
            this.#order === 'fifo' ? renamed : renamed.toSorted((a, b) => a - b),
          ),
        };
      })
      .sort((a, b) => a.to - b.to);
  }

  /** The cells of a process, or of all of a class. */
  cells(cells: Cells): RenamedValues {
    return new RenamedValues(this.permutations, {
      renamed: (cell, permutation) =>
        cells.idOf(
          this.local(cells.localOf(cell), permutation),
          this.inboxes.image(cells.inboxOf(cell), permutation),
        ),
      text: (cell, nameOf) => {
        const local = cells.localOf(cell);
        const form = this.#values.locals.formOf(local >> 1);
        return `${local & 1} ${textWith(this.permutations, form, nameOf)} ${this.#inboxText(cells.inboxOf(cell), nameOf)}`;
      },
    });
  }

  #renamableInboxes(): Renamable {
    const { inboxes } = this.#values;
    return {
      renamed: (inbox, permutation) =>
        inboxes.with(
          inboxes.empty,
          inboxes.envelopesOf(inbox).map((envelope) => this.envelope(envelope, permutation)),
        ),
      text: (inbox, nameOf) => this.#inboxText(inbox, nameOf),
    };
  }

  /** The messages of an inbox, without an order that the network does not keep. */
  #inboxText(inbox: number, nameOf: NameOf): string {
    const { envelopes, inboxes, messages } = this.#values;
    const all = inboxes.envelopesOf(inbox).map((envelope) => ({
      from: envelopes.first(envelope),
      text: textWith(this.permutations, messages.formOf(envelopes.second(envelope)), nameOf),
    }));
    const channels = new Map<number, string[]>();
    for (const { from, text } of all) channels.set(from, [...(channels.get(from) ?? []), text]);
    const texts = [...channels].map(([from, sent]) =>
      textOf([
        this.#nameOfProcess(from, nameOf),
        ...(this.#order === 'fifo' ? sent : sent.toSorted()),
      ]),
    );
    return texts.sort().join();
  }

  #nameOfProcess(number: number, nameOf: NameOf): string {
    const name = String(this.#values.process(number).id);
    const member = this.permutations.members.numberOf(name);
    return member === undefined ? name : nameOf(member);
  }
}
