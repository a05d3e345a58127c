import type { Refinement } from '../property/property.ts';
import { AbstractStates } from './abstract-states.ts';
import { countOfFactsReadBy, factsReadBy } from './decision-tree.ts';
import type { Called, ModelCalls } from './model-calls.ts';
import { Remembered } from './remembered.ts';
import type { Sight } from './sight.ts';

/**
 * Asks whether a model refines an abstract system. The map runs once for all states that agree in what it reads,
 * an abstract action once for each abstract state; from then on a transition costs looking up the abstract
 * state that it leads to, if it changes what the map reads, and the pair of abstract states.
 */
export class RefinementQuestion {
  readonly #sight: Sight;
  readonly #states: AbstractStates;
  readonly #map: Remembered;
  /** What the map has read so far. */
  #reads: readonly number[] = [];
  /** The state that steps were asked from last, and the abstract state that it stands for. */
  readonly #parent: Int32Array;
  #parentId = -1;

  /** @param place names the property in the report of a fault in the model */
  constructor(
    place: string,
    { abstract, map }: Refinement,
    sight: Sight,
    calls: ModelCalls,
    width: number,
  ) {
    this.#sight = sight;
    this.#parent = new Int32Array(width);
    this.#states = new AbstractStates(abstract, calls);
    const called: Called<number> = { place, keyOf: (id) => this.#states.textOf(id) };
    this.#map = new Remembered(sight.facts, (read) =>
      calls.call(
        called,
        (again) => this.#states.idOf(map(sight.view(read, again), sight.world(read, again))),
        () => 'a state',
      ),
    );
  }

  /** Whether an initial state stands for no initial state of the abstract system. */
  startsAstray(vectors: Int32Array, at: number): boolean {
    return !this.#states.isInitial(this.#map.ask(vectors, at));
  }

  /** Whether a step is none of the abstract system. */
  stepsAstray(parent: Int32Array, vectors: Int32Array, at: number): boolean {
    const from = this.#idOfParent(parent);
    if (this.#looksTheSame(vectors, at)) return false;
    return !this.#states.canGo(from, this.#map.ask(vectors, at));
  }

  /** Steps are asked one state after the other, so the last one asked from is the next one, for most. */
  #idOfParent(parent: Int32Array): number {
    const last = this.#parent;
    let same = this.#parentId >= 0;
    for (let slot = 0; same && slot < last.length; slot++) same = parent[slot] === last[slot];
    if (!same) {
      last.set(parent);
      this.#parentId = this.#map.ask(parent, 0);
      if (this.#reads.length !== countOfFactsReadBy(this.#map.tree))
        this.#reads = factsReadBy(this.#map.tree);
    }
    return this.#parentId;
  }

  /** Whether all that the map may read is as in the state asked from. */
  #looksTheSame(vectors: Int32Array, at: number): boolean {
    const { facts } = this.#sight;
    for (const fact of this.#reads)
      if (facts.idOf(this.#parent, 0, fact) !== facts.idOf(vectors, at, fact)) return false;
    return true;
  }
}
