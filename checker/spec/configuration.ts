import { ModelError, UsageError } from '../errors.ts';
import type { Environment, Fault } from '../faults/faults.ts';
import type { ModelInstance } from '../model/instance.ts';
import { type ParameterValue, type ParameterValues, readValue } from '../model/parameters.ts';
import type { Subject } from '../model/subject.ts';
import { nearest } from '../nearest.ts';
import type { Measure } from '../property/bound.ts';
import type { Declared, Property } from '../property/property.ts';
import { type Spec, spreadName, type Variant } from './spec.ts';

/** A bound at its chosen limit. */
export interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly measure: Measure;
}

/** One question for the checker: a spec at chosen parameters, bounds and faults. */
export interface Configuration {
  readonly spec: string;
  readonly variant: string | undefined;
  /** The property that the variant must break, where one is chosen. */
  readonly violates: string | undefined;
  /** Every parameter, bound, fault budget and the network, at its value. */
  readonly parameters: ParameterValues;
  readonly model: ModelInstance;
  readonly environment: Environment;
  readonly bounds: readonly Limit[];
  /** Whether states are one that differ in how far numbers have risen. */
  readonly rising: boolean;
  readonly properties: readonly Property<Subject>[];
}

/**
 * Chooses the parameters of a spec: defaults, then the variant's settings, then `settings`.
 * @throws UsageError where a variant or a parameter does not exist or a value is out of range.
 */
export function configure(
  spec: Spec,
  variantName?: string,
  settings: Readonly<Record<string, ParameterValue>> = {},
): Configuration {
  const variant = variantName === undefined ? undefined : variantOf(spec, variantName);
  const values: Record<string, ParameterValue> = {};
  for (const [name, parameter] of Object.entries(spec.parameters)) values[name] = parameter.default;
  for (const [name, value] of Object.entries({ ...variant?.set, ...settings })) {
    const parameter = ownMember(spec.parameters, name);
    if (parameter === undefined)
      throw new UsageError(
        unknown(`parameter of ${spec.name}`, name, Object.keys(spec.parameters)),
      );
    values[name] = readValue(name, parameter, value);
  }
  return {
    spec: spec.name,
    variant: variantName,
    violates: variant?.violates,
    parameters: values,
    model: instantiate(spec, values),
    environment: refuseWaitingForEver(spec, environmentOf(spec, values)),
    bounds: boundsOf(spec, values),
    rising: isRising(spec, values),
    properties: spec.properties.map((property) => chosen(spec, property, values)),
  };
}

const isRising = ({ rising }: Spec, values: ParameterValues): boolean =>
  rising.length > 0 && values['rising'] === true;

/** The bounds at their limits; last how far apart numbers that rise may be. */
function boundsOf(spec: Spec, values: ParameterValues): readonly Limit[] {
  const fromFirst = !isRising(spec, values);
  const measures = [
    ...Object.entries(spec.bounds).map(([name, { measure }]) => ({ name, measure })),
    ...spec.rising.map((family) => ({
      name: spreadName(family),
      measure: { over: 'spread' as const, family, fromFirst },
    })),
  ];
  return measures.map((one) => ({ ...one, limit: Number(values[one.name]) }));
}

function environmentOf({ choices }: Spec, values: ParameterValues): Environment {
  const budgetOf = (fault: Fault) => Number(values[fault] ?? 0);
  return {
    ...choices,
    network: values['network'] === 'fifo' ? 'fifo' : 'unordered',
    budget: {
      loss: budgetOf('loss'),
      duplication: budgetOf('duplication'),
      crash: budgetOf('crash'),
      restart: budgetOf('restart'),
      partition: budgetOf('partition'),
      pause: budgetOf('pause'),
      jump: budgetOf('jump'),
      late: budgetOf('late'),
      byzantine: budgetOf('byzantine'),
    },
    jumpBy: Number(values['jumpBy'] ?? 1),
    synchronous: values['synchronous'] === true,
    drift: Number(values['drift'] ?? 0),
  };
}

/** @throws ModelError where no tick could pass once a message is ignored, which then stays on its way. */
function refuseWaitingForEver({ name }: Spec, environment: Environment): Environment {
  if (environment.synchronous && environment.ignored === 'kept')
    throw new ModelError(
      `${name}: synchronous=true with ignored: 'kept': no tick passes while a message is on its way, and what is ignored is on its way for ever. Leave ignored out, or set synchronous=false.`,
    );
  return environment;
}

/** @throws ModelError if the model cannot be made with parameters that are all in their ranges. */
function instantiate({ name, model }: Spec, values: ParameterValues): ModelInstance {
  try {
    return model.instantiate(values);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ModelError(`${name}: the model cannot be made with these parameters: ${said}`);
  }
}

/** @throws ModelError if what the property refines cannot be made with these parameters. */
function chosen(
  { name }: Spec,
  property: Declared<Subject, ParameterValues>,
  values: ParameterValues,
): Property<Subject> {
  if (!('at' in property)) return property;
  try {
    return property.at(values);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ModelError(
      `${name}: property "${property.name}" cannot be made with these parameters: ${said}`,
    );
  }
}

function variantOf(spec: Spec, name: string): Variant {
  const variant = ownMember(spec.variants, name);
  if (variant === undefined)
    throw new UsageError(unknown(`variant of ${spec.name}`, name, Object.keys(spec.variants)));
  return variant;
}

/** The member of that name, and none of those that every object has (`toString`). */
const ownMember = <T>(members: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(members, name) ? members[name] : undefined;

/** "There is no … rft. Did you mean raft?", or the whole list where nothing is near. */
export function unknown(what: string, name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  const remedy =
    guess === undefined
      ? known.length === 0
        ? 'There are none.'
        : `There are: ${known.join(', ')}.`
      : `Did you mean ${guess}?`;
  return `There is no ${what} "${name}". ${remedy}`;
}
