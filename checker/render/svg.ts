import { renderGraphFromSource } from 'graphviz-cli';

/** Draws Graphviz text whose nodes are pinned. The same text gives the same drawing, byte for byte. */
export const dotToSvg = (dot: string): Promise<string> =>
  renderGraphFromSource({ input: dot }, { engine: 'neato', format: 'svg' });
