import type { Configuration } from '../spec/configuration.ts';
import { compileProtocol } from './compile-protocol.ts';
import { compileSystem } from './compile-system.ts';
import type { Compiled } from './compiled.ts';

/**
 * Makes a configured model ready to be searched.
 * @param symmetric whether to reduce by the symmetry that the model declares
 */
export const compile = (configuration: Configuration, symmetric = false): Compiled =>
  configuration.model.kind === 'protocol'
    ? compileProtocol(configuration.model, configuration, symmetric)
    : compileSystem(configuration.model, configuration, symmetric);
