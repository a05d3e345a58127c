// A worker thread starts without a loader for TypeScript, whatever the main thread was started with.
import { runAsOneScript } from '../one-script.mjs';

runAsOneScript(new URL('worker.ts', import.meta.url), import.meta.url);
