import { ModelError } from '../errors.ts';
import { type Environment, FAULTS, shownCounts } from '../faults/faults.ts';
import type { Json } from '../model/canonical.ts';
import { textOf } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { rolesNamed } from '../spec/environment.ts';
import { sharedInts } from '../store/shared-ints.ts';
import type { StateForm } from '../trace/trace.ts';
import { Asked, type Sight } from './asked.ts';
import { Cells } from './cells.ts';
import type { Compiled } from './compiled.ts';
import { moveTables } from './environment-moves.ts';
import { Environments, lyingOf } from './environments.ts';
import { Fields } from './fields.ts';
import { Happenings } from './happenings.ts';
import { HistorySlots } from './history-slots.ts';
import { ModelCalls } from './model-calls.ts';
import { OutcomePool } from './outcome-pool.ts';
import { Outcomes } from './outcomes.ts';
import { ProtocolFacts } from './protocol-facts.ts';
import { ProtocolSystem } from './protocol-system.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { ProtocolValues } from './protocol-values.ts';
import { StateBounds } from './state-bounds.ts';
import { StepLabels } from './step-labels.ts';
import { Ticks } from './ticks.ts';

/** Makes a protocol ready to be searched in the environment and within the bounds of a configuration. */
export function compileProtocol(
  instance: ProtocolInstance,
  configuration: Configuration,
): Compiled {
  const { environment, bounds, properties } = configuration;
  refuseUnknownRoles(instance, configuration);
  refuseSpeechless(instance, environment);
  const calls = new ModelCalls();
  const labels = new StepLabels();
  const values = new ProtocolValues(instance, environment);
  const processes = instance.processes.length;
  const cells = instance.processes.map(() => new Cells(values.inboxes));
  const environments = new Environments(instance, environment);
  const ticks = new Ticks(values, cells);
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
  const facts = new ProtocolFacts(tables, values, environments, history, fields);
  const happenings = new Happenings(configuration, values, facts, calls, labels, instance.history);
  const outcomes = new Outcomes(instance, environment, values, happenings, environments);
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, (read, again) =>
    facts.view(read, again),
  );
  const system = new ProtocolSystem(
    {
      ...tables,
      stateBounds: stateBounds.asked.map(({ bound, beyond }) => ({ bound, tree: beyond.tree })),
    },
    { values, cells, happenings, outcomes, pool, environments, ticks, history, stateBounds },
  );
  const sight = sightOf(instance, values, facts);
  const questions = new Asked(instance.name, properties, sight, calls, system.width, labels);
  return {
    system,
    questions,
    shared: () => ({ kind: 'protocol', tables: system.tables, inquiries: questions.inquiries }),
    runs: () => calls.runs,
    coverage: (taken) => labels.coverage(namesOf(instance, configuration), taken),
    transitionOf: (label) => labels.transitionOf(label),
    formOf: (state) =>
      formOf({ values, facts, environments, environment, history, instance }, state),
  };
}

/** How predicates see a state of a protocol. */
const sightOf = (
  { processes }: ProtocolInstance,
  values: ProtocolValues,
  facts: ProtocolFacts,
): Sight => ({
  facts,
  view: (read, again) => facts.view(read, again),
  world: (read, again) => facts.world(read, again),
  processes: (role) => processes.flatMap(({ roleName }, fact) => (roleName === role ? [fact] : [])),
  id: (fact) => values.process(fact).id,
  local: (reader, fact, again) => facts.local(reader, fact, again),
});

