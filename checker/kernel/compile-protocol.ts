import { ModelError } from '../errors.ts';
import { type Environment, FAULTS, shownCounts } from '../faults/faults.ts';
import type { Json } from '../model/canonical.ts';
import { textOf } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { rolesNamed } from '../spec/environment.ts';
import type { StateForm } from '../trace/trace.ts';
import { Asked, type Sight } from './asked.ts';
import { Cells } from './cells.ts';
import type { Compiled } from './compiled.ts';
import { EnvironmentMoves } from './environment-moves.ts';
import { Environments, lyingOf } from './environments.ts';
import { Happenings } from './happenings.ts';
import { ModelCalls } from './model-calls.ts';
import { Outcomes } from './outcomes.ts';
import { ProtocolFacts } from './protocol-facts.ts';
import { ProtocolSystem } from './protocol-system.ts';
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
  const cells = instance.processes.map(() => new Cells(values.inboxes));
  const environments = new Environments(instance, environment);
  const facts = new ProtocolFacts(values, cells, environments);
  const happenings = new Happenings(configuration, values, facts, calls, labels, instance.history);
  const outcomes = new Outcomes(instance, environment, values, happenings, environments);
  const ticks = new Ticks(environment, values, cells, environments, labels);
  const moves = new EnvironmentMoves(environments, ticks, labels, cells.length);
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, (read, again) =>
    facts.view(read, again),
  );
  const system = new ProtocolSystem(
    values,
    cells,
    happenings,
    outcomes,
    environments,
    moves,
    instance.history,
    calls,
    bounds,
    stateBounds,
  );
  const sight: Sight = {
    facts,
    view: (read, again) => facts.view(read, again),
    world: (read, again) => facts.world(read, again),
    processes: (role) =>
      instance.processes.flatMap(({ roleName }, fact) => (roleName === role ? [fact] : [])),
    id: (fact) => values.process(fact).id,
    local: (reader, fact, again) => facts.local(reader, fact, again),
  };
  return {
    system,
    questions: new Asked(instance.name, properties, sight, calls, system.width, labels),
    runs: () => calls.runs,
    cuts: () => [...system.cuts],
    coverage: (taken) => labels.coverage(namesOf(instance, configuration), taken),
    transitionOf: (label) => labels.transitionOf(label),
    formOf: (state) => formOf(values, facts, environments, environment, instance, state),
  };
}

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

function formOf(
  values: ProtocolValues,
  facts: ProtocolFacts,
  environments: Environments,
  { budget }: Environment,
  instance: ProtocolInstance,
  state: Int32Array,
): StateForm {
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
    values.inboxes.envelopesOf(id(processes + 2 + process)).map((envelope) => ({
      from: String(values.process(values.envelopes.first(envelope)).id),
      to: String(to),
      message: values.messageForm(envelope),
    })),
  );
  const present = environments.partitionOf(id(processes)) ?? null;
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
    ...(instance.history === undefined
      ? {}
      : { history: values.histories.formOf(id(processes + 1)) }),
  };
}
