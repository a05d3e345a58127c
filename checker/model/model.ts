import type { ParameterDeclarations, ParameterValues } from './parameters.ts';
import type { ProtocolInstance } from './protocol.ts';
import type { Subject } from './subject.ts';
import type { SystemInstance } from './system.ts';

export type ModelInstance = ProtocolInstance | SystemInstance;

/** Anything that can be checked: a protocol or a plain system, before its parameters are chosen. */
export interface Model<S extends Subject, Parameters> {
  readonly name: string;
  readonly kind: ModelInstance['kind'];
  readonly parameters: ParameterDeclarations;
  /** Never set: carries the types of what properties see, and of the parameters. */
  readonly types?: { readonly subject: S; readonly parameters: Parameters };
  instantiate(values: ParameterValues): ModelInstance;
}
