import { ModelError } from '../errors.ts';
import { FAULTS } from '../faults/faults.ts';
import type { Json } from '../model/canonical.ts';
import { textOf } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { sharedInts } from '../store/shared-ints.ts';
import type { StateForm } from '../trace/trace.ts';
import type { RenamedStates } from './alike.ts';
import { Asked } from './asked.ts';
import { Cells } from './cells.ts';
import type { Compiled } from './compiled.ts';
import type { Reader } from './facts.ts';
import { FaultCounts } from './fault-budget.ts';
import { Fields } from './fields.ts';
import { Happenings } from './happenings.ts';
import { HistorySlots } from './history-slots.ts';
import { ModelCalls } from './model-calls.ts';
import { OutcomePool } from './outcome-pool.ts';
import { Outcomes } from './outcomes.ts';
import { ProtocolFacts } from './protocol-facts.ts';
import { ProtocolRenaming } from './protocol-renaming.ts';
import { ProtocolSymmetry, protocolPermutations } from './protocol-symmetry.ts';
import { ProtocolSystem } from './protocol-system.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { ProtocolValues } from './protocol-values.ts';
import type { Sight } from './sight.ts';
import { StateBounds } from './state-bounds.ts';
import { StepLabels } from './step-labels.ts';

/** Makes a protocol ready to be searched in the environment and within the bounds of a configuration. */
export function compileProtocol(
  instance: ProtocolInstance,
  configuration: Configuration,
  symmetric = false,
): Compiled {
  const { environment, bounds, properties } = configuration;
  refuseUnknownRoles(instance, configuration);
  const calls = new ModelCalls();
  const labels = new StepLabels();
  const values = new ProtocolValues(instance, environment);
  const processes = instance.processes.length;
  const permutations = symmetric ? protocolPermutations(instance) : undefined;
  const cells = cellsOf(instance, values, permutations !== undefined);
  const faults = new FaultCounts(environment.budget);
  const pool = new OutcomePool();
  const fields = new Fields(values.locals);
  const history = new HistorySlots(
    instance.name,
    instance.history,
    processes + 1,
    values.events,
    calls,
  );
  const inFlightBound = bounds.findIndex(({ measure }) => measure.over === 'in-flight');
  const tables: ProtocolTables = {
    cells: cells.map((one) => one.tables),
    lists: cells.map(() => sharedInts(1 << 5)),
    pool: pool.ints,
    fields: fields.tables,
    faultIds: faults.size,
    afterFault: faults.after,
    history: history.tables,
    bounds: bounds.length,
    inFlightBound,
    inFlightLimit: bounds[inFlightBound]?.limit ?? Number.MAX_SAFE_INTEGER,
    stateBounds: [],
  };
  const facts = new ProtocolFacts(tables, values, faults, history, fields);
  const symmetry =
    permutations &&
    new ProtocolSymmetry(
      values,
      cells,
      history,
      new ProtocolRenaming(values, permutations, environment.network),
    );
  const happenings = new Happenings(
    configuration,
    values,
    facts,
    calls,
    labels,
    instance.history,
    symmetry,
  );
  const outcomes = new Outcomes(environment, values, happenings);
  const formOf = (state: Int32Array) =>
    stateFormOf({ values, facts, faults, history, instance }, state);
  const renamed = symmetry && renamedStates(symmetry, facts, formOf);
  const view = (read: Reader, again: boolean) => facts.view(read, again);
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, view, renamed);
  const system = new ProtocolSystem(
    {
      ...tables,
      stateBounds: stateBounds.asked.map(({ bound, beyond }) => ({ bound, tree: beyond.tree })),
    },
    { values, cells, happenings, outcomes, pool, faults, history, stateBounds, symmetry },
  );
  const sight: Sight = {
    facts,
    view,
    world: (read, again) => facts.world(read, again),
    processes: (role) =>
      instance.processes.flatMap(({ roleName }, fact) => (roleName === role ? [fact] : [])),
    id: (fact) => values.process(fact).id,
    local: (reader, fact, again) => facts.local(reader, fact, again),
  };
  const questions = new Asked(
    instance.name,
    properties,
    sight,
    calls,
    system.width,
    labels,
    renamed,
  );
  return {
    system,
    symmetry,
    questions,
    decides: (...of) => questions.decides(...of),
    shared: () => ({ kind: 'protocol', tables: system.tables, inquiries: questions.inquiries }),
    runs: () => calls.runs,
    coverage: (taken) => labels.coverage(namesOf(instance, configuration), taken),
    transitionOf: (label) => labels.transitionOf(label),
    formOf,
  };
}

