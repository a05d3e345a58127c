import { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Condition } from './conditions.ts';
import type { Environments } from './environments.ts';
import { type Reader, Renumbered, type StateFacts } from './facts.ts';
import { type Fields, noting } from './fields.ts';
import type { HistorySlots } from './history-slots.ts';
import { ProtocolIds } from './protocol-ids.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { type Parts, RecordedView, RecordedWorld } from './recorded-view.ts';

/** The facts of a protocol's state (see `ProtocolIds`) as values, which note how they are looked at. */
export class ProtocolFacts implements StateFacts, Parts {
  readonly count: number;
  readonly roles: readonly string[];
  readonly #ids: ProtocolIds;
  readonly #values: ProtocolValues;
  readonly #environments: Environments;
  readonly #history: HistorySlots;
  readonly #processes: number;
  readonly #fields: Fields;

  constructor(
    tables: ProtocolTables,
    values: ProtocolValues,
    environments: Environments,
    history: HistorySlots,
    fields: Fields,
  ) {
    this.#ids = new ProtocolIds(tables);
    this.#values = values;
    this.#environments = environments;
    this.#history = history;
    this.#processes = tables.cells.length;
    this.roles = values.roleNames;
    this.#fields = fields;
    this.count = this.#ids.count;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    return this.#ids.idOf(vectors, at, fact);
  }

  fieldOf(local: number, field: number): number {
    return this.#ids.fieldOf(local, field);
  }

  learnField(local: number, field: number): void {
    this.#fields.learn(this.#values.stateOf(local), field);
  }

  isFleeting(fact: number): boolean {
    return this.#ids.isFleeting(fact);
  }

  slotOf(fact: number): number {
    return this.#ids.slotOf(fact);
  }

  isSlot(fact: number): boolean {
    return this.#ids.isSlot(fact);
  }

  isOfEnvironment(fact: number): boolean {
    return this.#ids.isOfEnvironment(fact);
  }

  get quiet(): Int32Array {
    return this.#ids.quiet;
  }

  idsOf(
    fact: number,
    slots: Int32Array,
    from: number,
    count: number,
    into: Int32Array,
    to: number,
  ): void {
    this.#ids.idsOf(fact, slots, from, count, into, to);
  }

  /** The fact that is the inbox of a process. */
  inboxOf(process: number): number {
    return this.count - this.#processes + process;
  }

  /** The local state at a fact, noting which of its fields are read. */
  local(reader: Reader, fact: number, again: boolean): unknown {
    return noting(this.#values.local(reader.peek(fact), again), (name) => {
      const field = name === undefined ? undefined : this.#fields.numberOf(name);
      if (field === undefined) reader.whole(fact);
      else reader.field(fact, field);
    });
  }

  /** One map a role, from process to local state; what is looked at is read. */
  view(reader: Reader, again: boolean): object {
    return new Proxy({}, new RecordedView(this, reader, again));
  }

  /** What there is besides the local states; what is looked at is read. */
  world(reader: Reader, again: boolean): World<unknown> {
    return new RecordedWorld(this, reader, again);
  }

  /** The local states of a role, by process. */
  localsOf(role: string, reader: Reader, again: boolean): Map<ProcessId, unknown> {
    return Map(
      this.#values.processes.flatMap(({ id, roleName }, process): [ProcessId, unknown][] =>
        roleName === role ? [[id, this.local(reader, process, again)]] : [],
      ),
    );
  }

  history(reader: Reader, again: boolean): unknown {
    return this.#history.value(new Renumbered(reader, this.#processes + 1), again);
  }

  faultsSoFar(reader: Reader): World<unknown>['faults'] {
    return this.#environments.countsOf(reader.whole(this.#processes));
  }

  inFlight(reader: Reader): List<Envelope> {
    return List(this.#values.processes.flatMap((_, to) => this.#inbox(reader, to)));
  }

  condition(reader: Reader, id: ProcessId): Condition | undefined {
    const process = this.#numberOf(id);
    return process < 0 ? undefined : this.#values.conditionOf(reader.whole(process));
  }

  isCut(reader: Reader, from: ProcessId, to: ProcessId): boolean {
    const environment = reader.whole(this.#processes);
    const senders = this.#environments.cutFrom(environment, this.#numberOf(to));
    return (senders & (1 << this.#numberOf(from))) !== 0;
  }

  #numberOf(id: ProcessId): number {
    return this.#values.processes.findIndex((one) => one.id === id);
  }

  #inbox(reader: Reader, to: number): readonly Envelope[] {
    const values = this.#values;
    return values.inboxes.envelopesOf(reader.whole(this.inboxOf(to))).map((envelope) => ({
      from: values.process(values.senderOf(envelope)).id,
      to: values.process(to).id,
      message: values.message(envelope),
    }));
  }
}
