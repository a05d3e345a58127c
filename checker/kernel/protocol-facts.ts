import { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Condition } from './conditions.ts';
import type { Environments } from './environments.ts';
import { type Facts, type Reader, renumbered } from './facts.ts';
import { type Fields, noting } from './fields.ts';
import type { HistorySlots } from './history-slots.ts';
import { ProtocolIds } from './protocol-ids.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { ProtocolValues } from './protocol-values.ts';

/** The facts of a protocol's state (see `ProtocolIds`) as values, which note how they are looked at. */
export class ProtocolFacts implements Facts {
  readonly count: number;
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
    const view = {};
    const { processes, roleNames } = this.#values;
    for (const role of roleNames) {
      Object.defineProperty(view, role, {
        enumerable: true,
        get: () =>
          Map(
            processes.flatMap(({ id, roleName }, process): [ProcessId, unknown][] =>
              roleName === role ? [[id, this.local(reader, process, again)]] : [],
            ),
          ),
      });
    }
    return view;
  }

  /** What there is besides the local states; what is looked at is read. */
  world(reader: Reader, again: boolean): World<unknown> {
    const facts = this;
    const { processes } = this.#values;
    return {
      get history() {
        const first = facts.#processes + 1;
        return facts.#history.value(
          renumbered(reader, (slot) => first + slot),
          again,
        );
      },
      get faults() {
        return facts.#environments.countsOf(reader.whole(facts.#processes));
      },
      get inFlight() {
        return List(processes.flatMap((_, to) => facts.#inbox(reader, to)));
      },
      isUp: (id) => (facts.#condition(reader, id)?.is ?? 'down') !== 'down',
      isPaused: (id) => facts.#condition(reader, id)?.is === 'paused',
      isByzantine: (id) => facts.#condition(reader, id)?.is === 'byzantine',
      isCut(from, to) {
        const environment = reader.whole(facts.#processes);
        const senders = facts.#environments.cutFrom(environment, facts.#numberOf(to));
        return (senders & (1 << facts.#numberOf(from))) !== 0;
      },
      remaining(id, timer) {
        const { timers = {} } = facts.#condition(reader, id) ?? {};
        return Object.hasOwn(timers, timer) ? timers[timer] : undefined;
      },
    };
  }

  #numberOf(id: ProcessId): number {
    return this.#values.processes.findIndex((one) => one.id === id);
  }

  #condition(reader: Reader, id: ProcessId): Condition | undefined {
    const process = this.#numberOf(id);
    return process < 0 ? undefined : this.#values.conditionOf(reader.whole(process));
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
