import { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Cells } from './cells.ts';
import type { Facts, Read } from './facts.ts';
import type { FaultCounts } from './fault-budget.ts';
import type { ProtocolValues } from './protocol-values.ts';

/**
 * The facts of a protocol's state: first each local state, then the faults so far, the history, and
 * each inbox. A state's vector has a cell (local state and inbox) for each process, then faults, then history.
 */
export class ProtocolFacts implements Facts {
  readonly count: number;
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #faults: FaultCounts;
  readonly #processes: number;

  constructor(values: ProtocolValues, cells: readonly Cells[], faults: FaultCounts) {
    this.#values = values;
    this.#cells = cells;
    this.#faults = faults;
    this.#processes = cells.length;
    this.count = 2 * this.#processes + 2;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    const processes = this.#processes;
    if (fact < processes) return this.#cells[fact]!.localOf(vectors[at + fact]!);
    if (fact < processes + 2) return vectors[at + fact]!;
    const process = fact - processes - 2;
    return this.#cells[process]!.inboxOf(vectors[at + process]!);
  }

  isFleeting(fact: number): boolean {
    return fact >= this.#processes + 2;
  }

  /** One map a role, from process to local state; what is looked at is read. */
  view(read: Read, again: boolean): object {
    const view = {};
    const { processes } = this.#values;
    for (const role of new Set(processes.map(({ roleName }) => roleName))) {
      Object.defineProperty(view, role, {
        enumerable: true,
        get: () =>
          Map(
            processes.flatMap(({ id, roleName }, process): [ProcessId, unknown][] =>
              roleName === role ? [[id, this.#values.local(read(process), again)]] : [],
            ),
          ),
      });
    }
    return view;
  }

  /** What there is besides the local states; what is looked at is read. */
  world(read: Read, again: boolean): World<unknown> {
    const facts = this;
    const { histories, processes } = this.#values;
    return {
      get history() {
        const id = read(facts.#processes + 1);
        return again ? histories.twinOf(id) : histories.valueOf(id);
      },
      get faults() {
        return facts.#faults.countsOf(read(facts.#processes));
      },
      get inFlight() {
        return List(processes.flatMap((_, to) => facts.#inbox(read, to)));
      },
      isUp(id) {
        const process = processes.findIndex((one) => one.id === id);
        return process >= 0 && !facts.#values.isDown(read(process));
      },
    };
  }

  #inbox(read: Read, to: number): readonly Envelope[] {
    const values = this.#values;
    return values.inboxes.envelopesOf(read(this.#processes + 2 + to)).map((envelope) => ({
      from: values.process(values.envelopes.first(envelope)).id,
      to: values.process(to).id,
      message: values.message(envelope),
    }));
  }
}
