import type { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Condition } from './conditions.ts';
import type { Reader } from './facts.ts';
import { RecordedObject } from './recorded-object.ts';

/** The state of a protocol in parts, each read through a reader. */
export interface Parts {
  readonly roles: readonly string[];
  /** The local states of a role, by process; what is looked at is read. */
  localsOf(role: string, reader: Reader, again: boolean): Map<ProcessId, unknown>;
  history(reader: Reader, again: boolean): unknown;
  faultsSoFar(reader: Reader): World<unknown>['faults'];
  inFlight(reader: Reader): List<Envelope>;
  condition(reader: Reader, id: ProcessId): Condition | undefined;
  isCut(reader: Reader, from: ProcessId, to: ProcessId): boolean;
}

/** A map of local states for each role, read when it is looked at. */
export class RecordedView extends RecordedObject {
  readonly #parts: Parts;
  readonly #reader: Reader;
  readonly #again: boolean;

  constructor(parts: Parts, reader: Reader, again: boolean) {
    super();
    this.#parts = parts;
    this.#reader = reader;
    this.#again = again;
  }

  protected override get names(): readonly string[] {
    return this.#parts.roles;
  }

  protected override hasField(name: string): boolean {
    return this.#parts.roles.includes(name);
  }

  protected override valueOf(name: string): unknown {
    return this.#parts.localsOf(name, this.#reader, this.#again);
  }
}

/** What there is besides the local states, read when it is looked at. Its functions may be taken out of it. */
export class RecordedWorld implements World<unknown> {
  readonly #parts: Parts;
  readonly #reader: Reader;
  readonly #again: boolean;

  constructor(parts: Parts, reader: Reader, again: boolean) {
    this.#parts = parts;
    this.#reader = reader;
    this.#again = again;
  }

  get history(): unknown {
    return this.#parts.history(this.#reader, this.#again);
  }

  get faults(): World<unknown>['faults'] {
    return this.#parts.faultsSoFar(this.#reader);
  }

  get inFlight(): List<Envelope> {
    return this.#parts.inFlight(this.#reader);
  }

  get isUp(): World<unknown>['isUp'] {
    return (id) => (this.#conditionOf(id)?.is ?? 'down') !== 'down';
  }

  get isPaused(): World<unknown>['isPaused'] {
    return (id) => this.#conditionOf(id)?.is === 'paused';
  }

  get isByzantine(): World<unknown>['isByzantine'] {
    return (id) => this.#conditionOf(id)?.is === 'byzantine';
  }

  get isCut(): World<unknown>['isCut'] {
    return (from, to) => this.#parts.isCut(this.#reader, from, to);
  }

  get remaining(): World<unknown>['remaining'] {
    return (id, timer) => {
      const { timers = {} } = this.#conditionOf(id) ?? {};
      return Object.hasOwn(timers, timer) ? timers[timer] : undefined;
    };
  }

  #conditionOf(id: ProcessId): Condition | undefined {
    return this.#parts.condition(this.#reader, id);
  }
}
