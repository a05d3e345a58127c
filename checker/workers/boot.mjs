// A worker thread starts without a loader for TypeScript, whatever the main thread was started with.
import { runAsOneScript } from '../loading/one-script.mjs';

runAsOneScript(new URL('alone.ts', import.meta.url), import.meta.url);
