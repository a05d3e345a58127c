import { expect, test } from 'vitest';
import { dotToSvg } from '../../checker/render/svg.ts';
import { traceToDot } from '../../checker/render/trace-dot.ts';
import { everyFault, exclusion } from './traces.ts';

test('the same drawing every time, byte for byte', async () => {
  const dot = traceToDot(everyFault);
  const first = await dotToSvg(dot);
  expect(await dotToSvg(traceToDot(exclusion))).not.toBe(first);
  expect(await dotToSvg(dot)).toBe(first);
});

test('texts come out as they went in', async () => {
  const name = 'naïve → 日本語 | 😀 | ijl "so" <it> & is';
  const property = { ...exclusion.property, name };
  const svg = await dotToSvg(traceToDot({ ...exclusion, property }));
  expect(svg).toContain(
    'Violated: naïve → 日本語 | 😀 | ijl &quot;so&quot; &lt;it&gt; &amp; is</text>',
  );
  expect(svg).toContain('at idle → waiting</text>');
});

test('many different characters come out as they went in', async () => {
  const name = Array.from({ length: 200 }, (_, index) => String.fromCodePoint(0x3b1 + index)).join(
    '',
  );
  const label = `digraph { node [label="${name}"]; a [pos="0,0!"]; }`;
  expect(await dotToSvg(label)).toContain(`>${name}</text>`);
});

test('titles are bold, boxes stay where they are put', async () => {
  const svg = await dotToSvg(
    'digraph { node [fontname="Helvetica-Bold"]; a [pos="1,2!", label="here"]; b [pos="3,2!"]; }',
  );
  expect(svg).toMatch(/font-family="Helvetica,sans-Serif" font-weight="bold" [^>]*>here<\/text>/);
  const [a, b] = [...svg.matchAll(/<ellipse [^>]*cx="([\d.-]+)" cy="([\d.-]+)"/g)];
  expect(Number(b?.[1]) - Number(a?.[1])).toBe(144);
  expect(b?.[2]).toBe(a?.[2]);
});

test('what is no graph is refused', async () => {
  await expect(dotToSvg('digraph {')).rejects.toThrow(/syntax error/);
});
