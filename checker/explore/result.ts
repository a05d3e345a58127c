import type { ParameterValues } from '../model/parameters.ts';
import type { LivenessKind, SafetyKind } from '../property/property.ts';
import type { Path } from '../trace/trace.ts';

export const STRATEGIES = ['bfs', 'dfs', 'random'] as const;

/** Breadth-first (shortest counterexamples), depth-first, or seeded random walks. */
export type StrategyName = (typeof STRATEGIES)[number];

/** When to stop before everything has been seen. */
export interface SearchLimits {
  /** Distinct states. */
  readonly states?: number;
  /** Transitions from an initial state. */
  readonly depth?: number;
  readonly seconds?: number;
  /** Resident memory of the whole process, in megabytes. */
  readonly megabytes?: number;
}

export interface SearchOptions {
  readonly strategy: StrategyName;
  /** For random walks. */
  readonly seed: number;
  /** Whether to visit one state of each orbit only, where the model declares a symmetry. Not, unless said. */
  readonly symmetry?: boolean;
  readonly limits: SearchLimits;
  /** How many threads search, once there are many states: 1, unless said. */
  readonly workers?: number;
  /** Forgets states that are expanded but for their keys; one thread, and paths take a second search. */
  readonly compact?: boolean;
  /** From how many states on several threads search. */
  readonly crewFrom?: number;
  /** Called a few times a second. */
  readonly onProgress?: (progress: Progress) => void;
  /** Searches on after a violation, until everything is explored. */
  readonly keepGoing?: boolean;
  /** Stops the search with a summary. */
  readonly signal?: AbortSignal;
}

/** How far a search has come. */
export interface Progress {
  readonly seconds: number;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States found and not yet expanded. */
  readonly frontier: number;
  /** Resident memory of the whole process, in megabytes. */
  readonly megabytes: number;
}

/**
 * What is known of a property: an invariant `holds` only if the whole bounded space was searched; a
 * witness is `unreachable` only then. `undecided` where the search ended before.
 */
export type PropertyStatus = 'holds' | 'violated' | 'reached' | 'unreachable' | 'undecided';

export interface PropertyResult {
  readonly name: string;
  readonly kind: SafetyKind | LivenessKind;
  readonly status: PropertyStatus;
  /** The way to the violation or the witness, shortest if the search was breadth-first. */
  readonly path?: Path;
  /** Why it is violated: which processes, and what the predicate said. Of liveness also why it is undecided. */
  readonly reason?: string;
  /** Of a liveness property that is violated: each fairness assumption, and how the run keeps to it. */
  readonly fairness?: readonly string[];
  /** Of such a one: the families whose numbers are all higher each time the run comes round, and by how much. */
  readonly rises?: Readonly<Record<string, number>>;
}

/** What ended a search early. */
export type Stop =
  | 'states'
  | 'depth'
  | 'time'
  | 'memory'
  | 'interrupted'
  | 'a worker thread ended'
  | 'random walks never end';

/** How far symmetry has reduced a search. */
export interface Reduction {
  /** How many ways there are to rename what is symmetric. */
  readonly group: number;
  /** How many states the representatives found stand for: as many as there would be without reduction. */
  readonly unreduced: number;
}

/** What a search found out. */
export interface CheckResult {
  readonly spec: string;
  readonly variant: string | undefined;
  readonly parameters: ParameterValues;
  readonly strategy: StrategyName;
  /** False where states are not reduced by symmetry. */
  readonly symmetry: false | Reduction;
  /** Whether states were taken for one that differ in how far numbers have risen. */
  readonly rising?: boolean;
  /** How many threads have searched: fewer than were allowed where it was over soon. */
  readonly workers: number;
  /** `holds` only if everything within the bounds was searched, nothing was violated and every witness found. */
  readonly outcome: 'holds' | 'violated' | 'inconclusive';
  /** Whether everything within the bounds was searched. */
  readonly complete: boolean;
  /** What ended the search early; undefined also if it ended at a violation. */
  readonly stopped: Stop | undefined;
  readonly states: number;
  readonly transitions: number;
  /** The longest distance of a state from the initial states, in transitions (of those found so far). */
  readonly depth: number;
  readonly seconds: number;
  readonly bytesPerState: number;
  readonly properties: readonly PropertyResult[];
  /** Every action, handler and possible fault of the model, with how often it was taken. */
  readonly actions: readonly { readonly name: string; readonly taken: number }[];
  /** Every bound, with how many transitions it cut. */
  readonly limits: readonly {
    readonly name: string;
    readonly limit: number;
    readonly cut: number;
  }[];
  /** How often a function of the model was run. */
  readonly modelRuns: number;
  /** How many of these runs were done by whoever had nothing else to do, where several threads have the model; depends on who came first. */
  readonly modelRunsElsewhere?: number;
}
