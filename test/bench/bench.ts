import { parseArgs } from 'node:util';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { raftSpec } from '../../specs/raft.ts';
import { explore } from '../reference/explorer.ts';
import { dependentReadsPerSecond } from './memory-probe.ts';
import { twoPhaseCommitSpec } from './models/two-phase-commit.ts';

/** One thing measured. */
interface Case {
  readonly name: string;
  readonly spec: Spec;
  readonly settings: Readonly<Record<string, number>>;
  /** Bounds at which the reference explorer ends soon. */
  readonly small: Readonly<Record<string, number>>;
}

const CASES: readonly Case[] = [
  {
    name: 'raft, default bounds',
    spec: raftSpec,
    settings: {},
    small: { maxTerm: 1, maxLog: 1, duplication: 0, loss: 0 },
  },
  {
    name: 'two-phase commit, 9 managers',
    spec: twoPhaseCommitSpec,
    settings: { managers: 9 },
    small: { managers: 5 },
  },
];

async function measure({ name, spec, settings, small }: Case, probe: number) {
  const options = { strategy: 'bfs', seed: 0, limits: {} } as const;
  const result = await check(configure(spec, undefined, settings), options);
  const slow = configure(spec, undefined, { ...settings, ...small });
  const quick = await check(slow, options);
  const started = performance.now();
  explore(slow);
  const reference = (performance.now() - started) / 1000;
  const perSecond = result.transitions / result.seconds;
  return {
    name,
    states: result.states,
    transitions: result.transitions,
    seconds: result.seconds,
    transitionsPerSecond: Math.round(perSecond),
    bytesPerState: result.bytesPerState,
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    modelRuns: result.modelRuns,
    transitionsPerModelRun: result.transitions / result.modelRuns,
    timesProbe: perSecond / probe,
    timesReference: reference / quick.seconds,
  };
}

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const probe = dependentReadsPerSecond();
const rows = [];
for (const one of CASES) rows.push(await measure(one, probe));
if (values.json)
  console.log(
    JSON.stringify({ dependentReadsPerSecond: Math.round(probe), cases: rows }, undefined, 2),
  );
else {
  console.log(
    `This machine makes ${(probe / 1e6).toFixed(1)} million dependent random reads a second of a 512 MB array.\n`,
  );
  for (const row of rows) {
    console.log(row.name);
    for (const [name, value] of Object.entries(row).slice(1)) {
      const text =
        typeof value === 'number' && !Number.isInteger(value)
          ? value.toFixed(2)
          : value.toLocaleString('en');
      console.log(
        `  ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).padEnd(26)}${text.padStart(14)}`,
      );
    }
  }
}
