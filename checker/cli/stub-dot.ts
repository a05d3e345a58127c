import type { Trace } from '../trace/trace.ts';
export const traceToDot = (t: Trace): string => `digraph g { a [label="${t.steps.length}"] }`;
