import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CASES, type Case } from './cases.ts';
import { type Measured, measure } from './measure.ts';

/** As much memory as the reference explorer takes for the largest case that it can do, in megabytes. */
const REFERENCE_HEAP = 8192;

/** Measures a case in a process of its own, so that its peak of memory is its own too. */
function measuredApart(name: string, whole: boolean): Measured {
  const file = new URL(import.meta.url).pathname;
  const heap = whole ? [`--max-old-space-size=${REFERENCE_HEAP}`, '--import'] : ['--import'];
  const args = [...heap, 'tsx/esm', file, '--case', name, ...(whole ? ['--whole'] : [])];
  const text = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The process prints what `measure` gives, and nothing else.
  return JSON.parse(text) as Measured;
}

/** Seconds that the command takes that asks what a case does, from its start to its end. */
function commandSeconds({ spec, settings = {} }: Case): number {
  const file = (path: string) => new URL(path, import.meta.url).pathname;
  const values = Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const args = [file('../../checker/cli/start.mjs'), file('check.ts'), spec.name, ...values];
  const times = Array.from({ length: 3 }, () => {
    const started = performance.now();
    execFileSync(process.execPath, args, { stdio: 'ignore' });
    return (performance.now() - started) / 1000;
  });
  return times.sort((a, b) => a - b)[1] ?? Number.NaN;
}

function shown({ name, ...figures }: Measured): string {
  const lines = Object.entries(figures).map(([figure, value]) => {
    const words = figure.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    const text = Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
    return `  ${words.padEnd(26)}${text.padStart(14)}`;
  });
  return [name, ...lines].join('\n');
}

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    case: { type: 'string' },
    only: { type: 'string' },
    whole: { type: 'boolean', default: false },
  },
});
const chosen = CASES.find(({ name }) => name === values.case);
if (chosen !== undefined) {
  console.log(JSON.stringify(await measure(chosen, values.whole)));
} else {
  const rows: Measured[] = [];
  for (const one of CASES.filter(({ name }) => name.includes(values.only ?? ''))) {
    const measured = measuredApart(one.name, values.whole);
    const row = one.isCommand ? { ...measured, commandSeconds: commandSeconds(one) } : measured;
    rows.push(row);
    if (!values.json) console.log(`${shown(row)}\n`);
  }
  if (values.json) console.log(JSON.stringify({ cases: rows }, undefined, 2));
  else
    console.log(
      'times probe: transitions a second, over the dependent random reads a second of a 512 MB array that this machine made just after.',
    );
}
