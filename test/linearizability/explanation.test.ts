import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../checker/index.ts';
import { emptyHistory, withEvent } from '../../checker/linearizability/call-history.ts';
import type { TimedEvent } from '../../checker/linearizability/calls.ts';
import { callsFormOf } from '../../checker/linearizability/explanation.ts';
import { Judge } from '../../checker/linearizability/judge.ts';
import { isSame } from '../../checker/linearizability/same.ts';
import { answeredText } from '../../checker/linearizability/wording.ts';
import { callsColumn, fitsNowhere, type Times } from '../../checker/render/calls-column.ts';
import type { CallForm, CallsForm } from '../../checker/trace/trace.ts';
import { exclusion } from '../render/traces.ts';
import { canBeExplained } from './brute-force.ts';
import { type Run, runs } from './random-runs.ts';

/** Runs that went wrong in their very last event, as those that a search finds. */
const gone: fc.Arbitrary<{ readonly run: Run; readonly form: CallsForm }> = runs
  .map((run) => {
    const judge = new Judge(run.object, 'real-time');
    const isFine = (length: number) =>
      judge.isExplained(
        run.events
          .slice(0, length)
          .reduce((all, event) => withEvent(all, event, run.clients), emptyHistory(run.clients)),
      );
    const length = run.events.findIndex((_, at) => !isFine(at + 1)) + 1;
    return { ...run, events: run.events.slice(0, length) };
  })
  .filter(({ events }) => events.length > 0)
  .map((run) => {
    const events = run.events.map((event, step): TimedEvent => ({ ...event, step }));
    const judge = new Judge(run.object, 'real-time');
    return { run, form: callsFormOf(judge, 'real-time', events, run.clients) };
  });

const OFTEN = { numRuns: 200 };
const LONG = { timeout: 60_000 };

const inPlace = (calls: readonly CallForm[]): readonly CallForm[] =>
  calls
    .filter(({ place }) => place !== undefined)
    .toSorted((one, other) => one.place! - other.place!);

test(
  'all answered calls but one have a place, and one that was answered last fits nowhere',
  LONG,
  () => {
    fc.assert(
      fc.property(gone, ({ run, form: { calls } }) => {
        const misfits = calls.filter(fitsNowhere);
        expect(misfits).toHaveLength(1);
        expect(misfits[0]?.to).toBe(run.events.length - 1);
        expect(inPlace(calls).map(({ place }) => place)).toEqual(
          inPlace(calls).map((_, index) => index + 1),
        );
      }),
      OFTEN,
    );
  },
);

test('in their places the calls are answered as they say', LONG, () => {
  fc.assert(
    fc.property(gone, ({ run, form: { calls } }) => {
      let states = [run.object.initial];
      for (const { client, text, instead = text } of inPlace(calls)) {
        // Only texts are left of the calls: each state that one with this text leads to.
        const self = run.clients.find((one) => String(one) === client)!;
        const possible = run.events.flatMap(({ call }) =>
          call === undefined ? [] : [call as Call],
        );
        states = states.flatMap((state) =>
          possible.flatMap((call) => {
            const effect = run.object.apply(state, call, self);
            if (effect === undefined || answeredText(call, effect[1]) !== instead) return [];
            return [effect[0]];
          }),
        );
        states = states.filter((one, at) => states.findIndex((other) => isSame(one, other)) === at);
        expect(states).not.toEqual([]);
      }
    }),
    OFTEN,
  );
});

test('without the call that fits nowhere, all could be explained', LONG, () => {
  fc.assert(
    fc.property(gone, ({ run }) => {
      expect(canBeExplained(run, 'real-time')).toBe(false);
      expect(canBeExplained({ ...run, events: run.events.slice(0, -1) }, 'real-time')).toBe(true);
    }),
    OFTEN,
  );
});

test(
  'each place is drawn within its bar, or below where a crash cut the call off, one below the other',
  LONG,
  () => {
    fc.assert(
      fc.property(gone, ({ run, form }) => {
        const steps = [...run.events.keys()].map((step) => 100 + 50 * step);
        const bottom = 100 + 50 * steps.length;
        const times: Times = { top: 60, header: 28, steps, right: 300, bottom };
        const { boxes } = callsColumn({ ...exclusion, calls: form }, times);
        const box = (name: string) => boxes.find((one) => one.name === name)!;
        const heights = form.calls
          .map(({ place }, index) => ({ place, index }))
          .filter(({ place }) => place !== undefined)
          .toSorted((one, other) => one.place! - other.place!)
          .map(({ index }) => {
            const [bar, badge] = [box(`call_${index + 1}`), box(`place_${index + 1}`)];
            const below = badge.centre.y - bar.centre.y;
            expect(below).toBeGreaterThan(-bar.height / 2);
            if (form.calls[index]!.end !== 'cut off') expect(below).toBeLessThan(bar.height / 2);
            return badge.centre.y;
          });
        for (const [at, y] of heights.entries()) expect(y).toBeGreaterThan(heights[at - 1] ?? 0);
      }),
      OFTEN,
    );
  },
);
