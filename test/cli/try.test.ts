import { test } from 'vitest';
import { run } from './fake-io.ts';
import { smallSpecs } from './small-specs.ts';
test('x', async () => {
  for (const line of ['check', 'check room', 'check room --variant unlocked', 'check mild', 'check mild --variant mild','check vacuous', 'check endless --max-states 2000', 'check faulty', 'check --all', 'check room --format json', 'check room --all', 'check room --all --update', 'check endless --strategy random --max-states 3', 'check endless --max-depth 10']) {
    const r = await run(line.split(' '), smallSpecs);
    console.log('>>> ' + line + ' => ' + r.code + '\n' + r.out + '[[' + r.err + ']]' + [...r.files.keys()].join());
  }
});
