import type { Configuration } from '../spec/configuration.ts';
import { compileProtocol } from './compile-protocol.ts';
import { compileSystem } from './compile-system.ts';
import type { Compiled } from './compiled.ts';
import type { Hearing, Telling } from './exchange.ts';
import { ModelCalls } from './model-calls.ts';

/**
 * Makes a configured model ready to be searched.
 * @param symmetric whether to reduce by the symmetry that the model declares
 * @param shifting whether states are one that differ in how far numbers have risen; if the configuration says so
 * @param exchange where several threads have the model: with whom this one exchanges answers
 */
export const compile = (
  configuration: Configuration,
  symmetric = false,
  shifting = configuration.rising,
  exchange?: Hearing | Telling,
): Compiled => {
  const calls = new ModelCalls(exchange);
  return configuration.model.kind === 'protocol'
    ? compileProtocol(configuration.model, configuration, symmetric, shifting, calls)
    : compileSystem(configuration.model, configuration, symmetric, shifting, calls);
};
