import type { Demanded, Questions } from '../explore/transition-system.ts';
import type { Subject } from '../model/subject.ts';
import { isWitness } from '../property/judge.ts';
import type { Property } from '../property/property.ts';
import { demandsOf } from './demands.ts';
import type { Facts } from './facts.ts';
import { type Instance, Judged } from './judged.ts';
import type { ModelCalls } from './model-calls.ts';
import { Question } from './question.ts';
import { holds, placesOf, type Sight } from './sight.ts';
import type { StepLabels } from './step-labels.ts';

/**
 * The questions of a spec, asked of vectors. Each predicate is asked of each process, pair or state on
 * its own, and remembered by what it reads.
 */
export class Asked implements Questions {
  readonly count: number;
  readonly demands: readonly Demanded[];
  readonly #states: Judged;
  readonly #deadlocks: readonly Instance[];
  #steps: readonly Instance[];
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
    const ask = (facts: Facts, kinds: readonly Property<Subject>['kind'][]) =>
      properties.flatMap((property, number): readonly Instance[] => {
        if (!kinds.includes(property.kind) || property.predicate.over === 'step') return [];
        const { name, predicate } = property;
        const place = `${model}: property "${name}"`;
        const all = placesOf(predicate, sight);
        const question = new Question(facts, all[0] ?? [], (reading) => {
          const run = (again: boolean) => holds(predicate, sight, reading, again) === true;
          const answer = calls.call({ place, run, keyOf: String, input: () => 'a state' });
          return answer === isWitness(property.kind) ? 1 : 0;
        });
        return all.map((places) => ({ property: number, question, places }));
      });
    this.demands = demandsOf(model, properties, sight, calls);
    this.#states = new Judged(sight.facts, ask(sight.facts, ['invariant', 'reachable']));
    this.#deadlocks = ask(sight.facts, ['deadlock-free']);
    this.#steps = ask(new BeforeAndAfter(sight.facts, width), ['step-invariant', 'reachable-step']);
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
    this.#labels.drop(property);
    this.#steps = this.#steps.filter((instance) => instance.property !== property);
  }
}

const decidedBy = (instances: readonly Instance[], state: Int32Array): readonly number[] => [
  ...new Set(
    instances
      .filter(({ question, places }) => question.ask(places, state, 0) === 1)
      .map(({ property }) => property),
  ),
];

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
    return this.#facts.idOf(vectors, fact % 2 === 0 ? at : at + this.#width, fact >> 1);
  }

  fieldOf(id: number, field: number): number {
    return this.#facts.fieldOf(id, field);
  }

  isFleeting(fact: number): boolean {
    return this.#facts.isFleeting(fact >> 1);
  }
}
