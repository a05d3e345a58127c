import { FAULTS, type Fault, type FaultBudget, NO_FAULTS } from '../faults/faults.ts';
import type { FaultsSoFar } from '../model/subject.ts';
import { type SharedInts, sharedInts } from '../store/shared-ints.ts';

/** How often each fault has happened, as one small id: the counts as the digits of a mixed-radix number. */
export class FaultCounts {
  readonly budget: FaultBudget;
  /** How many ids there are. */
  readonly size: number;
  /** For each fault and each id, the id after one more of that fault; -1 where the budget is spent. */
  readonly after: SharedInts;

  constructor(budget: FaultBudget) {
    this.budget = budget;
    this.size = FAULTS.reduce((product, fault) => product * (budget[fault] + 1), 1);
    this.after = sharedInts(FAULTS.length * this.size);
    FAULTS.forEach((fault, index) => {
      for (let id = 0; id < this.size; id++) {
        this.after.data[index * this.size + id] =
          this.countOf(id, fault) < budget[fault] ? id + this.#weight(fault) : -1;
      }
    });
  }

  /** The id after one more of the fault with this index in FAULTS; -1 if there must be no more. */
  afterOf(fault: number, id: number): number {
    return this.after.data[fault * this.size + id]!;
  }

  countOf(id: number, fault: Fault): number {
    return Math.floor(id / this.#weight(fault)) % (this.budget[fault] + 1);
  }

  countsOf(id: number): FaultsSoFar {
    return {
      ...NO_FAULTS,
      loss: this.countOf(id, 'loss'),
      duplication: this.countOf(id, 'duplication'),
      crash: this.countOf(id, 'crash'),
      restart: this.countOf(id, 'restart'),
      partition: this.countOf(id, 'partition'),
      pause: this.countOf(id, 'pause'),
      jump: this.countOf(id, 'jump'),
      late: this.countOf(id, 'late'),
    };
  }

  #weight(fault: Fault): number {
    return FAULTS.slice(0, FAULTS.indexOf(fault)).reduce(
      (product, before) => product * (this.budget[before] + 1),
      1,
    );
  }
}
