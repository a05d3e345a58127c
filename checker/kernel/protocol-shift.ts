import type { NetworkOrder } from '../faults/faults.ts';
import { ABSENT, ShiftedValues, shiftOf } from '../reduction/shifted-values.ts';
import { Shifter } from '../reduction/shifter.ts';
import { internPair, secondOf } from '../store/pair-interner.ts';
import type { Cells } from './cells.ts';
import type { ChangedValues, ProtocolChanges } from './changes.ts';
import type { HistorySlots } from './history-slots.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { RecordTest } from './record-test.ts';
import { numberless, Shift, shiftedInterner } from './shift.ts';

/** The shifts of a protocol: numbers are in local states, in messages and in the history, and in nothing else. */
export class ProtocolShift extends Shift implements ProtocolChanges {
  readonly renaming: ShiftedProtocol;
  /** Tests that an event changes the history of a state as it does when both are shifted. */
  readonly record: RecordTest;

  constructor(
    families: readonly string[],
    values: ProtocolValues,
    cells: readonly Cells[],
    history: HistorySlots,
    order: NetworkOrder,
  ) {
    const renaming = new ShiftedProtocol(families, values, order);
    const byTables = new Map<unknown, ShiftedValues>();
    const shiftedCells = cells.map((one) => {
      const known = byTables.get(one.tables) ?? renaming.cells(one);
      byTables.set(one.tables, known);
      return known;
    });
    const past = history.fields.flatMap((field) => {
      const known = shiftedInterner(families, field.values);
      return Array.from({ length: field.keys?.length ?? 1 }, () => known);
    });
    super(
      families,
      new Shifter(families.length, [...shiftedCells, numberless(families.length), ...past]),
    );
    this.renaming = renaming;
    this.record = new RecordTest(values, history, cells.length + 1, this, (state, shift) => {
      const image = new Int32Array(state.length);
      this.states.imageOf(state, 0, shift, image);
      return image;
    });
  }
}

/** What shifts make of every kind of value in a protocol, known by id. */
class ShiftedProtocol implements ChangedValues {
  readonly events: ShiftedValues;
  readonly #families: readonly string[];
  readonly #values: ProtocolValues;
  readonly #locals: ShiftedValues;
  readonly #messages: ShiftedValues;
  readonly #inboxes: ShiftedValues;
  readonly #order: NetworkOrder;

  constructor(families: readonly string[], values: ProtocolValues, order: NetworkOrder) {
    this.#families = families;
    this.#values = values;
    this.#order = order;
    this.#locals = shiftedInterner(families, values.locals);
    this.#messages = shiftedInterner(families, values.messages);
    this.events = shiftedInterner(families, values.events);
    const { inboxes, envelopes } = values;
    this.#inboxes = new ShiftedValues(families.length, {
      spanOf: (inbox, family) =>
        union(
          inboxes
            .envelopesOf(inbox)
            .map((one) => spanIn(this.#messages, secondOf(envelopes, one), family)),
        ),
      shifted: (inbox, family, by) =>
        inboxes.with(
          inboxes.empty,
          inboxes.envelopesOf(inbox).map((one) => this.envelope(one, this.#shift(family, by))),
        ),
    });
  }

  process(number: number): number {
    return number;
  }

  local(local: number, shift: number): number {
    const values = this.#values;
    return values.withState(local, this.#locals.image(values.stateOf(local), shift));
  }

  envelope(envelope: number, shift: number): number {
    const { envelopes } = this.#values;
    return internPair(
      envelopes,
      this.#values.senderOf(envelope),
      this.#messages.image(secondOf(envelopes, envelope), shift),
    );
  }

  parcels(parcels: readonly Parcel[], shift: number): readonly Parcel[] {
    const { parcels: tuples } = this.#values;
    return parcels.map(({ to, envelopes }) => {
      const images = tuples.tupleOf(envelopes).map((one) => this.envelope(one, shift));
      const sorted = this.#order === 'fifo' ? images : images.sort((a, b) => a - b);
      return { to, envelopes: tuples.idOf(sorted) };
    });
  }

  /** The cells of a process, or of all of a class. */
  cells(cells: Cells): ShiftedValues {
    const values = this.#values;
    return new ShiftedValues(this.#families.length, {
      spanOf: (cell, family) =>
        union([
          spanIn(this.#locals, values.stateOf(cells.localOf(cell)), family),
          spanIn(this.#inboxes, cells.inboxOf(cell), family),
        ]),
      shifted: (cell, family, by) => {
        const shift = this.#shift(family, by);
        return cells.idOf(
          this.local(cells.localOf(cell), shift),
          this.#inboxes.image(cells.inboxOf(cell), shift),
        );
      },
    });
  }

  /** The families that a message has numbers of, as bits. */
  familiesIn(message: number): number {
    return this.#families.reduce(
      (bits, _, family) =>
        this.#messages.greatest(message, family) < 0 ? bits : bits | (1 << family),
      0,
    );
  }

  #shift(family: number, by: number): number {
    return shiftOf(family, by, this.#families.length);
  }
}

interface Span {
  readonly least: number;
  readonly greatest: number;
}

const spanIn = (values: ShiftedValues, id: number, family: number): Span => ({
  least: values.least(id, family),
  greatest: values.greatest(id, family),
});

/** The span of all; undefined if there is no number. */
function union(spans: readonly Span[]): Span | undefined {
  const least = Math.min(ABSENT, ...spans.map((one) => one.least));
  return least === ABSENT
    ? undefined
    : { least, greatest: Math.max(...spans.map((one) => one.greatest)) };
}
