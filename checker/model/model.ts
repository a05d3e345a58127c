import type { ModelInstance } from './instance.ts';
import type { ParameterDeclarations, ParameterValues } from './parameters.ts';
import type { Subject } from './subject.ts';

/** Anything that can be checked: a protocol or a plain system, before its parameters are chosen. */
export interface Model<S extends Subject, Parameters> {
  readonly name: string;
  readonly kind: ModelInstance['kind'];
  readonly parameters: ParameterDeclarations;
  /** Never set: carries the types of what properties see, and of the parameters. */
  readonly types?: { readonly subject: S; readonly parameters: Parameters };
  instantiate(values: ParameterValues): ModelInstance;
}
