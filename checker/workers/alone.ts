import { work } from './worker.ts';

// The main thread has the model alone.
work([]);
