import { expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { filesOf } from '../checker/cli/counterexample-files.ts';
import { traceFor } from '../checker/cli/search.ts';
import type { ParameterValue } from '../checker/model/parameters.ts';
import { configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import { paxosSpec } from '../specs/paxos.ts';

/** Scenarios that are kept as pictures beside the counterexamples: the shortest ways to a witness. */
const SCENARIOS: readonly {
  readonly spec: Spec;
  readonly witness: string;
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly steps: number;
}[] = [
  {
    // The first proposer is refused where the second was promised, whose value is chosen.
    spec: paxosSpec,
    witness: 'a value is chosen after the proposal of another was refused',
    set: { learners: 1, loss: 0, duplication: 0, crash: 0, restart: 0, inFlight: 8 },
    steps: 14,
  },
];

test.each(SCENARIOS)('$spec.name: $witness', async ({ spec, witness, set, steps }) => {
  const configuration = configure(spec, undefined, set);
  const { properties } = await check(configuration, { strategy: 'bfs', seed: 0, limits: {} });
  const found = properties.find(({ name }) => name === witness);
  expect(found?.path?.steps.length).toBe(steps);
  const trace = found === undefined ? undefined : traceFor(configuration, found);
  const files = trace === undefined ? [] : await filesOf(trace);
  expect(files).toHaveLength(3);
  for (const { path, text } of files) await expect(text).toMatchFileSnapshot(`../${path}`);
});
