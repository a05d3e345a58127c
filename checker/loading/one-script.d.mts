/** See `one-script.mjs`, which says what these do. */
export function runAsOneScript(program: string | URL, place: string): void;
export function runAsProgram(program: string | URL, place: string): void;
export function offerProgram(
  program: string | URL,
  place: string,
): { readonly text: string; readonly file: string };
export function runSameProgram(): void;
