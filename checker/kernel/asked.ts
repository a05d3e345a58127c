import type { Demanded, NewStates, Questions } from '../explore/transition-system.ts';
import type { Subject } from '../model/subject.ts';
import { isWitness } from '../property/judge.ts';
import type { Property } from '../property/property.ts';
import { Encoder, type Layout } from '../store/encoder.ts';
import { Alike, type FairQuestion, type RenamedStates } from './alike.ts';
import { demandsOf } from './demands.ts';
import type { Facts, StateFacts } from './facts.ts';
import { InOrder, type Inquiry } from './in-order.ts';
import type { Called, ModelCalls } from './model-calls.ts';
import type { Orbits } from './orbits.ts';
import { Question } from './question.ts';
import { RefinementQuestion } from './refinement-question.ts';
import { holds, placesOf, type Sight } from './sight.ts';
import type { StepLabels } from './step-labels.ts';

/** One property asked of one process, one pair of processes, or the state: 1 if it decides the property. */
interface Instance {
  readonly property: number;
  readonly question: Pick<Question, 'ask' | 'tree'>;
  /** The processes that it is asked of, by their facts. */
  readonly places: readonly number[];
}

/**
 * The questions of a spec, asked of vectors. Each predicate is asked of each process, pair or state on
 * its own, and remembered by what it reads.
 */
