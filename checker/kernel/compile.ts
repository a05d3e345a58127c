import type { Configuration } from '../spec/configuration.ts';
import { compileProtocol } from './compile-protocol.ts';
import { compileSystem } from './compile-system.ts';
import type { Compiled } from './compiled.ts';

/**
 * Makes a configured model ready to be searched.
 * @param symmetric whether to reduce by the symmetry that the model declares
 * @param shifting whether states are one that differ in how far numbers have risen; if the configuration says so
 */
export const compile = (
  configuration: Configuration,
  symmetric = false,
  shifting = configuration.rising,
): Compiled =>
  configuration.model.kind === 'protocol'
    ? compileProtocol(configuration.model, configuration, symmetric, shifting)
    : compileSystem(configuration.model, configuration, symmetric, shifting);
