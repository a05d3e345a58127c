import { LinearMemory } from '../assembly/linear-memory.ts';
import { textOf } from '../model/canonical.ts';
import type { SystemInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { sharedInts } from '../store/shared-ints.ts';
import type { StateForm } from '../trace/trace.ts';
import type { RenamedStates } from './alike.ts';
import { Alternatives } from './alternatives.ts';
import { Asked } from './asked.ts';
import { compileActions } from './compile-actions.ts';
import type { Compiled } from './compiled.ts';
import type { FactWords } from './fact-words.ts';
import type { Facts, Reader, StateFacts } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import { Orbits } from './orbits.ts';
import { PlainAhead } from './plain-ahead.ts';
import { PlainArrivals } from './plain-arrivals.ts';
import { type PlainAction, PlainSystem } from './plain-system.ts';
import { type PlainTables, slotFacts } from './plain-tables.ts';
import { recordedState } from './recorded-state.ts';
import type { Shift } from './shift.ts';
import type { Sight } from './sight.ts';
import { Slots, slotWords, valuesOfSlots } from './slots.ts';
import { familiesOf, spreadsOf } from './spreads.ts';
import { StateBounds } from './state-bounds.ts';
import { StepLabels } from './step-labels.ts';
import type { Symmetry } from './symmetry.ts';
import { risingActions, systemShift } from './system-shift.ts';
import { fairActions, systemSymmetry } from './system-symmetry.ts';

/** Makes a plain system ready to be searched within the bounds of a configuration. */
export function compileSystem(
  instance: SystemInstance,
  configuration: Configuration,
  symmetric: boolean,
  isShifting: boolean,
  calls: ModelCalls,
): Compiled {
  const { bounds, properties } = configuration;
  const labels = new StepLabels();
  const slots = new Slots(instance.name, instance.initial);
  const facts = slotFacts(slots.count);
  const formOf = formIn(slots);
  const symmetry = symmetric ? systemSymmetry(instance, slots) : undefined;
  const { shift, orbits } = shiftedBy(configuration, slots, symmetry, isShifting);
  const renamed = symmetry && renamedStates(symmetry, facts, formOf);
  const raised = shift && shiftedStates(shift, facts, formOf);
  const changed = [renamed ?? [], raised ?? []].flat();
  const view = (read: Reader, again: boolean) => recordedState(slots, read, again);
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, view, changed);
  const alternatives = new Alternatives();
  const arrivals = new PlainArrivals();
  const words = slotWords(slots);
  const tools = { slots, facts, calls, labels, words, alternatives };
  const actions = compileActions(instance, tools);
  const tables: PlainTables = {
    ...tablesOf(actions, alternatives, arrivals),
    bounds: bounds.length,
    stateBounds: stateBounds.tables,
  };
  const writesOf = (place: number) => alternatives.at(place);
  const fair = [
    ...(renamed && symmetry ? fairActions(instance, actions, writesOf, renamed, symmetry) : []),
    ...(raised && shift ? risingActions(instance, actions, writesOf, raised, shift) : []),
  ];
  const system = new PlainSystem(tables, {
    instance,
    slots,
    actions,
    alternatives,
    arrivals,
    stateBounds,
    symmetry,
    orbits,
    fair,
  });
  const names = [...new Set(instance.actions.map(({ name }) => name))];
  const { name } = instance;
  const sight = sightOf(facts, words, view);
  const questions = new Asked(name, properties, sight, calls, slots.count, labels, changed, orbits);
  return {
    system,
    symmetry,
    orbits,
    questions,
    decides: (...of) => questions.decides(...of),
    ask: (...of) => questions.ask(...of),
    shared: () => ({
      kind: 'system',
      tables: system.tables,
      inquiries: questions.inquiries,
      symmetry: orbits?.tables && { ...orbits.tables, tested: fair.map(({ tree }) => tree) },
    }),
    calls,
    words: valuesOfSlots(slots.fields),
    ahead: new PlainAhead(system, slots),
    coverage: (taken) => labels.coverage(names, taken),
    transitionOf: (label) => labels.transitionOf(label),
    messageOf: () => undefined,
    formOf,
  };
}

const formIn =
  (slots: Slots) =>
  (state: Int32Array): StateForm =>
    Object.fromEntries(
      slots.fields.map((field) => [field.name, slots.formOf(field, (slot) => state[slot]!)]),
    );

/** What actions do, as plain data. */
const tablesOf = (
  actions: readonly PlainAction[],
  alternatives: Alternatives,
  arrivals: PlainArrivals,
): Omit<PlainTables, 'bounds' | 'stateBounds'> => ({
  memory: new LinearMemory().memory,
  actions: actions.map(({ label, answers }) => ({ label, tree: answers.tree })),
  alternatives: alternatives.ints,
  groups: [],
  pool: sharedInts(1 << 8),
  transitions: sharedInts(1 << 8),
  arrivals: arrivals.ints,
});

/** The shifts of numbers that rise, if states are reduced by them, and what reduces states and bounds such numbers. */
function shiftedBy(
  configuration: Configuration,
  slots: Slots,
  symmetry: Symmetry | undefined,
  isShifting: boolean,
) {
  const families = familiesOf(configuration);
  const shift = families.length === 0 ? undefined : systemShift(families, slots);
  const isReduced = symmetry !== undefined || shift !== undefined;
  const spreads = spreadsOf(configuration);
  return {
    shift: isShifting ? shift : undefined,
    orbits: isReduced ? new Orbits({ symmetry, shift, isShifting, spreads }) : undefined,
  };
}

/** How predicates see a state of a plain system, which has no roles, and properties that speak of none. */
const sightOf = (facts: StateFacts, words: FactWords, view: Sight['view']): Sight => ({
  facts,
  words,
  view,
  world: () => undefined,
  processes: () => [],
  id: (fact) => {
    throw new RangeError(`fact ${fact} of a plain system is no process`);
  },
  local: () => undefined,
});

/** The states of a plain system under renaming: a fact is a slot. */
const renamedStates = (
  symmetry: Symmetry,
  facts: Facts,
  formOf: (state: Int32Array) => StateForm,
): RenamedStates => ({
  changes: symmetry,
  facts,
  width: facts.count,
  imageOf: (vectors, at, permutation, into) =>
    symmetry.states.imageOf(vectors, at, permutation, into),
  sourceOf: (permutation, fact) => symmetry.states.sourceOf(permutation, fact),
  describe: (state) => textOf(formOf(state)),
});

/** The states of a plain system under shifts, which leave every slot in its place. */
const shiftedStates = (
  shift: Shift,
  facts: Facts,
  formOf: (state: Int32Array) => StateForm,
): RenamedStates => ({
  changes: shift,
  facts,
  width: facts.count,
  imageOf: (vectors, at, change, into) => shift.states.imageOf(vectors, at, change, into),
  sourceOf: (_, fact) => fact,
  describe: (state) => textOf(formOf(state)),
});
