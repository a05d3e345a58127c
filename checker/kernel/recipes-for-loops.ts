import type { LinearMemory } from '../assembly/linear-memory.ts';
import * as structs from '../assembly/structs.ts';
import { Structure } from '../assembly/structure.ts';
import { Bindings } from '../store/bindings.ts';
import type { PairTable } from '../store/pair-table.ts';
import { tableMask } from './pairs-for-loops.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { RecipeTables } from './recipes.ts';

const { context: CONTEXT, recipes: RECIPES, RECIPES_SIZE } = structs;

/** Lists of fuller inboxes, and longer ones, are left to JavaScript. */
const MOST_WAITING = 64;
const MOST_DRAFTED = 1 << 12;

/** What the compiled loops put lists of outcomes together from, in the thread that has the model. */
export class RecipesForLoops {
  readonly #bindings: Bindings;

  /** @param kinds the numbers of kinds of outcomes, see `OutcomeKinds` */
  constructor(
    tables: ProtocolTables,
    recipes: RecipeTables,
    kinds: PairTable,
    memory: LinearMemory,
    context: Structure,
  ) {
    const structure = new Structure(memory, RECIPES_SIZE);
    const { ints } = structure;
    const bindings = new Bindings(memory, true);
    this.#bindings = bindings;
    const length = (place: number) => ({ place, of: (count: number) => count });
    bindings.add(recipes.ints, ints, RECIPES.ints);
    bindings.add(recipes.locals, ints, RECIPES.locals, length(RECIPES.localsCount));
    bindings.add(recipes.arrivals.rows, ints, RECIPES.arrivals, tableMask(RECIPES.arrivalsMask));
    bindings.add(recipes.failures.rows, ints, RECIPES.failures, tableMask(RECIPES.failuresMask));
    bindings.add(kinds.rows, ints, RECIPES.kindRows, tableMask(RECIPES.kindMask));
    bindings.add(tables.kinds, ints, RECIPES.kinds);
    structure.set(RECIPES.loss, recipes.loss);
    structure.set(RECIPES.duplication, recipes.duplication);
    structure.reserve(RECIPES.waiting, MOST_WAITING);
    structure.reserve(RECIPES.beginnings, MOST_WAITING + 1);
    structure.set(RECIPES.waitingMost, MOST_WAITING);
    structure.reserve(RECIPES.runs, MOST_DRAFTED);
    structure.reserve(RECIPES.outcomes, MOST_DRAFTED);
    structure.set(RECIPES.draftMost, MOST_DRAFTED);
    context.set(CONTEXT.recipes, structure.address);
    bindings.add(tables.pool, ints, RECIPES.pool, length(RECIPES.poolMost));
  }

  /** Tells what has moved. */
  tell(): void {
    this.#bindings.tell();
  }
}
