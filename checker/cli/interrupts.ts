/** Within this time signals are one, in milliseconds: a terminal and npm may each pass on the same one. */
const ECHO = 500;

/** What to do at a signal: the first time `stop`, the next time `leave` at once. */
export function interrupts(stop: () => void, leave: () => void, now: () => number): () => void {
  let first: number | undefined;
  return () => {
    if (first === undefined) {
      first = now();
      stop();
    } else if (now() - first > ECHO) leave();
  };
}
