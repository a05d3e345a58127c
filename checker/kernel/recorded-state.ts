import type { Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Reader } from './facts.ts';
import { RecordedFamily } from './recorded-family.ts';
import { RecordedObject } from './recorded-object.ts';
import type { Field, Slots } from './slots.ts';

/** How the state is looked at: which slots, through what, and whether as equal values made another way. */
interface Look {
  readonly slots: Slots;
  readonly reader: Reader;
  readonly again: boolean;
}

/** The state of a plain system as an object whose fields note when they are read, and cannot be written. */
export const recordedState = (slots: Slots, reader: Reader, again: boolean): object =>
  new Proxy({}, new RecordedState({ slots, reader, again }));

/** Reads fields through a reader. */
class RecordedState extends RecordedObject {
  readonly #look: Look;

  constructor(look: Look) {
    super();
    this.#look = look;
  }

  protected override get names(): readonly string[] {
    return this.#look.slots.fields.map(({ name }) => name);
  }

  protected override hasField(name: string): boolean {
    return this.#look.slots.fieldNamed(name) !== undefined;
  }

  protected override valueOf(name: string): unknown {
    const { slots, reader, again } = this.#look;
    // It is only asked for fields that there are.
    const field = slots.fieldNamed(name)!;
    if (field.keys !== undefined) return familyMap(field, field.keys, reader, again);
    const id = reader.whole(field.slot);
    return again ? field.values.twinOf(id) : field.values.valueOf(id);
  }
}

const familyMap = (
  field: Field,
  keys: readonly ProcessId[],
  reader: Reader,
  again: boolean,
): Map<ProcessId, unknown> => RecordedFamily.mapOf({ field, keys, reader, again }, NO_CHANGES);

const NO_CHANGES: ReadonlyMap<ProcessId, unknown> = new globalThis.Map();
