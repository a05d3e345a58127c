import { getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';
import {
  canDecideLiveness,
  decideLiveness,
  hasLiveness,
  type LivenessResults,
} from './check-liveness.ts';
import { crewFor, hearingFor } from './crew-for.ts';
import { LimitReached } from './errors.ts';
import { forEachState } from './explore/all-states.ts';
import { breadthFirst } from './explore/breadth-first.ts';
import { depthFirst, Stack } from './explore/depth-first.ts';
import { StoredParents } from './explore/parents.ts';
import { randomWalk } from './explore/random-walk.ts';
import type {
  CheckResult,
  PropertyResult,
  Reduction,
  SearchOptions,
  Stop,
} from './explore/result.ts';
import { type Found, type Goal, Search, type Strategy } from './explore/search.ts';
import { compile } from './kernel/compile.ts';
import type { Compiled } from './kernel/compiled.ts';
import type { Hearing } from './kernel/exchange.ts';
import { pathOf } from './kernel/path.ts';
import { shiftsFor, symmetryFor } from './kernel/symmetry-for.ts';
import { refuseUnknownTerms } from './property/fairness.ts';
import { isWitness, reasonOf } from './property/judge.ts';
import { isLiveness } from './property/property.ts';
import type { Configuration } from './spec/configuration.ts';
import { lastMoment } from './trace/replay.ts';
import { runOf } from './trace/trace-of.ts';
import type { Crew } from './workers/crew.ts';

/** How often the clock is looked at, in seconds; between two looks the event loop gets its turn. */
const GLANCE = 0.1;

/** The part of JavaScript's own heap, where the model's values live, that a search may fill, and how many bytes it leaves at least. */
const HEAP_SHARE = 0.9;
const HEAP_LEFT = 8 * 2 ** 20;

/** What the limit of the heap says besides, in bytes: three halves of the space for what is young, of 16 MB each. */
const YOUNG = 3 * 2 ** 24;

/**
 * Answers one question: compiles the model, searches its states, and says what holds.
 * @throws ModelError if the model or the spec is faulty.
 * @throws LimitReached if memory ran out before the search or after it.
 */
export async function check(
  configuration: Configuration,
  options: SearchOptions,
): Promise<CheckResult> {
  try {
    return await answered(configuration, options);
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    // Not in the search, which would say so in its result: before it, or when paths were looked for.
    throw new LimitReached(`There is not enough memory to begin, or to report: ${error.message}.`);
  }
}

async function answered(
  configuration: Configuration,
  options: SearchOptions,
): Promise<CheckResult> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  refuseUnknownTerms(configuration.model, configuration.properties);
  const hearing = hearingFor(options);
  const compiled = compiledFor(configuration, options, hearing);
  const goal = goalOf(configuration, options);
  const parents = options.strategy === 'dfs' ? new StoredParents() : undefined;
  const search = new Search(compiled.system, compiled.questions, goal, parents);
  const crew = crewFor({ configuration, options, compiled, search, hearing }, seconds);
  try {
    await run(strategyOf(options, crew)(search), search, options, seconds);
    if (crew !== undefined) search.countOthers(crew.counted());
  } finally {
    await crew?.end();
  }
  const complete = search.stopped === undefined && !search.enough;
  const { runs: modelRuns, runsElsewhere: modelRunsElsewhere } = compiled.calls;
  const symmetry = reductionOf(compiled, search);
  const liveness: LivenessResults = new Map();
  if (hasLiveness(configuration) && options.strategy !== 'random' && canDecideLiveness(search))
    await run(
      untilGivenUp(decideLiveness(configuration, compiled, search, liveness), search),
      search,
      options,
      seconds,
    );
  const withPaths = options.compact
    ? searchedAgain(configuration, options, search)
    : { compiled, search };
  const properties = configuration.properties.map(
    ({ name, kind }, property): PropertyResult =>
      isLiveness(kind)
        ? (liveness.get(property) ?? { name, kind, status: 'undecided' })
        : resultOf(configuration, withPaths, property, complete),
  );
  return {
    spec: configuration.spec,
    variant: configuration.variant,
    parameters: configuration.parameters,
    strategy: options.strategy,
    symmetry,
    ...(shiftsFor(configuration, options) ? { rising: true } : {}),
    workers: crew?.threads ?? 1,
    outcome: outcomeOf(properties, complete),
    complete,
    stopped: search.stopped,
    states: search.states,
    transitions: search.transitions,
    depth: search.depth,
    seconds: seconds(),
    bytesPerState: search.bytes / Math.max(1, search.store.size),
    properties,
    actions: compiled.coverage((label) => search.taken(label)),
    limits: configuration.bounds.map(({ name, limit }, bound) => ({
      name,
      limit,
      cut: search.cuts[bound] ?? 0,
    })),
    modelRuns,
    modelRunsElsewhere,
  };
}

const compiledFor = (configuration: Configuration, options: SearchOptions, hearing?: Hearing) =>
  compile(
    configuration,
    symmetryFor(configuration, options),
    shiftsFor(configuration, options),
    hearing,
  );

/** A search, and what its states and transitions mean. */
interface Searched {
  readonly compiled: Compiled;
  readonly search: Search;
}

/** A search that finds the same as one that has forgotten how, and no more. A model made ready anew gives the same numbers. */
function searchedAgain(
  configuration: Configuration,
  options: SearchOptions,
  { found, goal }: Search,
): Searched {
  const compiled = compiledFor(configuration, options);
  const search = new Search(compiled.system, compiled.questions, {
    ...goal,
    compact: false,
    isEnough: (again) => again.length === found.length,
  });
  const turns = breadthFirst()(search);
  while (found.length > 0 && turns.next().done !== true);
  return { compiled, search };
}

