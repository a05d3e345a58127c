import { LinearMemory } from '../assembly/linear-memory.ts';
import { textOf } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { sharedInts } from '../store/shared-ints.ts';
import type { StateForm } from '../trace/trace.ts';
import type { RenamedStates } from './alike.ts';
import { Asked } from './asked.ts';
import { Cells } from './cells.ts';
import type { Compiled } from './compiled.ts';
import { moveTables } from './environment-moves.ts';
import { Environments } from './environments.ts';
import type { FactWords } from './fact-words.ts';
import { Fields } from './fields.ts';
import { Happenings } from './happenings.ts';
import { HistorySlots } from './history-slots.ts';
import type { ModelCalls } from './model-calls.ts';
import { Orbits } from './orbits.ts';
import { OutcomeKinds } from './outcome-kinds.ts';
import { OutcomePool } from './outcome-pool.ts';
import { Outcomes } from './outcomes.ts';
import { aheadTables, ProtocolAhead } from './protocol-ahead.ts';
import { ProtocolFacts } from './protocol-facts.ts';
import { protocolFormOf } from './protocol-form.ts';
import { ProtocolRenaming } from './protocol-renaming.ts';
import { ProtocolShift } from './protocol-shift.ts';
import { ProtocolSymmetry, protocolPermutations } from './protocol-symmetry.ts';
import { ProtocolSystem } from './protocol-system.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { ProtocolValues } from './protocol-values.ts';
import { ProtocolFactWords, protocolWords } from './protocol-words.ts';
import { refuseSpeechless, refuseUnknownRoles } from './refuse-protocol.ts';
import type { Sight } from './sight.ts';
import { familiesOf, spreadsOf } from './spreads.ts';
import { StateBounds } from './state-bounds.ts';
import { StepLabels } from './step-labels.ts';
import { Ticks } from './ticks.ts';
import { transitionNames } from './transition-names.ts';

/** Makes a protocol ready to be searched in the environment and within the bounds of a configuration. */
export function compileProtocol(
  instance: ProtocolInstance,
  configuration: Configuration,
  symmetric: boolean,
  isShifting: boolean,
  calls: ModelCalls,
): Compiled {
  const { environment, bounds, properties } = configuration;
  refuseUnknownRoles(instance, configuration);
  refuseSpeechless(instance, environment);
  const parts = partsOf(instance, configuration, symmetric, calls);
  const { labels, values, environments, history, fields } = parts;
  const { symmetry, shift, orbits } = reducedBy(configuration, parts, isShifting);
  const tables = tablesOf(configuration, parts, orbits);
  const facts = new ProtocolFacts(tables, values, environments, history, fields);
  const changes = [symmetry ?? [], shift ?? []].flat();
  const words = new ProtocolFactWords(facts, values, fields, history);
  const happenings = new Happenings(
    configuration,
    values,
    facts,
    calls,
    labels,
    instance.history,
    words,
    changes,
  );
  const outcomes = new Outcomes(instance, environment, values, happenings, environments);
  const meanings = { instance, environment, values, facts, environments, history };
  const formOf = (state: Int32Array) => protocolFormOf(meanings, state);
  const renamed = [
    symmetry ? renamedStates(symmetry, facts, formOf) : [],
    shift ? shiftedStates(shift, facts, formOf) : [],
  ].flat();
  const sight = sightOf(instance, values, facts, words);
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, sight.view, renamed);
  const system = new ProtocolSystem(
    { ...tables, stateBounds: stateBounds.tables },
    {
      ...parts,
      happenings,
      outcomes,
      stateBounds,
      orbits,
      recordTests: changes.map(({ record }) => record),
    },
  );
  const { name } = instance;
  const { width } = system;
  const questions = new Asked(name, properties, sight, calls, width, labels, renamed, orbits);
  return {
    system,
    symmetry,
    orbits,
    questions,
    decides: (...of) => questions.decides(...of),
    ask: (...of) => questions.ask(...of),
    ahead: new ProtocolAhead(environment, values, parts.cells, happenings, history),
    shared: () => ({
      kind: 'protocol',
      tables: system.tables,
      ahead: calls.exchange && aheadTables(values, outcomes),
      inquiries: questions.inquiries,
      symmetry: orbits?.tables,
    }),
    calls,
    words: protocolWords(values, history),
    coverage: (taken) => labels.coverage(transitionNames(instance, configuration), taken),
    transitionOf: (label) => labels.transitionOf(label),
    messageOf: (label) => mentioned(labels.messageOf(label), shift),
    formOf,
  };
}

