/** The size of the array that is read, in megabytes: far more than any cache. */
const MEGABYTES = 512;
const READS = 20_000_000;

/**
 * How many reads of random places in a large array this machine makes in a second, each place known only
 * when the one before was read. What a checker's visited set costs at least; as a unit it makes
 * figures of different machines comparable.
 */
export function dependentReadsPerSecond(): number {
  const length = (MEGABYTES * 2 ** 20) / 4;
  const next = new Int32Array(length);
  // A full cycle through all places (x → 5x + 12345 modulo a power of two), in an order no prefetcher guesses.
  for (let at = 0; at < length; at++)
    next[at] = (Math.imul(at, 1_664_525) + 1_013_904_223) & (length - 1);
  let at = 0;
  const started = performance.now();
  for (let i = 0; i < READS; i++) at = next[at] ?? 0;
  const seconds = (performance.now() - started) / 1000;
  // Uses the result, so that the loop is not optimized away.
  return at < 0 ? 0 : READS / seconds;
}