/** The same turns, but none once the search is given up. */
function* untilGivenUp(turns: Generator<void, void, void>, search: Search) {
  for (const _ of turns) {
    yield;
    if (search.isGivenUp) return;
  }
}

/** Runs a strategy to its end, or until time, memory or patience run out. */
async function run(
  turns: Generator<void, void, void>,
  search: Search,
  { limits, signal, onProgress }: SearchOptions,
  seconds: () => number,
): Promise<void> {
  let looked = 0;
  try {
    for (const _ of turns) {
      if (seconds() - looked < GLANCE) continue;
      looked = seconds();
      const megabytes = process.memoryUsage.rss() / 2 ** 20;
      onProgress?.({
        seconds: looked,
        states: search.states,
        transitions: search.transitions,
        depth: search.depth,
        frontier: search.frontier,
        megabytes,
      });
      await new Promise((resolve) => setImmediate(resolve));
      search.stopped = stopOf(megabytes, looked, limits, signal) ?? search.stopped;
    }
  } catch (error) {
    if (error instanceof LimitReached) search.stopped = 'a worker thread ended';
    else if (isOutOfMemory(error)) search.stopped = 'memory';
    else throw error;
  }
}

function stopOf(
  megabytes: number,
  seconds: number,
  limits: SearchOptions['limits'],
  signal: AbortSignal | undefined,
): Stop | undefined {
  if (signal?.aborted) return 'interrupted';
  if (limits.seconds !== undefined && seconds >= limits.seconds) return 'time';
  if (limits.megabytes !== undefined && megabytes >= limits.megabytes) return 'memory';
  return isHeapFull() ? 'memory' : undefined;
}

/** Whether little is left of JavaScript's own heap, apart from the part for what is young. */
function isHeapFull(): boolean {
  const used = getHeapSpaceStatistics()
    .filter(({ space_name }) => !space_name.startsWith('new'))
    .reduce((sum, { space_used_size }) => sum + space_used_size, 0);
  const limit = getHeapStatistics().heap_size_limit - YOUNG;
  return used > Math.min(HEAP_SHARE * limit, limit - HEAP_LEFT);
}

/** What the engine says when an array or a Map cannot grow any more. */
const isOutOfMemory = (error: unknown): error is RangeError =>
  error instanceof RangeError &&
  /Array buffer allocation failed|Invalid typed array length|Map maximum size exceeded/.test(
    error.message,
  );

function strategyOf({ strategy, seed }: SearchOptions, crew: Crew | undefined): Strategy {
  switch (strategy) {
    case 'bfs':
      return breadthFirst(crew);
    case 'dfs':
      return depthFirst(new Stack());
    case 'random':
      return randomWalk(seed);
  }
}

/** A variant is searched until the property that it must break is broken; else the first violation ends the search. */
function goalOf(
  { properties, violates }: Configuration,
  { limits, keepGoing = false, compact = false }: SearchOptions,
): Goal {
  const target = properties.findIndex(({ name }) => name === violates);
  const isViolation = ({ property }: Found) => !isWitness(properties[property]!.kind);
  return {
    mostStates: limits.states ?? Number.MAX_SAFE_INTEGER,
    mostDepth: limits.depth ?? Number.MAX_SAFE_INTEGER,
    compact,
    isEnough: (found) =>
      !keepGoing && found.some((one) => (target < 0 ? isViolation(one) : one.property === target)),
  };
}

function resultOf(
  configuration: Configuration,
  { compiled, search }: Searched,
  number: number,
  complete: boolean,
): PropertyResult {
  const property = configuration.properties[number]!;
  const { name, kind } = property;
  const witness = isWitness(kind);
  const found = search.found.find((one) => one.property === number);
  if (found === undefined) {
    return { name, kind, status: complete ? (witness ? 'unreachable' : 'holds') : 'undecided' };
  }
  const path = pathOf(compiled, search, found);
  const reason = reasonOf(property, lastMoment(runOf(configuration, path)));
  if (reason === undefined) {
    throw new Error(
      `${configuration.spec}: the search decided "${name}" by a path that does not decide it when it is replayed.`,
    );
  }
  return { name, kind, status: witness ? 'reached' : 'violated', path, reason };
}

/** How many states the representatives stand for: the sizes of their orbits, added up. */
function reductionOf({ symmetry, system }: Compiled, search: Search): false | Reduction {
  if (symmetry === undefined) return false;
  const group = symmetry.permutations.members.permutations;
  const state = new Int32Array(system.width);
  let unreduced = 0;
  forEachState(search, (block) => {
    const stabilizers = system.stabilizers?.(block);
    for (let index = 0; index < block.count; index++) {
      if (stabilizers !== undefined) {
        unreduced += group / stabilizers[index]!;
        continue;
      }
      search.store.encoder.decode(block.keys[2 * index]!, block.keys[2 * index + 1]!, state, 0);
      unreduced += symmetry.orbitOf(state);
    }
  });
  return { group, unreduced };
}

function outcomeOf(
  properties: readonly PropertyResult[],
  complete: boolean,
): CheckResult['outcome'] {
  if (properties.some(({ status }) => status === 'violated' || status === 'unreachable'))
    return 'violated';
  const isDecided = properties.every(({ status }) => status !== 'undecided');
  return complete && isDecided ? 'holds' : 'inconclusive';
}