export class Asked implements Questions {
  readonly count: number;
  readonly demands: readonly Demanded[];
  readonly #facts: StateFacts;
  #states: readonly Instance[];
  #deadlocks: readonly Instance[];
  #steps: readonly Instance[];
  #inOrder: InOrder;
  #layout: Layout;
  #refinements: readonly { readonly property: number; readonly question: RefinementQuestion }[];
  readonly #allSteps: readonly Instance[];
  readonly #orbits: Orbits | undefined;
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
    renamed: readonly RenamedStates[] = [],
    orbits?: Orbits,
  ) {
    this.count = properties.length;
    this.#facts = sight.facts;
    this.#labels = labels;
    this.#width = width;
    this.#both = new Int32Array(2 * width);
    const ask = (
      facts: Facts,
      kinds: readonly Property<Subject>['kind'][],
      renamings: readonly RenamedStates[],
    ) =>
      properties.flatMap((property, number): readonly Instance[] => {
        if (!kinds.includes(property.kind) || property.predicate.over === 'step') return [];
        const { name, predicate } = property;
        const place = `${model}: property "${name}"`;
        const all = placesOf(predicate, sight);
        const checksItself = predicate.over === 'state' && predicate.checksItself;
        const called: Called<boolean> = { place, keyOf: String, checksItself };
        const unique = { asked: `${place} ${number}`, runs: checksItself ? 1 : 2 };
        const elsewhere = { calls, words: sight.words, place, ...unique };
        const question = new Question(
          facts,
          all[0] ?? [],
          (reading) => {
            const answer = calls.call(
              called,
              (again) => holds(predicate, sight, reading, again) === true,
              () => 'a state',
            );
            return answer === isWitness(property.kind) ? 1 : 0;
          },
          // Of steps, and where nothing more is possible, it is asked in the main thread alone.
          facts === sight.facts && !kinds.includes('deadlock-free') ? elsewhere : undefined,
        );
        const asked = all.map((places) => ({ property: number, question, places }));
        const alike = renamings.map((states) => ({
          property: number,
          question: new Alike(states, { place, answer: answerOf(question, all, states) }),
          places: [],
        }));
        return [...alike, ...asked];
      });
    this.demands = demandsOf(model, properties, sight, calls, renamed);
    this.#states = ask(sight.facts, ['invariant', 'reachable'], renamed);
    this.#layout = Encoder.ofWidth(width).layout;
    this.#inOrder = new InOrder(sight.facts, this.inquiries, this.#layout);
    this.#deadlocks = ask(sight.facts, ['deadlock-free'], renamed);
    const steps = new BeforeAndAfter(sight.facts, width);
    this.#steps = ask(
      steps,
      ['step-invariant', 'reachable-step'],
      renamed.map((one) => renamedSteps(one, steps)),
    );
    this.#allSteps = this.#steps;
    this.#orbits = orbits;
    if (orbits !== undefined) orbits.keepsSteps = this.#steps.length > 0;
    this.#refinements = properties.flatMap(({ name, predicate }, property) => {
      if (predicate.over !== 'refinement') return [];
      const place = `${model}: property "${name}"`;
      const question = new RefinementQuestion(place, predicate, sight, calls, width);
      return [{ property, question }];
    });
  }

  /** What is known of every open property of states, for other threads. */
  get inquiries(): readonly Inquiry[] {
    return this.#states.map(({ property, question, places }) => ({
      tree: question.tree,
      places,
      property,
    }));
  }

  /** Asks a property about a process, a pair of processes or the state, by their facts, so that the answer is remembered, or told to another thread. */
  ask(property: number, places: readonly number[], state: Int32Array): void {
    for (const one of this.#states)
      if (one.property === property && String(one.places) === String(places))
        one.question.ask(places, state, 0);
  }

  get asksLabels(): boolean {
    return this.#labels.anyDecides;
  }

  get asksSteps(): boolean {
    return this.#steps.length > 0 || this.#refinements.length > 0;
  }

  get asksInTurn(): boolean {
    return this.#orbits !== undefined && this.#steps.length > 0;
  }

  get asksDeadlocks(): boolean {
    return this.#deadlocks.length > 0;
  }

  refresh(): void {
    this.#inOrder.refresh();
  }

  layOut(layout: Layout): void {
    this.#layout = layout;
    this.#inOrder.layOut(layout);
  }

  lookAt(states: NewStates, unsettled: number[]): void {
    this.#inOrder.lookAt(states, unsettled);
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
    let hits = this.#steps.length === 0 ? NONE : this.#ofSteps(parent, vectors, at);
    for (const { property, question } of this.#refinements)
      if (question.stepsAstray(parent, vectors, at)) hits = [...hits, property];
    return hits;
  }

  /** Whether a transition decides a property, also if that is not asked about any more. */
  decides(property: number, label: number, before: Int32Array, after: Int32Array): boolean {
    return (
      this.#labels.decides(label, property) ||
      this.#ofChange(this.#allSteps, before, after, 0).includes(property)
    );
  }

  /** Of steps between representatives, the steps that they stand for are asked about. */
  #ofSteps(parent: Int32Array, vectors: Int32Array, at: number): readonly number[] {
    if (this.#orbits === undefined) return this.#ofChange(this.#steps, parent, vectors, at);
    const ends = this.#orbits.representedBy(vectors, at);
    return [...new Set(ends.flatMap((end) => this.#ofChange(this.#steps, parent, end, 0)))];
  }

  /** The properties over two states that are decided by them, if they differ. */
  #ofChange(
    steps: readonly Instance[],
    parent: Int32Array,
    vectors: Int32Array,
    at: number,
  ): readonly number[] {
    const both = this.#both;
    let changed = false;
    for (let slot = 0; slot < this.#width; slot++) {
      both[slot] = parent[slot]!;
      both[this.#width + slot] = vectors[at + slot]!;
      changed ||= parent[slot] !== vectors[at + slot];
    }
    return changed ? decidedBy(steps, both) : NONE;
  }

  ofDeadlock(state: Int32Array): readonly number[] {
    return decidedBy(this.#deadlocks, state);
  }

  drop(property: number): void {
    const isOpen = (instance: Instance) => instance.property !== property;
    if (!this.#states.every(isOpen)) {
      this.#states = this.#states.filter(isOpen);
      this.#inOrder = new InOrder(this.#facts, this.inquiries, this.#layout);
    }
    this.#labels.drop(property);
    this.#deadlocks = this.#deadlocks.filter(isOpen);
    this.#steps = this.#steps.filter(isOpen);
    this.#refinements = this.#refinements.filter((one) => one.property !== property);
  }
}

const NONE: readonly number[] = [];

/**
 * Whether a predicate decides its property, as an answer that must be the same in other names: somewhere or nowhere. When
 * numbers are shifted, it must be the same at each place.
 */
const answerOf =
  (
    question: Question,
    all: readonly (readonly number[])[],
    { changes }: RenamedStates,
  ): FairQuestion['answer'] =>
  (image, _, note) => {
    const hits = all.map((places) => {
      const hit = question.ask(places, image, 0) === 1;
      question.noteReads(places, image, 0, note);
      return hit ? 'decided' : 'not decided';
    });
    if (!changes.keepsInitial) return hits.join(', ');
    return hits.includes('decided') ? 'decided' : 'not decided';
  };

function decidedBy(instances: readonly Instance[], state: Int32Array): readonly number[] {
  let hits: readonly number[] = NONE;
  for (const { property, question, places } of instances)
    if (question.ask(places, state, 0) === 1 && !hits.includes(property))
      hits = [...hits, property];
  return hits;
}

/** A state and the one after it, renamed together. */
const renamedSteps = (states: RenamedStates, facts: Facts): RenamedStates => ({
  changes: states.changes,
  facts,
  width: 2 * states.width,
  imageOf: (vectors, at, permutation, into) => {
    states.imageOf(vectors, at, permutation, into.subarray(0, states.width));
    states.imageOf(vectors, at + states.width, permutation, into.subarray(states.width));
  },
  sourceOf: (permutation, fact) => 2 * states.sourceOf(permutation, fact >> 1) + (fact % 2),
  describe: (both) =>
    `${states.describe(both.subarray(0, states.width))} then ${states.describe(both.subarray(states.width))}`,
});

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
