import type { NetworkOrder } from '../faults/faults.ts';
import type { Permutations } from '../reduction/permutations.ts';
import { type Renamable, RenamedValues } from '../reduction/renamed-values.ts';
import { internPair, pairInterner, secondOf } from '../store/pair-interner.ts';
import type { Cells } from './cells.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { renamedInterner } from './renamed-interner.ts';
import { TupleInterner } from './tuple-interner.ts';

/** What renaming makes of every kind of value in a protocol, known by id. */
export class ProtocolRenaming {
  readonly permutations: Permutations;
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
    const values = this.#values;
    return values.withState(local, this.#locals.image(values.stateOf(local), permutation));
  }

  envelope(envelope: number, permutation: number): number {
    const { envelopes } = this.#values;
    return internPair(
      envelopes,
      this.process(this.#values.senderOf(envelope), permutation),
      this.#messages.image(secondOf(envelopes, envelope), permutation),
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
    const looks = pairInterner();
    const values = this.#values;
    return new RenamedValues(this.permutations, {
      hasNames: (cell) =>
        this.#locals.hasNames(values.stateOf(cells.localOf(cell))) ||
        this.inboxes.hasNames(cells.inboxOf(cell)),
      renamed: (cell, permutation) =>
        cells.idOf(
          this.local(cells.localOf(cell), permutation),
          this.inboxes.image(cells.inboxOf(cell), permutation),
        ),
      look: (cell, member) => {
        const local = cells.localOf(cell);
        return internPair(
          looks,
          // The look of the state, in the condition of the process: a condition names nobody.
          values.withState(local, this.#locals.look(values.stateOf(local), member)),
          this.inboxes.look(cells.inboxOf(cell), member),
        );
      },
    });
  }

  #renamableInboxes(): Renamable {
    const { inboxes, envelopes } = this.#values;
    const looks = new TupleInterner();
    return {
      hasNames: (inbox) =>
        inboxes
          .envelopesOf(inbox)
          .some(
            (envelope) =>
              this.#memberAt(this.#values.senderOf(envelope)) !== undefined ||
              this.#messages.hasNames(secondOf(envelopes, envelope)),
          ),
      renamed: (inbox, permutation) =>
        inboxes.with(
          inboxes.empty,
          inboxes.envelopesOf(inbox).map((envelope) => this.envelope(envelope, permutation)),
        ),
      // A channel looks like its sender and its messages; which channel comes first means nothing.
      look: (inbox, member) => {
        const channels = new Map<number, number[]>();
        for (const envelope of inboxes.envelopesOf(inbox)) {
          const from = this.#values.senderOf(envelope);
          const sent = this.#messages.look(secondOf(envelopes, envelope), member);
          channels.set(from, [...(channels.get(from) ?? []), sent]);
        }
        const parts = [...channels].map(([from, sent]) =>
          looks.idOf([
            this.#lookOfProcess(from, member),
            ...(this.#order === 'fifo' ? sent : sent.sort((a, b) => a - b)),
          ]),
        );
        return looks.idOf(parts.sort((a, b) => a - b));
      },
    };
  }

  #memberAt(process: number): number | undefined {
    return this.permutations.members.numberOf(String(this.#values.process(process).id));
  }

  /** Negative for members: the one that is marked, or only its class; else the number of the process. */
  #lookOfProcess(process: number, member: number): number {
    const other = this.#memberAt(process);
    if (other === undefined) return process;
    return other === member ? -1 : -2 - this.permutations.members.classOf(other);
  }
}