/** Everything that can happen in a protocol, by the name it is counted under. */
function namesOf(
  { processes }: ProtocolInstance,
  { environment: { budget, drift } }: Configuration,
): readonly string[] {
  const actions = processes.flatMap(({ role }) => Object.keys(role.actions ?? {}));
  const timers = processes.flatMap(({ role }) => Object.keys(role.timers ?? {}));
  const kinds = processes.flatMap(({ role }) =>
    Object.keys(role.on ?? {}).map((kind) => `receive ${kind}`),
  );
  const faults = FAULTS.filter((fault) => budget[fault] > 0);
  const others = {
    discard: budget.crash > 0 || budget.byzantine > 0,
    heal: budget.partition > 0,
    resume: budget.pause > 0,
    lie: budget.byzantine > 0,
    drift: drift > 0,
  };
  return [
    ...new Set([
      ...actions,
      ...timers.map((timer) => `timer ${timer}`),
      ...kinds,
      ...(timers.length > 0 ? ['tick'] : []),
      ...faults,
      ...Object.entries(others).flatMap(([name, isThere]) => (isThere ? [name] : [])),
    ]),
  ];
}

/** @throws ModelError where a property or a bound speaks of a role that the protocol has not. */
function refuseUnknownRoles(
  { name, processes }: ProtocolInstance,
  { properties, bounds, environment }: Configuration,
): void {
  const roles = new Set(processes.map(({ roleName }) => roleName));
  const spoken = [
    ...properties.map((property) => ({
      what: `property "${property.name}"`,
      role: 'role' in property.predicate ? property.predicate.role : undefined,
    })),
    ...bounds.map((bound) => ({
      what: `bound "${bound.name}"`,
      role: bound.measure.over === 'each' ? bound.measure.role : undefined,
    })),
    ...rolesNamed(environment),
  ];
  const stray = spoken.find(({ role }) => role !== undefined && !roles.has(role));
  if (stray !== undefined) {
    throw new ModelError(
      `${name}: ${stray.what} speaks of role ${stray.role}; there is only ${[...roles].join(', ')}.`,
    );
  }
}

/** @throws ModelError where processes may become Byzantine, but it is not said what they may send then. */
function refuseSpeechless(instance: ProtocolInstance, environment: Environment): void {
  if (environment.budget.byzantine === 0 || lyingOf(instance, environment).length > 0) return;
  throw new ModelError(
    `${instance.name}: byzantine=${environment.budget.byzantine}, but no role that may become so declares an "alphabet" of what it may send.`,
  );
}

interface Parts {
  readonly values: ProtocolValues;
  readonly facts: ProtocolFacts;
  readonly environments: Environments;
  readonly environment: Environment;
  readonly history: HistorySlots;
  readonly instance: ProtocolInstance;
}

function formOf(parts: Parts, state: Int32Array): StateForm {
  const { values, facts, environments, history, instance } = parts;
  const { budget } = parts.environment;
  const processes = instance.processes.length;
  const id = (fact: number) => facts.idOf(state, 0, fact);
  const locals = instance.processes.map(({ id: process }, fact): [string, Json] => {
    const form = values.locals.formOf(values.stateOf(id(fact)));
    const { is, timers, ahead } = values.conditionOf(id(fact));
    const isTimed = ahead !== 0 || Object.keys(timers).length > 0;
    const timed = isTimed ? { '#timed': form, timers, ahead } : form;
    return [String(process), is === 'up' ? timed : { [`#${is}`]: timed }];
  });
  const network = instance.processes.flatMap(({ id: to }, process) =>
    values.inboxes.envelopesOf(id(facts.inboxOf(process))).map((envelope) => ({
      from: String(values.process(values.senderOf(envelope)).id),
      to: String(to),
      message: values.messageForm(envelope),
    })),
  );
  const present = environments.partitionOf(id(processes)) ?? null;

  const past = history.formOf((slot) => id(processes + 1 + slot));
  return {
    ...Object.fromEntries(locals),
    network: network
      .map((one) => ({ one, text: textOf(one) }))
      .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
      .map(({ one }) => one),
    faults: shownCounts(environments.countsOf(id(processes)), budget) as Json,
    ...(budget.partition === 0
      ? {}
      : { partition: present && { away: present.away, links: present.links } }),
    ...(past === undefined ? {} : { history: past }),
  };
}
