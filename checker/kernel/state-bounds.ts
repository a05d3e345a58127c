import { ModelError } from '../errors.ts';
import type { Limit } from '../spec/configuration.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import { Remembered } from './remembered.ts';

/** The bounds on the whole state. */
export class StateBounds {
  readonly count: number;
  readonly asked: readonly { readonly bound: number; readonly beyond: Remembered }[];

  constructor(
    model: string,
    bounds: readonly Limit[],
    facts: Facts,
    calls: ModelCalls,
    view: (reader: Reader, again: boolean) => unknown,
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
      return [{ bound, beyond }];
    });
    this.count = this.asked.length;
  }

  /** The first bound that the state at `at` is beyond, or -1. */
  cutOf(vectors: Int32Array, at: number): number {
    for (const { bound, beyond } of this.asked) if (beyond.ask(vectors, at) === 1) return bound;
    return -1;
  }
}
