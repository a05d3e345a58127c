/** The target of a transition that a bound cut, or that leads to a state that was never explored. */
export const BEYOND = -1;

/**
 * The state graph that liveness is decided on, in numbers alone. Every state of it can be reached; a transition
 * that changes nothing is left out, for it is no more than stuttering.
 */
export interface Graph {
  /** How many states there are. */
  readonly size: number;
  /** The initial states. */
  readonly roots: Int32Array;
  /** Where the transitions of each state begin; they end where those of the next state begin. */
  readonly starts: Int32Array;
  /** For each transition the state that it leads to, or BEYOND. */
  readonly targets: Int32Array;
  readonly labels: Int32Array;
}

/**
 * What is assumed to be fair, in classes of transitions. Weakly: a class is not for ever enabled without being taken.
 * Strongly: it is not enabled again and again without being taken again and again.
 */
export interface Fairness {
  /** For each label, the classes that its transitions belong to. */
  readonly classesOf: readonly (readonly number[])[];
  /** For each class, whether it is strongly fair. */
  readonly strong: readonly boolean[];
}

export const NO_CLASSES: readonly number[] = [];

/** The classes that a transition belongs to, given by its place. */
export const classesAt = (graph: Graph, { classesOf }: Fairness, edge: number): readonly number[] =>
  classesOf[graph.labels[edge]!] ?? NO_CLASSES;

/** Whether some transition from a state was cut. */
export function isCut({ starts, targets }: Graph, state: number): boolean {
  for (let edge = starts[state]!; edge < starts[state + 1]!; edge++)
    if (targets[edge] === BEYOND) return true;
  return false;
}

/** Whether a transition of a class is possible in a state, also one that was cut. */
export function enables(
  graph: Graph,
  fairness: Fairness,
  state: number,
  isWanted: (fairClass: number) => boolean,
): boolean {
  for (let edge = graph.starts[state]!; edge < graph.starts[state + 1]!; edge++)
    if (classesAt(graph, fairness, edge).some(isWanted)) return true;
  return false;
}

/** Whether a run may stay in a state for ever: nothing fair is enabled there, and nothing was cut. */
export const isStop = (graph: Graph, fairness: Fairness, state: number): boolean =>
  !isCut(graph, state) && !enables(graph, fairness, state, () => true);
