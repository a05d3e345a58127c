import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult, SearchOptions, StrategyName } from '../../checker/explore/result.ts';
import type { Spec } from '../../checker/index.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { explore, type Findings } from '../reference/explorer.ts';
import { faultIn } from '../reference/follow.ts';
import {
  incrementingSpec,
  jugsSpec,
  terminationOnRingSpec,
  twoPhaseCommitSpec,
} from '../reference/known-systems.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

/** Random models with more states than this are passed over, to save time. */
const MOST = 1500;

const RUNS = 400;

const searching = (
  strategy: StrategyName,
  options: Partial<SearchOptions> = {},
): SearchOptions => ({
  strategy,
  seed: 1,
  limits: {},
  keepGoing: true,
  ...options,
});

/** What a result and the findings of the reference explorer must agree on. */
const summaryOf = (result: CheckResult) => ({
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
  findings: Findings,
): ReturnType<typeof summaryOf> {
  const { states, transitions, cut, taken, distances } = findings;
  const statuses = properties.map(({ name, kind }) => {
    const witness = kind === 'reachable' || kind === 'reachable-step';
    const isFound = distances[name] !== undefined;
    if (witness) return [name, isFound ? 'reached' : 'unreachable'];
    return [name, isFound ? 'violated' : 'holds'];
  });
  return {
    complete: true,
    stopped: undefined,
    states,
    transitions,
    cut,
    taken,
    statuses: Object.fromEntries(statuses),
  };
}

/** Says of each path in a result whether the reference explorer can go it, and it shows what it is to show. */
function expectGenuinePaths(configuration: Configuration, result: CheckResult): void {
  for (const one of result.properties) {
    const decided = one.status === 'violated' || one.status === 'reached';
    expect(one.path !== undefined, `${one.name} has a path`).toBe(decided);
    if (decided) expect(faultIn(configuration, one)).toBeUndefined();
  }
}

async function expectAgreement(configuration: Configuration, findings: Findings): Promise<void> {
  const expected = expectedOf(configuration, findings);
  const breadthFirst = await check(configuration, searching('bfs'));
  const depthFirst = await check(configuration, searching('dfs'));
  expect(summaryOf(breadthFirst)).toEqual(expected);
  expect(summaryOf(depthFirst)).toEqual(expected);
  //DEPTH
  expectGenuinePaths(configuration, breadthFirst);
  expectGenuinePaths(configuration, depthFirst);
  for (const { name, path } of breadthFirst.properties)
    expect(path?.steps.length, name).toBe(findings.distances[name]);
}

const withoutCosts = ({ seconds, bytesPerState, ...result }: CheckResult) => result;

/** What holds of the searches of any model small enough. */
async function expectSoundSearches(spec: Spec): Promise<void> {
  const configuration = configure(spec);
  const findings = explore(configuration, MOST);
  fc.pre(findings !== undefined);
  await expectAgreement(configuration, findings);
}

test('searches of random protocols agree with the reference explorer', async () => {
  await fc.assert(
    fc.asyncProperty(protocolTables, (table) => expectSoundSearches(protocolSpecOf(table))),
    { numRuns: RUNS, maxSkipsPerRun: 20 },
  );
});

test('searches of random plain systems agree with the reference explorer', async () => {
  await fc.assert(
    fc.asyncProperty(systemTables, (table) => expectSoundSearches(systemSpecOf(table))),
    { numRuns: RUNS, maxSkipsPerRun: 20 },
  );
});

describe.each([jugsSpec, incrementingSpec, twoPhaseCommitSpec, terminationOnRingSpec])(
  '$name',
  (spec) => {
    test('searches agree with the reference explorer', () => expectSoundSearches(spec));
  },
);