/** The states of a protocol under renaming. */
const renamedStates = (
  symmetry: ProtocolSymmetry,
  facts: ProtocolFacts,
  formOf: (state: Int32Array) => StateForm,
): RenamedStates => {
  const { states } = symmetry;
  const { width } = states.layout;
  return {
    symmetry,
    facts,
    width,
    imageOf: (vectors, at, permutation, into) => states.imageOf(vectors, at, permutation, into),
    // The facts that are inboxes come behind those that are slots.
    sourceOf: (permutation, fact) =>
      fact < width
        ? states.sourceOf(permutation, fact)
        : width + states.sourceOf(permutation, fact - width),
    describe: (state) => textOf(formOf(state)),
  };
};

/** The cells of each process. Processes that may be renamed to each other have theirs in common. */
function cellsOf(
  { processes }: ProtocolInstance,
  { inboxes }: ProtocolValues,
  symmetric: boolean,
): readonly Cells[] {
  const common = new Map<string, Cells>();
  return processes.map((process) => {
    const own = new Cells(inboxes, common.get(process.roleName));
    if (symmetric && process.symmetric) common.set(process.roleName, own);
    return own;
  });
}

/** Everything that can happen in a protocol, by the name it is counted under. */
function namesOf(
  { processes }: ProtocolInstance,
  { environment: { budget } }: Configuration,
): readonly string[] {
  const actions = processes.flatMap(({ role }) => Object.keys(role.actions ?? {}));
  const kinds = processes.flatMap(({ role }) =>
    Object.keys(role.on ?? {}).map((kind) => `receive ${kind}`),
  );
  const faults = FAULTS.filter((fault) => budget[fault] > 0);
  return [...new Set([...actions, ...kinds, ...faults, ...(budget.crash > 0 ? ['discard'] : [])])];
}

/** @throws ModelError where a property or a bound speaks of a role that the protocol has not. */
function refuseUnknownRoles(
  { name, processes }: ProtocolInstance,
  { properties, bounds, environment }: Configuration,
): void {
  const roles = new Set(processes.map(({ roleName }) => roleName));
  const spoken = [
    ...properties.flatMap(({ name, predicate, trigger = predicate }) =>
      [predicate, trigger].map((one) => ({
        what: `property "${name}"`,
        role: 'role' in one ? one.role : undefined,
      })),
    ),
    ...bounds.map((bound) => ({
      what: `bound "${bound.name}"`,
      role: bound.measure.over === 'each' ? bound.measure.role : undefined,
    })),
    ...(environment.crashing === 'all'
      ? []
      : environment.crashing.map((role) => ({ what: 'crashing', role }))),
  ];
  const stray = spoken.find(({ role }) => role !== undefined && !roles.has(role));
  if (stray !== undefined) {
    throw new ModelError(
      `${name}: ${stray.what} speaks of role ${stray.role}; there is only ${[...roles].join(', ')}.`,
    );
  }
}

interface Parts {
  readonly values: ProtocolValues;
  readonly facts: ProtocolFacts;
  readonly faults: FaultCounts;
  readonly history: HistorySlots;
  readonly instance: ProtocolInstance;
}

function stateFormOf(parts: Parts, state: Int32Array): StateForm {
  const { values, facts, faults, history, instance } = parts;
  const processes = instance.processes.length;
  const id = (fact: number) => facts.idOf(state, 0, fact);
  const locals = instance.processes.map(({ id: process }, fact): [string, Json] => {
    const form = values.locals.formOf(id(fact) >> 1);
    return [String(process), values.isDown(id(fact)) ? { '#down': form } : form];
  });
  const network = instance.processes.flatMap(({ id: to }, process) =>
    values.inboxes.envelopesOf(id(facts.inboxOf(process))).map((envelope) => ({
      from: String(values.process(values.senderOf(envelope)).id),
      to: String(to),
      message: values.messageForm(envelope),
    })),
  );
  const past = history.formOf((slot) => id(processes + 1 + slot));
  return {
    ...Object.fromEntries(locals),
    network: network
      .map((one) => ({ one, text: textOf(one) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ one }) => one),
    faults: { ...faults.countsOf(id(processes)) },
    ...(past === undefined ? {} : { history: past }),
  };
}
