import type { PropertyResult } from '../explore/result.ts';
import type { ParameterValues } from '../model/parameters.ts';
import type { Answer } from './outcome.ts';

/** What became of a spec and its variants, without what differs from run to run: kept on file. */
export interface SpecResults {
  readonly spec: string;
  readonly about: string;
  /** Everything that can be set, at its value. */
  readonly parameters: ParameterValues;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly properties: readonly Pick<PropertyResult, 'name' | 'kind' | 'status'>[];
  /** Each broken form, the property that it breaks, and how long its shortest counterexample is, if it has one. */
  readonly variants: readonly {
    readonly name: string;
    readonly violates: string;
    readonly steps: number | null;
  }[];
}

/** What is kept of the answers on a spec and each of its variants, which all came out as declared. */
export function resultsOf(
  about: string,
  { result }: Answer,
  variants: readonly Answer[],
): SpecResults {
  const { spec, parameters, states, transitions, depth, properties } = result;
  return {
    spec,
    about,
    parameters,
    states,
    transitions,
    depth,
    properties: properties.map(({ name, kind, status }) => ({ name, kind, status })),
    variants: variants.map(({ result: broken, violates = '' }) => ({
      name: broken.variant ?? '',
      violates,
      steps: broken.properties.find(({ name }) => name === violates)?.path?.steps.length ?? null,
    })),
  };
}