/** What everything else about a protocol is made from: its values by id, and where what is found out is kept. */
function partsOf(
  instance: ProtocolInstance,
  { environment }: Configuration,
  symmetric: boolean,
  calls: ModelCalls,
) {
  const { name, processes } = instance;
  const permutations = symmetric ? protocolPermutations(instance) : undefined;
  const values = new ProtocolValues(instance, environment);
  const cells = cellsOf(instance, values, permutations !== undefined);
  const history = new HistorySlots(
    name,
    instance.history,
    processes.length + 1,
    values.events,
    calls,
  );
  const renaming = permutations && new ProtocolRenaming(values, permutations, environment.network);
  return {
    labels: new StepLabels(),
    values,
    cells,
    environments: new Environments(instance, environment),
    ticks: new Ticks(values, cells),
    ...poolOf(),
    fields: new Fields(values.locals),
    history,
    symmetry: renaming && new ProtocolSymmetry(values, cells, history, renaming),
  };
}

/** What may happen, and under which conditions. */
function poolOf() {
  const kinds = new OutcomeKinds();
  return { kinds, pool: new OutcomePool(kinds) };
}

/** What reduces the states: symmetry, and shifts of numbers that rise. Where they only are bound, there is no shift. */
function reducedBy(
  configuration: Configuration,
  { symmetry, values, cells, history }: ReturnType<typeof partsOf>,
  isShifting: boolean,
) {
  const families = familiesOf(configuration);
  const { network } = configuration.environment;
  const shift =
    families.length === 0
      ? undefined
      : new ProtocolShift(families, values, cells, history, network);
  const spreads = spreadsOf(configuration);
  const orbits =
    symmetry === undefined && shift === undefined
      ? undefined
      : new Orbits({ symmetry, shift, isShifting, spreads });
  return { symmetry, shift: isShifting ? shift : undefined, orbits };
}

/** A message as liveness sees it. */
const mentioned = (
  message: number | undefined,
  shift: ProtocolShift | undefined,
): ReturnType<Compiled['messageOf']> =>
  message === undefined
    ? undefined
    : { id: message, families: shift?.renaming.familiesIn(message) ?? 0 };

/** All that a stepper reads, as plain data. */
function tablesOf(
  { environment, bounds }: Configuration,
  {
    labels,
    values,
    cells,
    environments,
    ticks,
    pool,
    kinds,
    fields,
    history,
  }: ReturnType<typeof partsOf>,
  orbits: Orbits | undefined,
): ProtocolTables {
  const inFlightBound = bounds.findIndex(({ measure }) => measure.over === 'in-flight');
  return {
    memory: new LinearMemory().memory,
    cells: cells.map((one) => one.tables),
    lists: cells.map(() => sharedInts(1 << 5)),
    pool: pool.ints,
    kinds: kinds.ints,
    quiet: orbits === undefined ? labels.quiet : sharedInts(1),
    fields: fields.tables,
    locals: values.localPairs,
    environments: environments.size,
    afterChange: environments.afterChange,
    harmless: environments.changes.link,
    moves: moveTables(environment, values, environments, ticks, labels),
    history: history.tables,
    bounds: bounds.length,
    inFlightBound,
    inFlightLimit: bounds[inFlightBound]?.limit ?? Number.MAX_SAFE_INTEGER,
    stateBounds: [],
  };
}

/** How predicates see a state of a protocol. */
const sightOf = (
  { processes }: ProtocolInstance,
  values: ProtocolValues,
  facts: ProtocolFacts,
  words: FactWords,
): Sight => ({
  facts,
  words,
  view: (read, again) => facts.view(read, again),
  world: (read, again) => facts.world(read, again),
  processes: (role) => processes.flatMap(({ roleName }, fact) => (roleName === role ? [fact] : [])),
  id: (fact) => values.process(fact).id,
  local: (reader, fact, again) => facts.local(reader, fact, again),
});

/** The states of a protocol under renaming. */
const renamedStates = (
  symmetry: ProtocolSymmetry,
  facts: ProtocolFacts,
  formOf: (state: Int32Array) => StateForm,
): RenamedStates => {
  const { states } = symmetry;
  const { width } = states.layout;
  return {
    changes: symmetry,
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

/** The states of a protocol under shifts, which leave every fact in its place. */
const shiftedStates = (
  shift: ProtocolShift,
  facts: ProtocolFacts,
  formOf: (state: Int32Array) => StateForm,
): RenamedStates => ({
  changes: shift,
  facts,
  width: shift.states.width,
  imageOf: (vectors, at, change, into) => shift.states.imageOf(vectors, at, change, into),
  sourceOf: (_, fact) => fact,
  describe: (state) => textOf(formOf(state)),
});

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
