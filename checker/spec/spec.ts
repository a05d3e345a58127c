import { ModelError } from '../errors.ts';
import { FAULTS, type Fault, type NetworkOrder } from '../faults/faults.ts';
import type { Model } from '../model/model.ts';
import {
  choice,
  integer,
  type Parameter,
  type ParameterValue,
  type ParameterValues,
  parameterOf,
} from '../model/parameters.ts';
import type { Subject } from '../model/subject.ts';
import type { Bound } from '../property/bound.ts';
import type { Declared } from '../property/property.ts';

/** A broken form of the model: some settings, and the property that they must break. */
export interface Variant<Settings = Readonly<Record<string, ParameterValue>>> {
  readonly set: Settings;
  readonly violates: string;
}

type Faults = { readonly [F in Fault]?: number };

type Settings<Parameters, BoundName extends string> = Partial<Parameters> & {
  readonly [Name in BoundName | Fault]?: number;
} & { readonly network?: NetworkOrder };

interface SpecDefinition<S extends Subject, Parameters, BoundName extends string> {
  /** What is checked, in one line. */
  readonly about: string;
  readonly properties: readonly Declared<S, NoInfer<Parameters>>[];
  readonly network?: NetworkOrder;
  /** How often each fault may happen; none, unless said. */
  readonly faults?: Faults;
  /** The roles whose processes may crash; all, unless said. */
  readonly crashing?: readonly (keyof S['locals'] & string)[];
  /** State constraints, by name; each is a parameter. */
  readonly bounds?: { readonly [Name in BoundName]: Bound<S> };
  /** Broken forms, by the name they have on the command line. */
  readonly variants?: {
    readonly [name: string]: Variant<Settings<Parameters, NoInfer<BoundName>>>;
  };
}

/** What is to be checked of a model, with the types of the model forgotten. */
export interface Spec {
  readonly name: string;
  readonly about: string;
  readonly model: Model<Subject, unknown>;
  readonly properties: readonly Declared<Subject, ParameterValues>[];
  readonly bounds: Readonly<Record<string, Bound<Subject>>>;
  readonly crashing: readonly string[] | 'all';
  /** Everything that `--set` can set: the model's parameters, the bounds, the faults, the network. */
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly variants: Readonly<Record<string, Variant>>;
}

/** The largest limit that a bound can be set to. */
const MOST = 1000;

/** The largest budget of a fault; all combinations of counts must fit a small table. */
const MOST_FAULTS = 30;

/**
 * Binds a model to what must hold of it, under which faults and within which bounds.
 * @throws ModelError where names clash or a variant breaks a property that does not exist.
 */
export function spec<S extends Subject, Parameters, BoundName extends string = never>(
  model: Model<S, Parameters>,
  definition: SpecDefinition<S, Parameters, BoundName>,
): Spec {
  const bounds: Readonly<Record<string, Bound<S>>> = definition.bounds ?? {};
  const variants: Readonly<Record<string, { readonly set: object; readonly violates: string }>> =
    definition.variants ?? {};
  refuseRepeated(
    model.name,
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
    ...(model.kind === 'protocol' ? environmentParameters(definition) : []),
  ];
  refuseRepeated(
    model.name,
    'parameter, bound or fault',
    parameters.map(([name]) => name),
  );
  if (
    model.kind === 'system' &&
    (definition.faults ?? definition.network ?? definition.crashing) !== undefined
  ) {
    throw new ModelError(
      `${model.name}: a plain system has no network and no processes that crash; leave faults out.`,
    );
  }
  for (const [name, { violates }] of Object.entries(variants)) {
    if (!definition.properties.some((property) => property.name === violates)) {
      throw new ModelError(
        `${model.name}: variant ${name} is to violate "${violates}", which is none of its properties.`,
      );
    }
  }
  return {
    name: model.name,
    about: definition.about,
    // From here on the model is only ever met by its own properties, bounds and settings, so S is forgotten.
    model: model as unknown as Model<Subject, unknown>,
    properties: definition.properties as readonly unknown[] as Spec['properties'],
    bounds: bounds as unknown as Readonly<Record<string, Bound<Subject>>>,
    crashing: definition.crashing ?? 'all',
    parameters: Object.fromEntries(parameters),
    variants: variants as Readonly<Record<string, Variant>>,
  };
}

/** What a spec can choose of the environment of a protocol; a plain system has none. */
const environmentParameters = ({
  faults,
  network,
}: {
  readonly faults?: Faults;
  readonly network?: NetworkOrder;
}) => [
  ...FAULTS.map(
    (fault) => [fault, integer(faults?.[fault] ?? 0, { from: 0, to: MOST_FAULTS })] as const,
  ),
  ['network', networkParameter(network)] as const,
];

const networkParameter = (network: NetworkOrder = 'unordered') =>
  network === 'unordered' ? choice('unordered', 'fifo') : choice('fifo', 'unordered');

function refuseRepeated(model: string, what: string, names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined)
    throw new ModelError(`${model}: there are two of the ${what} "${repeated}"; rename one.`);
}
