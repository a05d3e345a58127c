import { expect } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult, SearchOptions, StrategyName } from '../../checker/explore/result.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import { explore, type Findings } from './explorer.ts';
import { faultIn } from './follow.ts';

export const searching = (
  strategy: StrategyName,
  options: Partial<SearchOptions> = {},
): SearchOptions => ({ strategy, seed: 1, limits: {}, ...options });

/** A result without what may differ from run to run. */
export const withoutCosts = ({
  seconds: _,
  bytesPerState: __,
  ...result
}: CheckResult): Partial<CheckResult> => result;

/** Expects that searches of everything find out what the reference explorer found, and by genuine paths. */
export async function expectAgreement(
  configuration: Configuration,
  findings: Findings,
  options: Partial<SearchOptions> = {},
): Promise<void> {
  const expected = expectedOf(configuration, findings);
  for (const strategy of ['bfs', 'dfs'] as const) {
    const result = await check(configuration, searching(strategy, { keepGoing: true, ...options }));
    expect(summaryOf(result)).toEqual(expected);
    expectGenuinePaths(configuration, result);
    if (strategy === 'dfs') continue;
    expect(result.depth, 'depth').toBe(findings.depth);
    expectShortestPaths(result, findings);
  }
}

/** Explores a configuration in both ways, and expects agreement. */
export const expectAgreementOf = (configuration: Configuration): Promise<void> => {
  const findings = explore(configuration);
  if (findings === undefined) throw new Error('the reference explorer has no limit here');
  return expectAgreement(configuration, findings);
};

/** Expects of each path in a result that the reference explorer can go it, and that it shows what it is to show. */
export function expectGenuinePaths(configuration: Configuration, result: CheckResult): void {
  for (const one of result.properties) {
    const decided = one.status === 'violated' || one.status === 'reached';
    expect(one.path !== undefined, `${one.name} has a path`).toBe(decided);
    if (decided) expect(faultIn(configuration, one)).toBeUndefined();
  }
}

/** Expects that no path in a result is longer than the shortest there is. */
export function expectShortestPaths({ properties }: CheckResult, { distances }: Findings): void {
  for (const { name, path } of properties)
    if (path !== undefined) expect(path.steps.length, name).toBe(distances[name]);
}

const summaryOf = (result: CheckResult) => ({
  outcome: result.outcome,
  complete: result.complete,
  stopped: result.stopped,
  states: result.states,
  transitions: result.transitions,
  cut: Object.fromEntries(result.limits.map(({ name, cut }) => [name, cut])),
  taken: Object.fromEntries(
    result.actions.filter(({ taken }) => taken > 0).map(({ name, taken }) => [name, taken]),
  ),
  statuses: Object.fromEntries(result.properties.map(({ name, status }) => [name, status])),
});

function expectedOf(
  { properties }: Configuration,
  { states, transitions, cut, taken, distances }: Findings,
): ReturnType<typeof summaryOf> {
  const statuses = properties.map(({ name, kind }) => {
    const isFound = distances[name] !== undefined;
    if (kind === 'reachable' || kind === 'reachable-step')
      return [name, isFound ? 'reached' : 'unreachable'] as const;
    return [name, isFound ? 'violated' : 'holds'] as const;
  });
  const asWished = statuses.every(([, status]) => status === 'holds' || status === 'reached');
  return {
    outcome: asWished ? 'holds' : 'violated',
    complete: true,
    stopped: undefined,
    states,
    transitions,
    cut,
    taken,
    statuses: Object.fromEntries(statuses),
  };
}
