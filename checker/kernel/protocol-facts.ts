import { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Cells } from './cells.ts';
import type { Condition } from './conditions.ts';
import type { Environments } from './environments.ts';
import type { Facts, Reader } from './facts.ts';
import { Fields, noting } from './fields.ts';
import type { ProtocolValues } from './protocol-values.ts';

/**
 * The facts of a protocol's state: first each local state, then the environment, the history, and
 * each inbox. A state's vector has a cell (local state and inbox) for each process, then environment, then history.
 */
export class ProtocolFacts implements Facts {
  readonly count: number;
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #environments: Environments;
  readonly #processes: number;
  readonly #fields: Fields;

  constructor(values: ProtocolValues, cells: readonly Cells[], environments: Environments) {
    this.#values = values;
    this.#cells = cells;
    this.#environments = environments;
    this.#processes = cells.length;
    this.#fields = new Fields(values.locals);
    this.count = 2 * this.#processes + 2;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    const processes = this.#processes;
    if (fact < processes) return this.#cells[fact]!.localOf(vectors[at + fact]!);
    if (fact < processes + 2) return vectors[at + fact]!;
    const process = fact - processes - 2;
    return this.#cells[process]!.inboxOf(vectors[at + process]!);
  }

  fieldOf(local: number, field: number): number {
    return this.#fields.idOf(this.#values.stateOf(local), field);
  }

  isFleeting(fact: number): boolean {
    return fact >= this.#processes + 2;
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
    const { processes } = this.#values;
    for (const role of new Set(processes.map(({ roleName }) => roleName))) {
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
    const { histories, processes } = this.#values;
    return {
      get history() {
        const id = reader.whole(facts.#processes + 1);
        return again ? histories.twinOf(id) : histories.valueOf(id);
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
    return values.inboxes.envelopesOf(reader.whole(this.#processes + 2 + to)).map((envelope) => ({
      from: values.process(values.envelopes.first(envelope)).id,
      to: values.process(to).id,
      message: values.message(envelope),
    }));
  }
}
