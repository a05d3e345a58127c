import { type Behaviour, WAITS } from './behaviour.ts';
import type { Step, Thread } from './threads.ts';

/** A beginning of an order of calls: how many steps of each thread have their place in it. */
export class Placement {
  readonly threads: readonly Thread[];
  readonly behaviour: Behaviour;
  readonly counts: number[] = [];
  /** How many answers an order of all must explain. */
  readonly toExplain: number;

  constructor(threads: readonly Thread[], behaviour: Behaviour) {
    this.threads = threads;
    this.behaviour = behaviour;
    let toExplain = 0;
    for (const { answered } of threads) {
      toExplain += answered;
      this.counts.push(0);
    }
    this.toExplain = toExplain;
  }

  /** The effect of the next step of a thread in a state; that it waits, where it cannot be the next of all, or need not. */
  effectNext(thread: number, state: number): number {
    const step = this.threads[thread]?.steps[this.counts[thread]!];
    if (step === undefined || !mayComeNext(step, this.counts)) return WAITS;
    const effect = this.behaviour.effectOf(state, step.operation);
    if (effect === WAITS || step.answer === this.behaviour.answerOf(effect)) return effect;
    // Nothing must come after a call that was not answered: where it changes nothing, it may as well come later.
    const mayMatter = step.answer === undefined && this.behaviour.stateAfter(effect) !== state;
    return mayMatter ? effect : WAITS;
  }

  /** Gives the next step of a thread the next place; tells how many answers that explains. */
  place(thread: number): number {
    const { answer } = this.threads[thread]!.steps[this.counts[thread]!]!;
    this.counts[thread]!++;
    return answer === undefined ? 0 : 1;
  }

  /** Takes the last step of a thread out of its place, which was the last. */
  takeBack(thread: number): void {
    this.counts[thread]!--;
  }
}

function mayComeNext({ after }: Step, counts: readonly number[]): boolean {
  for (let thread = 0; thread < after.length; thread++)
    if (counts[thread]! < after[thread]!) return false;
  return true;
}
