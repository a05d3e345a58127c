import { expect, test } from 'vitest';
import { LimitReached, ModelError } from '../../checker/errors.ts';
import type { SearchOptions } from '../../checker/explore/result.ts';
import { run } from './fake-io.ts';
import { roomSpec, smallSpecs } from './small-specs.ts';

const checked = (line: string) => run(`check ${line}`.split(' '), smallSpecs);

test('a spec whose properties hold: 0', async () => {
  const { code, out, err, files } = await checked('room');
  expect({ code, err, files: files.size }).toEqual({ code: 0, err: '', files: 0 });
  expect(out).toContain('HOLDS  room\n');
  expect(out).toContain('! Never taken: knock.');
});

test('a variant that breaks its property: 1, as expected, and a counterexample', async () => {
  const { code, out, files } = await checked('room --variant unlocked');
  expect(code).toBe(1);
  expect(out).toContain('VIOLATED  room, variant unlocked  as expected');
  expect(out).toContain('"at most one guest is inside" is violated after 2 steps');
  expect([...files.keys()]).toEqual([
    'counterexamples/room/unlocked.json',
    'counterexamples/room/unlocked.dot',
    'counterexamples/room/unlocked.svg',
  ]);
  for (const path of files.keys()) expect(out).toContain(`  written  ${path}\n`);
});

test('the same check writes the same files', async () => {
  const first = await checked('room --variant unlocked');
  const second = await checked('room --variant unlocked');
  expect([...second.files]).toEqual([...first.files]);
});

test('a variant that breaks another property: 1, not as expected', async () => {
  const { code, out } = await checked('mild --variant mild');
  expect(code).toBe(1);
  expect(out).toContain('VIOLATED  mild, variant mild  NOT as expected');
  expect(out).toContain(
    'The variant mild must violate "at most one guest is inside"; that was not found.',
  );
});

test('a variant that breaks nothing within the bounds: 1, and what was expected', async () => {
  const { code, out, files } = await checked('room --variant unlocked --set guests=1');
  expect({ code, files: files.size }).toEqual({ code: 1, files: 0 });
  expect(out).toContain('HOLDS  room, variant unlocked  NOT as expected');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    'The variant unlocked must violate "at most one guest is inside", but within these bounds it does not.',
  );
});

test('a violation of the spec itself is written under the name of the property', async () => {
  const { code, files } = await checked('mild');
  expect(code).toBe(1);
  expect([...files.keys()][0]).toBe('counterexamples/mild/nobody-has-left.json');
});

test('a witness that does not exist: 1, without a trace', async () => {
  const { code, out, files } = await checked('vacuous');
  expect({ code, files: files.size }).toEqual({ code: 1, files: 0 });
  expect(out).toContain('"a crowd" is never reached');
});

test.each([
  ['--max-states 50', 'cut short by the limit of 50 states; --max-states raises it'],
  ['--max-depth 7', 'cut short by the limit of 7 transitions in depth; --max-depth raises it'],
  ['--max-seconds 1 --strategy dfs', 'cut short by the limit of 1 second; --max-seconds raises it'],
  ['--strategy random --seed 7 --max-states 9', 'random walks, seed 7'],
])('a limit reached first, %s: 3, and nothing is said to hold', async (options, said) => {
  const { code, out } = await checked(`endless ${options}`);
  expect(code).toBe(3);
  expect(out).toContain('INCONCLUSIVE  endless');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(said);
  expect(out).not.toMatch(/hold/i);
});

test('random walks end after 30 seconds, unless told', async () => {
  const asked: SearchOptions[] = [];
  const check = async (_: unknown, options: SearchOptions): Promise<never> => {
    asked.push(options);
    throw new LimitReached('enough');
  };
  const line = ['check', 'endless', '--strategy', 'random'];
  await run(line, smallSpecs, { check });
  await run([...line, '--max-seconds', '2'], smallSpecs, { check });
  await run(['check', 'endless'], smallSpecs, { check });
  expect(asked.map(({ limits }) => limits.seconds)).toEqual([30, 2, undefined]);
});

test('the memory limit is a part of what the machine allows, unless told', async () => {
  const asked: SearchOptions[] = [];
  const check = async (_: unknown, options: SearchOptions): Promise<never> => {
    asked.push(options);
    throw new LimitReached('enough');
  };
  await run(['check', 'room'], smallSpecs, { check });
  await run(['check', 'room', '--memory', '100'], smallSpecs, { check });
  expect(asked.map(({ limits }) => limits.megabytes)).toEqual([3072, 100]);
});

test('interrupted: 130, with a summary of what was covered', async () => {
  const { code, out } = await run(['check', 'endless'], smallSpecs, {
    onInterrupt: (stop) => void setTimeout(stop, 50),
  });
  expect(code).toBe(130);
  expect(out).toContain('INCONCLUSIVE  endless');
  expect(out).toContain('The search was interrupted.');
  expect(out).toMatch(/[\d,]+ distinct states/);
});

test('a faulty model: 2, in one line that names it', async () => {
  const { code, out, err } = await checked('faulty');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^faulty: .*instance of Date.*\n$/);
});

test('a spec that is faulty in itself: 2', async () => {
  const load = async () => {
    throw new ModelError('room: there are two of the property "x"; rename one.');
  };
  const { code, err } = await run(['check', 'room'], load);
  expect({ code, err }).toEqual({
    code: 2,
    err: 'room: there are two of the property "x"; rename one.\n',
  });
});

test('an error of Holds itself: 70, with all there is to know', async () => {
  const check = async () => {
    throw new RangeError('index 12 out of range');
  };
  const { code, out, err } = await run(['check', 'room'], [roomSpec], { check });
  expect({ code, out }).toEqual({ code: 70, out: '' });
  expect(err).toContain('This is a bug in Holds');
  expect(err).toContain('RangeError: index 12 out of range\n    at ');
});

test('--format json prints one object and nothing else, with the traces', async () => {
  const { code, out, err } = await checked('room --variant unlocked --format json');
  expect(code).toBe(1);
  expect(err).toContain('written counterexamples/room/unlocked.json\n');
  const report = JSON.parse(out);
  expect(Object.keys(report)).toEqual(
    expect.arrayContaining(
      'spec variant parameters strategy symmetry workers outcome complete states transitions depth seconds bytesPerState properties actions limits'.split(
        ' ',
      ),
    ),
  );
  expect(report).toMatchObject({
    spec: 'room',
    variant: 'unlocked',
    parameters: { guests: 2, locked: false },
    outcome: 'violated',
    complete: false,
  });
  const [violated, witness] = report.properties;
  expect(violated).toMatchObject({ kind: 'invariant', status: 'violated' });
  expect(violated.trace.steps).toHaveLength(2);
  expect(witness).toEqual({
    name: 'everybody has been inside',
    kind: 'reachable',
    status: 'undecided',
  });
});

test('colours and a line rewritten in place only on a terminal', async () => {
  const onTerminal = await run('check endless --max-seconds 1'.split(' '), smallSpecs, {
    isTerminal: true,
  });
  expect(onTerminal.out).toContain('\u001b[');
  expect(onTerminal.err).toContain('\r\u001b[2K');
  expect(onTerminal.err.endsWith('\r\u001b[2K')).toBe(true);
  const piped = await checked('endless --max-seconds 1');
  expect(piped.out + piped.err).not.toContain('\u001b');
});
