import { ModelError } from '../errors.ts';
import type { Limit } from '../spec/configuration.ts';
import { Alike, type FairQuestion, type RenamedStates } from './alike.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import { Remembered } from './remembered.ts';

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
      const alike = renamed.map((states) => new Alike(states, { place, answer }));
      return [{ bound, beyond, alike }];
    });
    this.count = this.asked.length;
  }

  /** 1 if a state is beyond one of these bounds, by its index here, else 0. */
  isBeyond(index: number, state: Int32Array): number {
    // The index is one of `asked`.
    const { beyond, alike } = this.asked[index]!;
    for (const one of alike) one.ask(undefined, state, 0);
    return beyond.ask(state, 0);
  }
}
