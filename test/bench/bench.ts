import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';
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
  for (const { name } of CASES.filter((one) => one.name.includes(values.only ?? ''))) {
    const row = measuredApart(name, values.whole);
    rows.push(row);
    if (!values.json) console.log(`${shown(row)}\n`);
  }
  if (values.json) console.log(JSON.stringify({ cases: rows }, undefined, 2));
  else
    console.log(
      'times probe: transitions a second, over the dependent random reads a second of a 512 MB array that this machine made just after.',
    );
}
