import { isMainThread } from 'node:worker_threads';
import { runHere } from '../../checker/cli/node.ts';
import { millSpec } from '../bench/models/mill.ts';

/** A program that can be run in one thread only. */
if (!isMainThread) throw new Error('not twice');

void runHere('check', [millSpec]);
