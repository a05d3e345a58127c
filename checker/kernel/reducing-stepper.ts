import type { Block } from '../explore/block.ts';
import type { Layout } from '../store/encoder.ts';
import type { Rows } from '../store/rows.ts';
import type { ProtocolStepper, ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { ProtocolReduction } from './reduction.ts';
import { RewritingStepper } from './rewriting-stepper.ts';
import { TogglingStepper } from './toggling-stepper.ts';

/**
 * Expands the states of a protocol of which one of each orbit is visited: by the compiled loops, but where something is to be noted
 * besides, by writing vectors here.
 */
export class ReducingStepper implements ProtocolStepper {
  readonly cuts: Float64Array;
  readonly #reduction: ProtocolReduction;
  readonly #looping: TogglingStepper;
  readonly #noting: ProtocolStepper;
  /** The one that has expanded last. */
  #last: ProtocolStepper;

  /** See `protocolStepper`. */
  constructor(
    tables: ProtocolTables,
    layout: Layout,
    teacher: ProtocolTeacher | undefined,
    reduction: ProtocolReduction,
  ) {
    this.cuts = new Float64Array(tables.bounds);
    this.#reduction = reduction;
    this.#looping = new TogglingStepper(tables, layout, teacher, reduction, this.cuts);
    this.#noting = new RewritingStepper(tables, layout, teacher, reduction, this.cuts);
    this.#last = this.#looping;
  }

  get alive(): boolean {
    return this.#last.alive;
  }

  get cutLabels(): readonly number[] {
    return this.#last.cutLabels;
  }

  get keepsCutLabels(): boolean {
    return this.#last.keepsCutLabels;
  }

  set keepsCutLabels(keeps: boolean) {
    this.#looping.keepsCutLabels = keeps;
    this.#noting.keepsCutLabels = keeps;
  }

  layOut(layout: Layout): void {
    this.#looping.layOut(layout);
    this.#noting.layOut(layout);
  }

  expand(high: number, low: number, rows: Rows): number {
    return this.#choose().expand(high, low, rows);
  }

  expandAll(block: Block, rows: Rows): number {
    return this.#choose().expandAll(block, rows);
  }

  stabilizers(block: Block): Int32Array {
    return this.#looping.stabilizers(block);
  }

  #choose(): ProtocolStepper {
    this.#last = this.#reduction.isPlain ? this.#looping : this.#noting;
    return this.#last;
  }
}
