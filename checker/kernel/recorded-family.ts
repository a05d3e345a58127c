import { is, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Reader } from './facts.ts';
import type { Field } from './slots.ts';

type Changes = ReadonlyMap<ProcessId, unknown>;
type Asks = (value: unknown, key: ProcessId, map: unknown) => unknown;

/** A field that is a Map keyed by process ids, and how it is read. */
interface Look {
  readonly field: Field;
  readonly keys: readonly ProcessId[];
  readonly reader: Reader;
  readonly again: boolean;
}

/** What a recorded family was made from, so that a change of one key writes only that slot. */
interface Family {
  readonly field: Field;
  readonly changes: Changes;
}

/** By this a recorded family says what it is. */
const FAMILY = Symbol('family');

/** The family that a Map returned by an action came from, if it is one handed out by a recorded state. */
export const familyOf = (value: unknown): Family | undefined =>
  typeof value === 'object' && value !== null
    ? // Nobody else has the symbol. To ask whether it is a Map would read all of it.
      (Reflect.get(value, FAMILY) as Family | undefined)
    : undefined;

const EMPTY = Map<ProcessId, unknown>();

/**
 * A Map from process ids in which looking at a key reads only its slot, and questions that can be answered early (`every`,
 * `some`, `includes`, `forEach`) read no further than they must; anything else reads all keys and asks the real Map.
 */
export class RecordedFamily implements ProxyHandler<Map<ProcessId, unknown>> {
  readonly #look: Look;
  readonly #changes: Changes;
  #real: Map<ProcessId, unknown> | undefined;
  #map: Map<ProcessId, unknown> | undefined;

  private constructor(look: Look, changes: Changes) {
    this.#look = look;
    this.#changes = changes;
  }

  static mapOf(look: Look, changes: Changes): Map<ProcessId, unknown> {
    const family = new RecordedFamily(look, changes);
    // It answers all that a Map is asked.
    const map = new Proxy(EMPTY, family) as Map<ProcessId, unknown>;
    family.#map = map;
    return map;
  }

  get(_: unknown, name: string | symbol): unknown {
    switch (name) {
      case FAMILY:
        return { field: this.#look.field, changes: this.#changes };
      case 'get':
        return this.#get.bind(this);
      case 'has':
        return this.#has.bind(this);
      case 'set':
        return this.#set.bind(this);
      case 'update':
        return this.#update.bind(this);
      case 'every':
        return this.#every.bind(this);
      case 'some':
        return this.#some.bind(this);
      case 'forEach':
        return this.#forEach.bind(this);
      case 'includes':
      case 'contains':
        return this.#includes.bind(this);
      case 'size':
        return this.#look.keys.length;
      default:
        return this.#ofReal(name);
    }
  }

  #get(key: ProcessId, otherwise?: unknown): unknown {
    if (this.#changes.has(key)) return this.#changes.get(key);
    const { field, keys, reader, again } = this.#look;
    const index = keys.indexOf(key);
    if (index < 0) return otherwise;
    const id = reader.whole(field.slot + index);
    return again ? field.values.twinOf(id) : field.values.valueOf(id);
  }

  #has(key: ProcessId): boolean {
    return this.#look.keys.includes(key);
  }

  #set(key: ProcessId, value: unknown): Map<ProcessId, unknown> {
    return RecordedFamily.mapOf(this.#look, new globalThis.Map([...this.#changes, [key, value]]));
  }

  /** `update(key, change)` or `update(key, otherwise, change)`, as in Immutable.js. */
  #update(
    key: ProcessId,
    ...rest: readonly [unknown, ((value: unknown) => unknown)?]
  ): Map<ProcessId, unknown> {
    const [otherwise, change] = rest.length === 2 ? rest : [undefined, rest[0]];
    // The last argument is the change, by the signature of Immutable.js.
    return this.#set(key, (change as (value: unknown) => unknown)(this.#get(key, otherwise)));
  }

  #every(asks: Asks): boolean {
    return this.#look.keys.every((key) => asks(this.#get(key), key, this.#map));
  }

  #some(asks: Asks): boolean {
    return this.#look.keys.some((key) => asks(this.#get(key), key, this.#map));
  }

  /** Stops where it is answered false, and gives how many it was asked of, as in Immutable.js. */
  #forEach(asks: Asks): number {
    const { keys } = this.#look;
    const last = keys.findIndex((key) => asks(this.#get(key), key, this.#map) === false);
    return last < 0 ? keys.length : last + 1;
  }

  #includes(value: unknown): boolean {
    return this.#look.keys.some((key) => is(this.#get(key), value));
  }

  #ofReal(name: string | symbol): unknown {
    this.#real ??= Map(this.#look.keys.map((key): [ProcessId, unknown] => [key, this.#get(key)]));
    const member: unknown = Reflect.get(this.#real, name);
    return typeof member === 'function' ? member.bind(this.#real) : member;
  }
}
