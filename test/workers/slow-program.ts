import { runHere } from '../../checker/cli/node.ts';
import { millSpec } from '../bench/models/mill.ts';
import { notaries, notes } from './slow-specs.ts';

/** Models whose functions take their time, as a program: each thread of a search runs it. */
void runHere('check', [millSpec, notaries, notes]);
