import type { Trace } from '../trace/trace.ts';

/** A file as it should be. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** Where counterexamples are, by spec. */
export const COUNTEREXAMPLES = 'counterexamples';

/**
 * The files of a counterexample: JSON to replay, DOT and SVG to look at. They are named after the variant, or
 * else after the property. Equal traces give equal files, byte for byte.
 */
export async function filesOf(trace: Trace): Promise<readonly TextFile[]> {
  const name = kebab(trace.variant ?? trace.property.name);
  const path = `${COUNTEREXAMPLES}/${kebab(trace.spec)}/${name}`;
  // Loaded when there is something to draw: otherwise a command starts a tenth sooner.
  const { dotToSvg } = await import('../render/svg.ts');
  const { traceToDot } = await import('../render/trace-dot.ts');
  const { traceToJson } = await import('../render/trace-json.ts');
  const dot = traceToDot(trace);
  return [
    { path: `${path}.json`, text: traceToJson(trace) },
    { path: `${path}.dot`, text: dot },
    { path: `${path}.svg`, text: await dotToSvg(dot) },
  ];
}

/** Lower-case words with hyphens between them. */
const kebab = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
