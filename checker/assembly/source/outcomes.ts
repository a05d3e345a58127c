/** The fields of lists, runs and outcomes: see `kernel/outcome-pool.ts`. */
export const GREATEST_CELL: i32 = 0;
export const WAITING: i32 = 1;
export const RUNS: i32 = 2;
export const LIST_HEADER: i32 = 3;
export const KIND: i32 = 0;
export const RUN_COUNT: i32 = 1;
export const PLACE: i32 = 2;
export const RUN: i32 = 3;
export const LABEL: i32 = 0;
export const CELL: i32 = 1;
export const OUTCOME: i32 = 2;
export const EVENT: i32 = 2;
export const SENDS: i32 = 3;
export const PAIRS: i32 = 4;
