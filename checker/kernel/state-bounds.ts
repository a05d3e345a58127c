import { ModelError } from '../errors.ts';
import type { Limit } from '../spec/configuration.ts';
import { Alike, type FairQuestion, type RenamedStates } from './alike.ts';
import { type DecisionTree, decide, UNDECIDED } from './decision-tree.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import { Remembered } from './remembered.ts';

/** What is known of a bound on the whole state, as plain data that worker threads can share. */
export interface StateBoundTables {
  readonly bound: number;
  /** 1 where a state is beyond it. */
  readonly tree: DecisionTree;
  /** Where states are renamed, 0 for those that passed the test that this makes no difference. */
  readonly alike: DecisionTree | undefined;
}

/** 1 if a state is known to be beyond a bound, 0 if it is known not to be, else UNDECIDED. */
export const knownBeyond = (
  { tree, alike }: StateBoundTables,
  facts: Facts,
  state: Int32Array,
): number =>
  alike === undefined || decide(alike, facts, state, 0) === 0
    ? decide(tree, facts, state, 0)
    : UNDECIDED;

/** The bounds on the whole state. */
export class StateBounds {
  readonly count: number;
  readonly asked: readonly {
    readonly bound: number;
    readonly beyond: Remembered;
    /** Where states are renamed, the test that this makes no difference. */
    readonly alike: Alike | undefined;
  }[];

  constructor(
    model: string,
    bounds: readonly Limit[],
    facts: Facts,
    calls: ModelCalls,
    view: (reader: Reader, again: boolean) => unknown,
    renamed?: RenamedStates,
  ) {
    this.asked = bounds.flatMap(({ name, limit, measure }, bound) => {
      if (measure.over !== 'state') return [];
      const place = `${model}: bound "${name}"`;
      const beyond = new Remembered(facts, (read) => {
        const size = calls.call({
          place,
          run: (again) => measure.of(view(read, again)),
          keyOf: String,
          input: () => 'a state',
        });
        if (typeof size !== 'number')
          throw new ModelError(`${place} measured ${String(size)}, which is no number.`);
        return size > limit ? 1 : 0;
      });
      const answer: FairQuestion['answer'] = (image, _, note) => {
        const isBeyond = beyond.ask(image, 0) === 1;
        beyond.noteReads(image, 0, note);
        return isBeyond ? 'beyond it' : 'within it';
      };
      const alike = renamed === undefined ? undefined : new Alike(renamed, { place, answer });
      return [{ bound, beyond, alike }];
    });
    this.count = this.asked.length;
  }

  get tables(): readonly StateBoundTables[] {
    return this.asked.map(({ bound, beyond, alike }) => ({
      bound,
      tree: beyond.tree,
      alike: alike?.tree,
    }));
  }

  /** 1 if a state is beyond one of these bounds, by its index here, else 0. */
  isBeyond(index: number, state: Int32Array): number {
    // The index is one of `asked`.
    const { beyond, alike } = this.asked[index]!;
    alike?.ask(undefined, state, 0);
    return beyond.ask(state, 0);
  }
}
