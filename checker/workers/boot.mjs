// A worker thread starts without a loader for TypeScript, whatever the main thread was started with.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
