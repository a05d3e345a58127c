import { isImmutable } from 'immutable';
import type { Json } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { HistoryVariable } from '../model/instance.ts';
import { sharedInts, widen } from '../store/shared-ints.ts';
import { type Reader, Renumbered } from './facts.ts';
import type { Interner } from './interner.ts';
import type { Called, ModelCalls } from './model-calls.ts';
import { EventFacts } from './protocol-ids.ts';
import type { HistoryTables } from './protocol-tables.ts';
import { recordedState } from './recorded-state.ts';
import { Remembered } from './remembered.ts';
import { type Field, idIn, Slots } from './slots.ts';
import { textOfWrites, type Writes, writesOf } from './writes.ts';

/** The name of the only field of a history that is not a plain object. */
const WHOLE = 'history';

/**
 * A history variable, cut into slots as a plain system is: a plain object field by field, a Map keyed by process ids
 * key by key, anything else as one. So `record` runs once for an event and the slots that it reads.
 */
export class HistorySlots {
  readonly tables: HistoryTables;
  readonly #slots: Slots | undefined;
  readonly #isObject: boolean;
  readonly #initial: object;
  readonly #record: Remembered | undefined;
  readonly #events: EventFacts;
  readonly #firstSlot: number;
  #end = 1;

  /** @param firstSlot where the slots start in the vector of a state */
  constructor(
    model: string,
    history: HistoryVariable | undefined,
    firstSlot: number,
    events: Interner,
    calls: ModelCalls,
  ) {
    const initial = history?.initial;
    this.#isObject =
      typeof initial === 'object' &&
      initial !== null &&
      Object.getPrototypeOf(initial) === Object.prototype &&
      !isImmutable(initial);
    this.#initial = this.#isObject ? Object(initial) : { [WHOLE]: initial };
    const slots = history === undefined ? undefined : new Slots(model, [{ ...this.#initial }]);
    this.#slots = slots;
    this.#firstSlot = firstSlot;
    this.#events = new EventFacts(slots?.count ?? 0, firstSlot);
    if (history !== undefined && slots !== undefined) {
      const place = `${model}: history record`;
      const called: Called<Writes> = {
        place,
        keyOf: String,
        textOf: (writes) => textOfWrites(slots, writes),
        checksItself: history.checksItself,
      };
      this.#record = new Remembered(this.#events, (reader) => {
        const event = reader.whole(0);
        const writes = calls.call(
          called,
          (again) =>
            this.#writesOf(
              place,
              slots,
              history.record(
                // The slots of a history come after the event.
                this.value(new Renumbered(reader, 1), again),
                again ? events.twinOf(event) : events.valueOf(event),
              ),
            ),
          () => `a history and ${canonicalKey(events.valueOf(event))}`,
        );
        return this.#keep(writes);
      });
    }
    this.tables = {
      slots: slots?.count ?? 0,
      tree: (this.#record ?? new Remembered(this.#events, () => 0)).tree,
      writes: sharedInts(1 << 6),
    };
  }

  /** The slots of the initial history. */
  initial(): readonly number[] {
    return this.#slots?.vectorOf({ ...this.#initial }) ?? [];
  }

  /** How it is cut into slots. */
  get fields(): readonly Field[] {
    return this.#slots?.fields ?? [];
  }

  /** A state with its history changed by an event. */
  after(state: Int32Array, event: number): Int32Array {
    const next = state.slice();
    const place = this.record(state, event);
    // Read only now: to record may move it.
    const { data } = this.tables.writes;
    for (let left = data[place]!, at = place + 1; left > 0; left--, at += 2)
      next[this.#firstSlot + data[at]!] = data[at + 1]!;
    return next;
  }

  /** How many values each slot has had so far. */
  sizes(): readonly number[] {
    return (this.#slots?.fields ?? []).flatMap(({ keys, values }) =>
      Array.from({ length: keys?.length ?? 1 }, () => values.size),
    );
  }

  /** What an event changes in the history of a state: a place in the tables' writes. */
  record(state: Int32Array, event: number): number {
    this.#events.event = event;
    return this.#record?.ask(state, 0) ?? 0;
  }

  /** The history as a value whose parts note when they are read; slots are counted from 0. */
  value(reader: Reader, again: boolean): unknown {
    if (this.#slots === undefined) return undefined;
    const state = recordedState(this.#slots, reader, again);
    return this.#isObject ? state : Reflect.get(state, WHOLE);
  }

  formOf(idOf: (slot: number) => number): Json | undefined {
    const fields = (this.#slots?.fields ?? []).map(
      (field) => [field.name, this.#slots?.formOf(field, idOf) ?? null] as const,
    );
    if (this.#isObject) return Object.fromEntries(fields);
    return fields[0]?.[1];
  }

  #writesOf(place: string, slots: Slots, next: unknown): Writes {
    return writesOf(slots, place, this.#isObject ? Object(next) : { [WHOLE]: next }, idIn);
  }

  #keep(writes: Writes): number {
    const { writes: ints } = this.tables;
    const place = this.#end;
    this.#end += 1 + 2 * writes.length;
    widen(ints, this.#end);
    ints.data.set([writes.length, ...writes.flat()], place);
    // Other threads may read meanwhile.
    Atomics.store(ints.data, 0, this.#end);
    return place;
  }
}
