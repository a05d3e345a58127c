/** The part of the memory that the machine allows, which a search takes unless it is told. */
export const MEMORY_SHARE = 0.75;

/** How much memory a search may take where `--memory` is not given, in megabytes. */
export const defaultMegabytes = (allowed: number): number =>
  Math.max(1, Math.floor(allowed * MEMORY_SHARE));
