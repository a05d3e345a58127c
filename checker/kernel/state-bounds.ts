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
  /** Where states are renamed or shifted, 0 for those that passed a test that this makes no difference. */
  readonly alike: readonly DecisionTree[];
}

/** 1 if a state is known to be beyond a bound, 0 if it is known not to be, else UNDECIDED. */
export const knownBeyond = (
  { tree, alike }: StateBoundTables,
  facts: Facts,
  state: Int32Array,
): number =>
  alike.every((one) => decide(one, facts, state, 0) === 0)
    ? decide(tree, facts, state, 0)
    : UNDECIDED;

/** The bounds on the whole state. */
export class StateBounds {
  readonly count: number;
  readonly asked: readonly {
    readonly bound: number;
    readonly beyond: Remembered;
    /** Where states are renamed or shifted, the test that this makes no difference. */
    readonly alike: readonly Alike[];
  }[];

  constructor(
    model: string,
    bounds: readonly Limit[],
    facts: Facts,
    calls: ModelCalls,
    view: (reader: Reader, again: boolean) => unknown,
    renamed: readonly RenamedStates[] = [],
  ) {
    this.asked = bounds.flatMap(({ name, limit, measure }, bound) => {
      if (measure.over !== 'state') return [];
      const place = `${model}: bound "${name}"`;
      const beyond = new Remembered(facts, (read) => {
        const size = calls.call(
          { place, keyOf: String },
          (again) => measure.of(view(read, again)),
          () => 'a state',
        );
        if (typeof size !== 'number')
          throw new ModelError(`${place} measured ${String(size)}, which is no number.`);
        return size > limit ? 1 : 0;
      });
      const answer: FairQuestion['answer'] = (image, _, note) => {
        const isBeyond = beyond.ask(image, 0) === 1;
        beyond.noteReads(image, 0, note);
        return isBeyond ? 'beyond it' : 'within it';
      };
      const alike = renamed.map((states) => new Alike(states, { place, answer }));
      return [{ bound, beyond, alike }];
    });
    this.count = this.asked.length;
  }

  get tables(): readonly StateBoundTables[] {
    return this.asked.map(({ bound, beyond, alike }) => ({
      bound,
      tree: beyond.tree,
      alike: alike.map((one) => one.tree),
    }));
  }

  /** 1 if a state is beyond one of these bounds, by its index here, else 0. */
  isBeyond(index: number, state: Int32Array): number {
    // The index is one of `asked`.
    const { beyond, alike } = this.asked[index]!;
    for (const one of alike) one.ask(undefined, state, 0);
    return beyond.ask(state, 0);
  }
}
