import { reasonOf } from '../../checker/property/judge.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import { isStuck, startsOf, withinBounds } from '../../checker/trace/live.ts';
import type { LiveState, Outcome } from '../../checker/trace/live-state.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import { type Finding, traceOf } from '../../checker/trace/trace-of.ts';

interface Node {
  readonly state: LiveState;
  readonly previous?: { readonly node: Node; readonly outcome: Outcome };
}

/** The trace to the nearest state that shows a property violated or reached, by the slow and obvious way. */
export function findTrace(configuration: Configuration, name: string): Trace {
  const property = configuration.properties.find((one) => one.name === name);
  if (property === undefined) throw new RangeError(`no property ${name}`);
  const { kind } = property;
  const seen = new Set<string>();
  let frontier: Node[] = startsOf(configuration).map((state) => ({ state }));
  while (frontier.length > 0) {
    const next: Node[] = [];
    for (const node of frontier) {
      const reason = reasonOf(property, momentOf(node));
      if (reason !== undefined && (kind !== 'deadlock-free' || isStuck(configuration, node.state)))
        return traceOf(configuration, pathTo(node), { name, kind, reason } satisfies Finding);
      if (seen.has(node.state.key)) continue;
      seen.add(node.state.key);
      next.push(...successors(configuration, node));
    }
    frontier = next;
  }
  throw new RangeError(`${name}: nothing shows it`);
}

function successors(configuration: Configuration, node: Node): Node[] {
  const number = depth(node) + 1;
  return node.state.candidates().flatMap((transition) => {
    const outcomes = node.state.take(transition, number);
    if (typeof outcomes === 'string') return [];
    return outcomes
      .filter(({ state }) => withinBounds(configuration, state))
      .map((outcome) => ({ state: outcome.state, previous: { node, outcome } }));
  });
}

const momentOf = ({ state, previous }: Node) => ({
  state: state.seen,
  isStart: previous === undefined,
  before: previous?.node.state.seen,
  step: previous?.outcome.step,
});

const depth = ({ previous }: Node): number =>
  previous === undefined ? 0 : depth(previous.node) + 1;

function pathTo(node: Node) {
  const steps = [];
  let at = node;
  while (at.previous !== undefined) {
    steps.unshift({ transition: at.previous.outcome.transition, state: at.state.form });
    at = at.previous.node;
  }
  return { initial: at.state.form, steps };
}
