import type { SearchOptions } from './explore/result.ts';
import type { Search } from './explore/search.ts';
import type { Compiled } from './kernel/compiled.ts';
import { Hearing } from './kernel/exchange.ts';
import { shiftsFor, symmetryFor } from './kernel/symmetry-for.ts';
import { forgetMakers } from './model/record-makers.ts';
import type { Configuration } from './spec/configuration.ts';
import { Crew } from './workers/crew.ts';
import { canRunProgram } from './workers/threads.ts';

/**
 * With fewer states than this, or in less time, in seconds, one thread is done before others are of use: to start one and hand over
 * to it takes half a second. It is not worth it either where less than this part of the states is still open: the search will soon be over.
 */
const CREW_FROM = 200_000;
const CREW_AFTER = 2;
const CREW_OPEN = 1 / 5;

/**
 * Other threads have the model as well where its functions have taken most of this time, in seconds, and so many milliseconds each: to tell what
 * one has answered takes some hundredths of one.
 */
const SLOW_AFTER = 0.5;
const SLOW_SHARE = 1 / 2;
const SLOW_RUN = 0.05;

/** A search that several threads may take part in. */
interface Asked {
  readonly configuration: Configuration;
  readonly options: SearchOptions;
  readonly compiled: Compiled;
  readonly search: Search;
  /** What is heard of answers, where other threads can have the model. */
  readonly hearing: Hearing | undefined;
}

/** Where other threads can have the model: what is heard of their answers. */
export function hearingFor({ workers = 1 }: SearchOptions): Hearing | undefined {
  if (workers === 1 || !canRunProgram()) return undefined;
  forgetMakers();
  return new Hearing();
}

/**
 * Several threads, where they may help: a search of the breadth whose steps are not asked one by one, and whose renamings, if
 * states are reduced, are all known beforehand.
 */
export function crewFor(
  { configuration, options, compiled, search, hearing }: Asked,
  seconds: () => number,
): Crew | undefined {
  const { strategy, workers = 1, crewFrom = CREW_FROM, compact = false } = options;
  if (strategy !== 'bfs' || workers === 1 || compact) return undefined;
  const { orbits, questions } = compiled;
  if (orbits !== undefined && (orbits.tables === undefined || questions.asksInTurn))
    return undefined;
  const waits = crewFrom === 0;
  const isSlow = () => isModelSlow(compiled, seconds());
  const isWorthIt = (open: number) => {
    const { size } = search.store;
    if (waits) return true;
    if (open < CREW_OPEN * size) return false;
    return size >= crewFrom ? seconds() >= CREW_AFTER : hearing !== undefined && isSlow();
  };
  const foresees = hearing && {
    configuration,
    symmetric: symmetryFor(configuration, options),
    shifting: shiftsFor(configuration, options),
    hearing,
    isWorthIt: () => waits || isSlow(),
  };
  return new Crew(search, compiled, { workers, waits, isWorthIt, foresees });
}

/** Whether most of the time so far went into a model whose functions take their time, and not a little of it. */
function isModelSlow({ calls: { runs, milliseconds } }: Compiled, seconds: number): boolean {
  return (
    seconds >= SLOW_AFTER &&
    milliseconds >= SLOW_SHARE * 1000 * seconds &&
    milliseconds >= SLOW_RUN * runs
  );
}
