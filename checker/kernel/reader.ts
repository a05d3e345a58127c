import type { Stepper, Verdicts } from '../explore/transition-system.ts';
import type { Layout } from '../store/encoder.ts';
import { InOrder, type Inquiry } from './in-order.ts';
import { PlainStepper } from './plain-stepper.ts';
import { type PlainTables, slotFacts } from './plain-tables.ts';
import type { AheadTables } from './protocol-ahead.ts';
import { ProtocolIds } from './protocol-ids.ts';
import { protocolStepper } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { reductionBy, type SymmetryTables } from './reduction.ts';

/** All that is known of a model in integers, as plain data that threads can share. */
export type SharedModel = (
  | {
      readonly kind: 'protocol';
      readonly tables: ProtocolTables;
      /** Where other threads have the model, too. */
      readonly ahead: AheadTables | undefined;
    }
  | { readonly kind: 'system'; readonly tables: PlainTables }
) & {
  /** What is known of the open properties of states. */
  readonly inquiries: readonly Inquiry[];
  /** Where only one state of each orbit is visited. */
  readonly symmetry: SymmetryTables | undefined;
};

/** Expands states and looks at them by what is known, in a thread that has no model to ask. */
export interface ModelReader {
  readonly stepper: Stepper;
  readonly verdicts: Verdicts;
}

export function readerOf(model: SharedModel, layout: Layout): ModelReader {
  const reduction = model.symmetry && reductionBy(model.symmetry);
  return model.kind === 'protocol'
    ? {
        stepper: protocolStepper(model.tables, layout, undefined, reduction),
        verdicts: new InOrder(new ProtocolIds(model.tables), model.inquiries, layout),
      }
    : {
        stepper: new PlainStepper(model.tables, layout, undefined, reduction),
        verdicts: new InOrder(slotFacts(layout.width), model.inquiries, layout),
      };
}
