/** The target of a transition that a bound cut, or that leads to a state that was never explored. */
export const BEYOND = -1;

/**
 * The state graph that liveness is decided on, in numbers alone. Every state of it can be reached; a transition
 * that changes nothing is left out, for it is no more than stuttering; one that only raises all numbers is none of these.
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
  /**
   * Where states stand for all that differ in how far numbers have risen: for each transition the families whose least
   * number is higher after it, as bits. It never falls.
   */
  readonly rises?: Int32Array;
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
  /**
   * For each class that speaks of a message, the families that the message has numbers of, as bits. Where these rise for
   * ever the message is in flight only for a while, for nothing is lower than the least: the class is fair by itself.
   */
  readonly families?: readonly number[];
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

/** Whether a class passes where these families rise for ever. */
export const passes = ({ families }: Fairness, fairClass: number, risen: number): boolean =>
  risen !== 0 && ((families?.[fairClass] ?? 0) & risen) !== 0;

/** The families that rise in a transition, as bits. */
export const risesIn = ({ rises }: Graph, edge: number): number => rises?.[edge] ?? 0;
