import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box, Line, Point } from '../../checker/render/picture.ts';
import { traceToDot, traceToPicture } from '../../checker/render/trace-dot.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import {
  everyEnvironment,
  everyFault,
  exclusion,
  gossipTrace,
  manyCalls,
  prepared,
  staleRead,
} from './traces.ts';

describe('the drawing of', () => {
  test.each([
    ['a violation', 'lock-server', exclusion],
    ['every fault', 'every-fault', everyFault],
    ['everything that the environment does', 'every-environment', everyEnvironment],
    ['a plain system', 'counters', prepared],
    ['a call that fits nowhere', 'stale-read', staleRead],
    ['one among many that fit', 'many-calls', manyCalls],
  ])('%s', async (_, name, trace) => {
    await expect(traceToDot(trace)).toMatchFileSnapshot(`golden/${name}.dot`);
  });
});

test('text that means something to Graphviz is left as it is', () => {
  const property = {
    ...exclusion.property,
    name: 'a "quoted" \\N & <b>',
    reason: 'one\ntwo\u0007three \\l',
  };
  const dot = traceToDot({ ...exclusion, property });
  expect(dot).toContain('Violated: a \\"quoted\\" \\\\N &amp; <b>\\l');
  expect(dot).toContain('label="one two three \\\\l\\l"');
});

test('a message that is never received is said where it was sent', () => {
  const steps = exclusion.steps.slice(0, 1);
  expect(traceToDot({ ...exclusion, steps })).toContain('acquire → server: still in flight');
});

const traces: fc.Arbitrary<Trace> = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.constantFrom('unordered', 'fifo'),
    fc.array(fc.nat(10_000), { maxLength: 40 }),
  )
  .map(([nodes, network, draws]) => gossipTrace(nodes, network, draws));

const overlap = (a: Box, b: Box): boolean =>
  Math.abs(a.centre.x - b.centre.x) * 2 < a.width + b.width - 1 &&
  Math.abs(a.centre.y - b.centre.y) * 2 < a.height + b.height - 1;

/** Text stands in its box with some space around it, which may be shared with its neighbours. */
const tight = (box: Box): Box => (box.look === undefined ? { ...box, width: box.width - 14 } : box);

/** Whether a straight line goes through the inside of a box, found by looking at many of its points. */
function crosses([from, to]: readonly [Point, Point], { centre, width, height }: Box): boolean {
  return Array.from({ length: 101 }, (_, index) => index / 100).some((part) => {
    const x = from.x + part * (to.x - from.x);
    const y = from.y + part * (to.y - from.y);
    return Math.abs(x - centre.x) < width / 2 - 1 && Math.abs(y - centre.y) < height / 2 - 1;
  });
}

const segments = ({ points }: Line): readonly (readonly [Point, Point])[] =>
  points.slice(1).map((to, index) => [points[index]!, to]);

describe('whatever happens', () => {
  test('no box covers another one', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const boxes = traceToPicture(trace).boxes.map(tight);
        for (const [index, box] of boxes.entries())
          for (const other of boxes.slice(index + 1))
            expect(overlap(box, other) ? `${box.name} and ${other.name}` : '').toBe('');
      }),
      { numRuns: 30 },
    );
  });

  test('no message runs through the box of a step', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { boxes, lines } = traceToPicture(trace);
        const steps = boxes.filter(({ name }) => name.startsWith('step_'));
        const messages = lines.filter(({ name }) => name.startsWith('message_'));
        const through = messages.flatMap((message) =>
          steps
            .filter((box) => segments(message).some((segment) => crosses(segment, box)))
            .map(({ name }) => `${message.name} through ${name}`),
        );
        expect(through).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('every step is there once', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const { boxes } = traceToPicture(trace);
        const numbers = boxes.flatMap(({ text }) =>
          text.flatMap(({ lines }) => lines[0]?.match(/^(\d+)\. /)?.[1] ?? []),
        );
        expect(numbers.map(Number).toSorted((a, b) => a - b)).toEqual(
          trace.steps.map((_, index) => index + 1),
        );
      }),
      { numRuns: 30 },
    );
  });
});
