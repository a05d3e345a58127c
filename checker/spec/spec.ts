import { ModelError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import {
  integer,
  type Parameter,
  type ParameterValue,
  type ParameterValues,
  parameterOf,
} from '../model/parameters.ts';
import type { Subject } from '../model/subject.ts';
import type { Bound } from '../property/bound.ts';
import type { Declared } from '../property/property.ts';
import {
  type EnvironmentChoices,
  type EnvironmentDefinition,
  type EnvironmentSettings,
  environmentChoices,
  environmentParameters,
  refuseEnvironment,
} from './environment.ts';

/** A broken form of the model: some settings, and the property that they must break. */
export interface Variant<Settings = Readonly<Record<string, ParameterValue>>> {
  readonly set: Settings;
  readonly violates: string;
}

type Settings<Parameters, BoundName extends string> = Partial<Parameters> & {
  readonly [Name in BoundName]?: number;
} & EnvironmentSettings;

interface SpecDefinition<S extends Subject, Parameters, BoundName extends string, F extends string>
  extends EnvironmentDefinition<keyof S['locals'] & string> {
  /** The model's name, unless given: a second spec of the same model needs one of its own. */
  readonly name?: string;
  /** What is checked, in one line. */
  readonly about: string;
  readonly properties: readonly Declared<S, NoInfer<Parameters>>[];
  /** State constraints, by name; each is a parameter. */
  readonly bounds?: { readonly [Name in BoundName]: Bound<S> };
  /**
   * The families of numbers that rise, each with how far apart those may be that are alive at the same time: a bound, the
   * parameter `termSpread` for the family `term`. States that differ in how far numbers have risen are one; but with
   * `rising=false` the numbers are taken as they are, and the spread counts from the first one.
   */
  readonly rising?: { readonly [Family in F]: number };
  /** Broken forms, by the name they have on the command line. */
  readonly variants?: {
    readonly [name: string]: Variant<
      Settings<Parameters, NoInfer<BoundName> | `${NoInfer<F>}Spread`> & {
        readonly rising?: boolean;
      }
    >;
  };
}

/** What is to be checked of a model, with the types of the model forgotten. */
export interface Spec {
  readonly name: string;
  readonly about: string;
  readonly model: Model<Subject, unknown>;
  readonly properties: readonly Declared<Subject, ParameterValues>[];
  readonly bounds: Readonly<Record<string, Bound<Subject>>>;
  /** The families of numbers that rise. */
  readonly rising: readonly string[];
  /** What may happen to which roles. */
  readonly choices: EnvironmentChoices;
  /** Everything that `--set` can set: the model's parameters, the bounds, the faults, the network. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly variants: Readonly<Record<string, Variant>>;
}

/** The largest limit that a bound can be set to. */
const MOST = 1000;

/**
 * Binds a model to what must hold of it, under which faults and within which bounds.
 * @throws ModelError where names clash or a variant breaks a property that does not exist.
 */
export function spec<
  S extends Subject,
  Parameters,
  BoundName extends string = never,
  F extends string = never,
>(model: Model<S, Parameters>, definition: SpecDefinition<S, Parameters, BoundName, F>): Spec {
  const { name: specName = model.name } = definition;
  const bounds: Readonly<Record<string, Bound<S>>> = definition.bounds ?? {};
  const families = Object.entries<number>(definition.rising ?? {});
  // Settings are parameters by their names, all of which have such values.
  const variants = (definition.variants ?? {}) as Readonly<Record<string, Variant>>;
  refuseRepeated(
    specName,
    'property',
    definition.properties.map(({ name }) => name),
  );
  const parameters = [
    ...Object.entries(model.parameters).map(
      ([name, declared]) => [name, parameterOf(declared)] as const,
    ),
    ...Object.entries(bounds).map(
      ([name, { limit }]) => [name, integer(limit, { from: 0, to: MOST })] as const,
    ),
    ...families.map(
      ([family, limit]) => [spreadName(family), integer(limit, { from: 0, to: MOST })] as const,
    ),
    ...(families.length === 0 ? [] : [['rising', parameterOf(true)] as const]),
    ...(model.kind === 'protocol'
      ? environmentParameters(
          definition,
          Object.values(variants).map(({ set }) => set),
        )
      : []),
  ];
  refuseRepeated(
    specName,
    'parameter, bound or fault',
    parameters.map(([name]) => name),
  );
  if (model.kind === 'system') refuseEnvironment(specName, definition);
  for (const [name, { violates }] of Object.entries(variants)) {
    if (!definition.properties.some((property) => property.name === violates)) {
      throw new ModelError(
        `${specName}: variant ${name} is to violate "${violates}", which is none of its properties.`,
      );
    }
  }
  return {
    name: specName,
    about: definition.about,
    // From here on the model is only ever met by its own properties, bounds and settings, so S is forgotten.
    model: model as unknown as Model<Subject, unknown>,
    properties: definition.properties as readonly unknown[] as Spec['properties'],
    bounds: bounds as unknown as Readonly<Record<string, Bound<Subject>>>,
    rising: families.map(([family]) => family),
    choices: environmentChoices(definition),
    parameters: Object.fromEntries(parameters),
    variants,
  };
}

/** The parameter that says how far apart the numbers of a family may be. */
export const spreadName = (family: string): string => `${family}Spread`;

function refuseRepeated(model: string, what: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new ModelError(`${model}: there are two of the ${what} "${repeated}"; rename one.`);
}
