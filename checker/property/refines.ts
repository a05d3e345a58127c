import type { SystemInstance } from '../model/instance.ts';
import { type ParameterValue, parameterOf, readValue } from '../model/parameters.ts';
import type { Subject } from '../model/subject.ts';
import type { System } from '../model/system.ts';
import type { PropertyAt, Refinement } from './property.ts';

/** How the states of a model stand for those of an abstract system. */
interface RefinementDefinition<S extends Subject, Parameters, State, AbstractParameters> {
  /** The parameters of the abstract system, from those of the model; its defaults, unless given. */
  readonly parameters?: (parameters: Parameters) => Partial<NoInfer<AbstractParameters>>;
  /** The abstract state that a state stands for: a refinement mapping. */
  readonly map: (view: S['view'], world: S['world']) => NoInfer<State>;
}

/**
 * The model does nothing that an abstract system could not do: each initial state stands for an initial
 * state of it, and in each step it stands still (it stutters) or takes one of its actions. A process is known to
 * both by the same id, where its role has the same name in both; else `id.as(role)` is its id there.
 * (Abadi and Lamport, "The Existence of Refinement Mappings".)
 */
export const refines = <S extends Subject, Parameters, State extends object, AbstractParameters>(
  name: string,
  abstract: System<State, AbstractParameters>,
  { parameters, map }: RefinementDefinition<S, Parameters, State, AbstractParameters>,
): PropertyAt<S, Parameters> => ({
  kind: 'refinement',
  name,
  at: (values) => ({
    kind: 'refinement',
    name,
    predicate: {
      over: 'refinement',
      abstract: instanceOf(abstract, parameters?.(values) ?? {}),
      // A spec only accepts properties of its own model, so the types of what the map is given can be forgotten.
      map: map as Refinement['map'],
    },
  }),
});

/** The abstract system at some given parameters, and for the rest at its defaults. */
function instanceOf<State, Parameters>(
  { parameters, instantiate }: System<State, Parameters>,
  given: object,
): SystemInstance {
  // By the type of `refines` these are values of parameters.
  const chosen: ReadonlyMap<string, ParameterValue> = new Map(Object.entries(given));
  const values = Object.entries(parameters).map(([name, declaration]) => {
    const parameter = parameterOf(declaration);
    return [name, readValue(name, parameter, chosen.get(name) ?? parameter.default)] as const;
  });
  return instantiate(Object.fromEntries(values));
}
