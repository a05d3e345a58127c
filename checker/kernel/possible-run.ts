/** The fields of a possible run, by their offset: whose it is; the environment afterwards; how many outcomes it has. */
export const PROCESS = 0;
export const ENVIRONMENT = 1;
export const OUTCOMES = 2;
/** Where they are in the pool, twice; and one more if they send something or are an event. */
export const WHERE = 3;
export const POSSIBLE_RUN = 4;
