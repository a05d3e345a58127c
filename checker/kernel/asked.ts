import type { Questions } from '../explore/transition-system.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Subject } from '../model/subject.ts';
import { isWitness } from '../property/judge.ts';
import type { Predicate, Property, Verdict } from '../property/property.ts';
import { type Facts, type Reader, renumbered } from './facts.ts';
import { InOrder, type Inquiry } from './in-order.ts';
import type { ModelCalls } from './model-calls.ts';
import { Question, type Reading } from './question.ts';
import { RefinementQuestion } from './refinement-question.ts';
import type { StepLabels } from './step-labels.ts';

/** How predicates see a state, whatever kind of model it is of. */
export interface Sight {
  readonly facts: Facts;
  view(reader: Reader, again: boolean): unknown;
  world(reader: Reader, again: boolean): unknown;
  /** The facts that are the local states of a role's processes. */
  processes(role: string): readonly number[];
  /** The process whose local state is this fact. */
  id(fact: number): ProcessId;
  /** The local state at a fact. */
  local(reader: Reader, fact: number, again: boolean): unknown;
}

/** One property asked of one process, one pair of processes, or the state: 1 if it decides the property. */
interface Instance {
  readonly property: number;
  readonly question: Question;
  /** The processes that it is asked of, by their facts. */
  readonly places: readonly number[];
}

/**
 * The questions of a spec, asked of vectors. Each predicate is asked of each process, pair or state on
 * its own, and remembered by what it reads.
 */
export class Asked implements Questions {
  readonly count: number;
  readonly #facts: Facts;
  #states: readonly Instance[];
  #deadlocks: readonly Instance[];
  #steps: readonly Instance[];
  #inOrder: InOrder;
  #refinements: readonly { readonly property: number; readonly question: RefinementQuestion }[];
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
    this.#facts = sight.facts;
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
    this.#states = ask(sight.facts, ['invariant', 'reachable']);
    this.#inOrder = new InOrder(sight.facts, this.inquiries);
    this.#deadlocks = ask(sight.facts, ['deadlock-free']);
    this.#steps = ask(new BeforeAndAfter(sight.facts, width), ['step-invariant', 'reachable-step']);
    this.#refinements = properties.flatMap(({ name, predicate }, property) => {
      if (predicate.over !== 'refinement') return [];
      const place = `${model}: property "${name}"`;
      const question = new RefinementQuestion(place, predicate, sight, calls, width);
      return [{ property, question }];
    });
  }

  /** What is known of every open property of states, for other threads. */
  get inquiries(): readonly Inquiry[] {
    return this.#states.map(({ question, places }) => ({ tree: question.tree, places }));
  }

  get asksLabels(): boolean {
    return this.#labels.anyDecides;
  }

  get asksSteps(): boolean {
    return this.#steps.length > 0 || this.#refinements.length > 0;
  }

  get asksDeadlocks(): boolean {
    return this.#deadlocks.length > 0;
  }

  refresh(): void {
    this.#inOrder.refresh();
  }

  isInOrder(parent: Int32Array | undefined, state: Int32Array): boolean {
    return this.#inOrder.isInOrder(parent, state);
  }

  ofState(state: Int32Array): readonly number[] {
    return decidedBy(this.#states, state);
  }

  ofInitial(state: Int32Array): readonly number[] {
    const astray = this.#refinements.filter(({ question }) => question.startsAstray(state, 0));
    return [...this.ofState(state), ...astray.map(({ property }) => property)];
  }

  ofLabel(label: number): readonly number[] {
    return this.#labels.decidedBy(label);
  }

  ofStep(parent: Int32Array, vectors: Int32Array, at: number): readonly number[] {
    let hits = this.#steps.length === 0 ? NONE : this.#ofChange(parent, vectors, at);
    for (const { property, question } of this.#refinements)
      if (question.stepsAstray(parent, vectors, at)) hits = [...hits, property];
    return hits;
  }

  /** The properties over two states that are decided by them, if they differ. */
  #ofChange(parent: Int32Array, vectors: Int32Array, at: number): readonly number[] {
    const both = this.#both;
    let changed = false;
    for (let slot = 0; slot < this.#width; slot++) {
      both[slot] = parent[slot]!;
      both[this.#width + slot] = vectors[at + slot]!;
      changed ||= parent[slot] !== vectors[at + slot];
    }
    return changed ? decidedBy(this.#steps, both) : NONE;
  }

  ofDeadlock(state: Int32Array): readonly number[] {
    return decidedBy(this.#deadlocks, state);
  }

  drop(property: number): void {
    const isOpen = (instance: Instance) => instance.property !== property;
    if (!this.#states.every(isOpen)) {
      this.#states = this.#states.filter(isOpen);
      this.#inOrder = new InOrder(this.#facts, this.inquiries);
    }
    this.#labels.drop(property);
    this.#deadlocks = this.#deadlocks.filter(isOpen);
    this.#steps = this.#steps.filter(isOpen);
    this.#refinements = this.#refinements.filter((one) => one.property !== property);
  }
}

const NONE: readonly number[] = [];

function decidedBy(instances: readonly Instance[], state: Int32Array): readonly number[] {
  let hits: readonly number[] = NONE;
  for (const { property, question, places } of instances)
    if (question.ask(places, state, 0) === 1 && !hits.includes(property))
      hits = [...hits, property];
  return hits;
}

/** Each process, each ordered pair of processes, or the one whole state that a predicate is over. */
function placesOf(predicate: Predicate, sight: Sight): readonly (readonly number[])[] {
  if (!('role' in predicate)) return [[]];
  const places = sight.processes(predicate.role);
  if (predicate.over !== 'pair') return places.map((place) => [place]);
  return places.flatMap((first) =>
    places.filter((second) => second !== first).map((second) => [first, second]),
  );
}

/** Asks a predicate through what it reads. */
function holds(
  predicate: Predicate,
  sight: Sight,
  { local, who, whole }: Reading,
  again: boolean,
): Verdict {
  const world = () => sight.world(whole, again);
  switch (predicate.over) {
    case 'state':
      return predicate.holds(sight.view(whole, again), world());
    case 'states':
      return predicate.holds(
        sight.view(renumbered(whole, beforeOf), again),
        sight.view(renumbered(whole, afterOf), again),
      );
    case 'each':
      return predicate.holds(sight.local(local, 0, again), {
        get self() {
          return sight.id(who(0));
        },
        world: world(),
      });
    case 'pair':
      return predicate.holds(sight.local(local, 0, again), sight.local(local, 1, again), {
        get first() {
          return sight.id(who(0));
        },
        get second() {
          return sight.id(who(1));
        },
        world: world(),
      });
    case 'step':
      throw new TypeError(
        "a predicate over one process's step is asked where the step is prepared",
      );
    case 'refinement':
      throw new TypeError('a refinement is a question of its own');
  }
}

/** How the facts of a state and of the one after it are numbered together: even and odd. */
const beforeOf = (fact: number): number => 2 * fact;
const afterOf = (fact: number): number => 2 * fact + 1;

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

  learnField(id: number, field: number): void {
    this.#facts.learnField(id, field);
  }

  isFleeting(fact: number): boolean {
    return this.#facts.isFleeting(fact >> 1);
  }
}
