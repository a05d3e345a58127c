import type { Questions } from '../explore/transition-system.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Subject } from '../model/subject.ts';
import type { Predicate, Property, Verdict } from '../property/property.ts';
import type { Facts, Read } from './facts.ts';
import { type Instance, Judged } from './judged.ts';
import type { ModelCalls } from './model-calls.ts';
import { Remembered } from './remembered.ts';
import type { StepLabels } from './step-labels.ts';

/** How predicates see a state, whatever kind of model it is of. */
export interface Sight {
  readonly facts: Facts;
  view(read: Read, again: boolean): unknown;
  world(read: Read, again: boolean): unknown;
  /** The processes of a role, each with the fact that is its local state. */
  processes(role: string): readonly { readonly id: ProcessId; readonly fact: number }[];
  local(read: Read, fact: number, again: boolean): unknown;
}

/**
 * The questions of a spec, asked of vectors. Each predicate is asked of each process, pair or state on
 * its own, and remembered by what it reads.
 */
export class Asked implements Questions {
  readonly count: number;
  readonly #states: Judged;
  readonly #deadlocks: readonly Instance[];
  readonly #steps: readonly Instance[];
  readonly #labels: StepLabels;
  readonly #both: Int32Array;
  readonly #width: number;

  constructor(
    model: string,
    properties: readonly Property<Subject>[],
    sight: Sight,
    calls: ModelCalls,
    width: number,
    labels: StepLabels,
  ) {
    this.count = properties.length;
    this.#labels = labels;
    this.#width = width;
    this.#both = new Int32Array(2 * width);
    const instances = (
      kinds: readonly Property<Subject>['kind'][],
      make: (predicate: Predicate) => readonly Asking[],
      facts: Facts,
    ) =>
      properties.flatMap(({ kind, name, predicate }, property): Instance[] =>
        kinds.includes(kind)
          ? make(predicate).map((asking) => {
              const witness = kind === 'reachable' || kind === 'reachable-step';
              const place = `${model}: property "${name}"`;
              const decides = new Remembered(facts, (read) => {
                const holds = calls.call({
                  place,
                  run: (again) => asking(read, again) === true,
                  keyOf: String,
                  input: () => 'a state',
                });
                return holds === witness ? 1 : 0;
              });
              return { property, decides };
            })
          : [],
      );
    const ofState = (predicate: Predicate) => askingsOf(predicate, sight);
    this.#states = new Judged(
      sight.facts,
      instances(['invariant', 'reachable'], ofState, sight.facts),
    );
    this.#deadlocks = instances(['deadlock-free'], ofState, sight.facts);
    this.#steps = instances(
      ['step-invariant', 'reachable-step'],
      (predicate) => stepAskingsOf(predicate, sight),
      new BeforeAndAfter(sight.facts, width),
    );
  }

  get asksLabels(): boolean {
    return this.#labels.anyDecides;
  }

  get asksSteps(): boolean {
    return this.#steps.length > 0;
  }

  ofState(parent: Int32Array | undefined, vectors: Int32Array, at: number): readonly number[] {
    return this.#states.ask(parent, vectors, at);
  }

  ofLabel(label: number): readonly number[] {
    return this.#labels.decidedBy(label);
  }

  ofStep(parent: Int32Array, vectors: Int32Array, at: number): readonly number[] {
    const both = this.#both;
    let changed = false;
    for (let slot = 0; slot < this.#width; slot++) {
      both[slot] = parent[slot]!;
      both[this.#width + slot] = vectors[at + slot]!;
      changed ||= parent[slot] !== vectors[at + slot];
    }
    return changed ? decidedBy(this.#steps, both) : [];
  }

  ofDeadlock(state: Int32Array): readonly number[] {
    return decidedBy(this.#deadlocks, state);
  }

  drop(property: number): void {
    this.#states.drop(property);
  }
}

const decidedBy = (instances: readonly Instance[], state: Int32Array): readonly number[] => [
  ...new Set(
    instances.filter(({ decides }) => decides.ask(state, 0) === 1).map(({ property }) => property),
  ),
];

type Asking = (read: Read, again: boolean) => Verdict;

/** One question for each process, each ordered pair of processes, or the state, that a predicate is over. */
function askingsOf(predicate: Predicate, sight: Sight): readonly Asking[] {
  switch (predicate.over) {
    case 'state':
      return [(read, again) => predicate.holds(sight.view(read, again), sight.world(read, again))];
    case 'each':
      return sight.processes(predicate.role).map(
        ({ id, fact }): Asking =>
          (read, again) =>
            predicate.holds(sight.local(read, fact, again), {
              self: id,
              world: sight.world(read, again),
            }),
      );
    case 'pair':
      return sight.processes(predicate.role).flatMap((first) =>
        sight
          .processes(predicate.role)
          .filter(({ id }) => id !== first.id)
          .map(
            (second): Asking =>
              (read, again) =>
                predicate.holds(
                  sight.local(read, first.fact, again),
                  sight.local(read, second.fact, again),
                  {
                    first: first.id,
                    second: second.id,
                    world: sight.world(read, again),
                  },
                ),
          ),
      );
    default:
      return [];
  }
}

/** Predicates over two whole states; those over one process's step are asked where steps are prepared. */
function stepAskingsOf(predicate: Predicate, sight: Sight): readonly Asking[] {
  if (predicate.over !== 'states') return [];
  const { count } = sight.facts;
  return [
    (read, again) =>
      predicate.holds(
        sight.view(read, again),
        sight.view((fact) => read(count + fact), again),
      ),
  ];
}

/** The facts of a state and of the one after it, whose vectors lie one behind the other. */
class BeforeAndAfter implements Facts {
  readonly count: number;
  readonly #facts: Facts;
  readonly #width: number;

  constructor(facts: Facts, width: number) {
    this.#facts = facts;
    this.#width = width;
    this.count = 2 * facts.count;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    const { count } = this.#facts;
    return fact < count
      ? this.#facts.idOf(vectors, at, fact)
      : this.#facts.idOf(vectors, at + this.#width, fact - count);
  }

  isFleeting(fact: number): boolean {
    return this.#facts.isFleeting(fact % this.#facts.count);
  }
}
