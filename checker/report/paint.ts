import picocolors from 'picocolors';

/** Colours for a terminal, or none for a file or a pipe. */
export type Paint = ReturnType<typeof picocolors.createColors>;

export const paintFor = (isTerminal: boolean): Paint => picocolors.createColors(isTerminal);
