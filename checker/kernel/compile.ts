import type { Configuration } from '../spec/configuration.ts';
import { compileProtocol } from './compile-protocol.ts';
import { compileSystem } from './compile-system.ts';
import type { Compiled } from './compiled.ts';

/** Makes a configured model ready to be searched. */
export const compile = (configuration: Configuration): Compiled =>
  configuration.model.kind === 'protocol'
    ? compileProtocol(configuration.model, configuration)
    : compileSystem(configuration.model, configuration);
