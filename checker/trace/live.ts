import { FAULTS } from '../faults/faults.ts';
import type { Configuration, Limit } from '../spec/configuration.ts';
import { startOfProtocol } from './live-protocol.ts';
import type { LiveState } from './live-state.ts';
import { startsOfSystem } from './live-system.ts';

/** The initial states of a configured model, ready to be taken further. */
export function startsOf(configuration: Configuration): readonly LiveState[] {
  const { model } = configuration;
  return model.kind === 'protocol'
    ? [startOfProtocol(model, configuration)]
    : startsOfSystem(model);
}

/** The processes of a configured model, in the order of their lanes; none of a plain system. */
export const lanesOf = ({ model }: Configuration): readonly string[] =>
  model.kind === 'protocol' ? model.processes.map(({ id }) => String(id)) : [];

/** A bound that a state is beyond, or undefined. */
export const brokenBound = ({ bounds }: Configuration, state: LiveState): Limit | undefined =>
  bounds.find((bound) => isBeyond(bound, state));

function isBeyond({ limit, measure }: Limit, state: LiveState): boolean {
  const { seen, inFlight } = state;
  switch (measure.over) {
    case 'each':
      return seen.locals(measure.role).some(([, local]) => measure.of(local) > limit);
    case 'in-flight':
      return inFlight > limit;
    case 'state':
      return measure.of(seen.view) > limit;
    case 'spread': {
      const span = state.numbers().get(measure.family);
      return span !== undefined && span.greatest - (measure.fromFirst ? 0 : span.least) > limit;
    }
  }
}

export const withinBounds = (configuration: Configuration, state: LiveState): boolean =>
  brokenBound(configuration, state) === undefined;

/**
 * Whether nothing but faults can happen in a state. A state of which a transition is cut by a bound
 * is not stuck.
 */
export function isStuck(configuration: Configuration, state: LiveState): boolean {
  return state.candidates().every((transition) => {
    const outcomes = state.take(transition, 0);
    if (typeof outcomes === 'string') return true;
    const isFault = FAULT_KINDS.has(transition.kind);
    return isFault && outcomes.every((one) => withinBounds(configuration, one.state));
  });
}

const FAULT_KINDS: ReadonlySet<string> = new Set([...FAULTS, 'drift', 'lie']);
