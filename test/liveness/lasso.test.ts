import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { PropertyResult } from '../../checker/explore/result.ts';
import {
  alwaysEventually,
  atMostOverall,
  behaviour,
  each,
  eventually,
  leadsTo,
  spec,
  system,
  weak,
} from '../../checker/index.ts';
import type { ProtocolSubject, Subject } from '../../checker/model/subject.ts';
import type { Property } from '../../checker/property/property.ts';
import { traceToDot } from '../../checker/render/trace-dot.ts';
import { traceFromJson, traceToJson } from '../../checker/render/trace-json.ts';
import { traceToText } from '../../checker/render/trace-text.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import type { Trace } from '../../checker/trace/trace.ts';
import { traceOf } from '../../checker/trace/trace-of.ts';
import { raftSpec } from '../../specs/raft.ts';
import { searching } from '../reference/agreement.ts';
import { callersSpec } from './callers.ts';

async function lassoOf(configuration: Configuration, name: string): Promise<Trace> {
  const { properties } = await check(configuration, searching('bfs'));
  const found = properties.find((one) => one.name === name);
  if (found?.path === undefined || found.reason === undefined)
    throw new RangeError(`"${name}" has no lasso`);
  const { kind, path, reason, fairness } = found;
  return traceOf(configuration, path, { name, kind, reason, fairness });
}

const statuses = (properties: readonly PropertyResult[]) =>
  Object.fromEntries(properties.map(({ name, status }) => [name, status]));

const patient = configure(callersSpec);
const impatient = configure(callersSpec, 'impatient');

test('liveness of each process is decided on its own', async () => {
  const { properties } = await check(patient, searching('bfs'));
  expect(statuses(properties)).toEqual({
    'who waits is told something': 'holds',
    'everyone is answered': 'violated',
    'nobody calls for ever': 'violated',
  });
});

test('depth-first search comes to the same verdicts, random walks to none', async () => {
  const { properties } = await check(patient, searching('dfs'));
  expect(statuses(properties)).toMatchObject({ 'everyone is answered': 'violated' });
  const walked = await check(patient, searching('random', { limits: { seconds: 0.1 } }));
  expect(walked.properties.every(({ status }) => status === 'undecided')).toBe(true);
});

test('a variant may be declared to violate a property of liveness', async () => {
  const result = await check(impatient, searching('bfs'));
  expect(result.complete).toBe(true);
  expect(statuses(result.properties)).toMatchObject({ 'who waits is told something': 'violated' });
});

test.each([
  ['is not fair', weak('deliver'), 1, 'violated'],
  ['is fair', weak('deliver', 'restart'), 1, 'holds'],
  // A budget that is spent is no bound of the search: in that environment nothing restarts any more.
  ['is fair and cannot happen', weak('deliver', 'restart'), 0, 'violated'],
] as const)(
  'a crashed process may stay down for ever: restart %s',
  async (_, fairness, restart, status) => {
    const up = alwaysEventually<ProtocolSubject<{ desk: 'calm' }, undefined>>(
      'everyone comes up again',
      each('desk', (_, { self, world }) => world.isUp(self)),
      { fairness },
    );
    const configuration = configure(callersSpec, undefined, { crash: 1, restart });
    const result = await check(
      { ...configuration, properties: [up as Property<Subject>] },
      searching('bfs'),
    );
    expect(result.properties[0]?.status).toBe(status);
  },
);

test('a leader of Raft within bounded terms is not decided', async () => {
  const configuration = configure(raftSpec, undefined, {
    ...{ maxTerm: 1, maxLog: 0, loss: 0, duplication: 0, crash: 0, restart: 0 },
  });
  const elected = eventually<never>(
    'a leader is eventually elected',
    ({ server }) =>
      (server as { some(is: (one: { role: string }) => boolean): boolean }).some(
        ({ role }) => role === 'leader',
      ),
    { fairness: weak('timeout', 'deliver') },
  );
  const result = await check(
    { ...configuration, properties: [elected as never] },
    searching('bfs'),
  );
  expect(result).toMatchObject({ outcome: 'inconclusive', complete: true });
  expect(result.properties[0]?.status).toBe('undecided');
});

describe('a written lasso', () => {
  test('is told step by step, with its cycle and how it is fair', async () => {
    expect(traceToText(await lassoOf(patient, 'everyone is answered'))).toMatchInlineSnapshot(`
      "callers: stem 0 steps, cycle 6 steps

         ⟳  again and again:
         1  caller-1  call
                      idle → waiting
                      sends call to desk
         2  caller-2  call
                      idle → waiting
                      sends call to desk
         3  desk      receives call from caller-1 (sent in step 1)
                      sends busy to caller-1
         4  desk      receives call from caller-2 (sent in step 2)
                      sends busy to caller-2
         5  caller-1  receives busy from desk (sent in step 3)
                      waiting → idle
         6  caller-2  receives busy from desk (sent in step 4)
                      waiting → idle
         ⟲  back to the initial state, for ever

      Violated: everyone is answered
        it never comes true of caller-1
        weak fairness of call: taken (caller-1, caller-2)
        strong fairness of deliver: taken (call from caller-1 to desk, call from caller-2 to desk, busy from desk to caller-1, 1 more)
      "
    `);
    expect(
      traceToText(await lassoOf(impatient, 'who waits is told something')),
    ).toMatchInlineSnapshot(`
      "callers, variant impatient: 3 steps, then stops

         1  caller-1  call
                      idle → waiting
                      sends call to desk
         2  desk      receives call from caller-1 (sent in step 1)
                      sends busy to caller-1
         3  caller-1  receives busy from desk (sent in step 2)
         ⟲  may stop here for ever

      Violated: who waits is told something
        from step 1 on it never comes true of caller-1
        weak fairness of deliver: not enabled
      "
    `);
  });

  test('replays from its file', async () => {
    for (const [configuration, name] of [
      [patient, 'everyone is answered'],
      [impatient, 'who waits is told something'],
    ] as const) {
      const trace = await lassoOf(configuration, name);
      const read = traceFromJson(traceToJson(trace));
      expect(replayTrace(read, configuration)).toEqual({ verdict: 'confirmed' });
      expect(traceToJson(read)).toBe(traceToJson(trace));
    }
  });

  test('has its cycle drawn', async () => {
    const cycle = traceToDot(await lassoOf(patient, 'everyone is answered'));
    expect(cycle).toContain('again and again: steps 1 to 6');
    expect(cycle).toContain(
      'loop_back_2 -> loop_back_3 [color="#5B3A8C", style=solid, penwidth=2];',
    );
    expect(cycle).toContain('strong fairness of deliver');
    const stop = traceToDot(await lassoOf(impatient, 'who waits is told something'));
    expect(stop).toContain('may stop here for ever');
    expect(stop).not.toContain('loop_back');
  });

  test('is refused where it does not close, is not fair, or cannot stop', async () => {
    const trace = await lassoOf(patient, 'everyone is answered');
    const objection = (changed: Trace) => {
      const replayed = replayTrace(changed, patient);
      return replayed.verdict === 'differs' ? replayed.differences : [];
    };
    const { loop: _, ...finite } = trace;
    expect([
      ...objection(finite),
      ...objection({ ...trace, loop: 2 }),
      ...objection({ ...trace, loop: 9 }),
      ...objection({ ...trace, loop: 6 }),
      ...objection({ ...trace, steps: [], loop: 0 }),
      ...objection({ ...trace, fairness: [] }),
    ]).toMatchInlineSnapshot(`
      [
        ""everyone is answered" is about runs for ever; the trace does not say where it loops",
        "the last step does not lead back to the state after step 2",
        "there is no state after 9 steps",
        "the run is not fair: weak fairness of call: enabled and NEVER TAKEN (caller-1, caller-2)",
        "the run is not fair: weak fairness of call: enabled and NEVER TAKEN (caller-1, caller-2)",
        "fairness is [] in the trace, but the model gives ["weak fairness of call: taken (caller-1, caller-2)", "strong fairness of deliver: taken (call from caller-1 to desk, call from caller-2 to desk, busy from desk to caller-1, 1 more)"]",
      ]
    `);
  });

  test('is refused where a fair class is enabled on the cycle and never taken', async () => {
    // The one caller goes round; the other never calls, though it could all the time.
    const trace = await lassoOf(
      {
        ...patient,
        properties: patient.properties.map((one) => ({ ...one, fairness: [weak('deliver')] })),
      },
      'nobody calls for ever',
    );
    const replayed = replayTrace(trace, patient);
    expect(replayed).toMatchObject({ verdict: 'differs', at: 'property' });
    expect(replayed.verdict === 'differs' && replayed.differences[0]).toContain('not fair');
  });
});

test('a cycle of a plain system is drawn around the states that it repeats', async () => {
  const lights = system({
    name: 'lights',
    define: () =>
      behaviour<{ readonly light: string }>(
        { light: 'off' },
        {
          start: ({ light }) => light === 'off' && { light: 'red' },
          go: ({ light }) => light === 'red' && { light: 'green' },
          stop: ({ light }) => light === 'green' && { light: 'red' },
        },
      ),
  });
  const off = eventually<{ view: { light: string }; world: undefined; locals: object }>(
    'broken in the end',
    ({ light }) => light === 'yellow',
    { fairness: weak('start', 'go', 'stop') },
  );
  const drawn = traceToDot(
    await lassoOf(configure(spec(lights, { about: 'lights', properties: [off] })), off.name),
  );
  expect(drawn).toContain('lights: stem 1 step, cycle 2 steps');
  expect(drawn).toContain('back to the state after step 1, for ever');
  expect(drawn).toContain('loop_back_3');
});

test('a stop beyond which a bound cuts is refused by a replay', async () => {
  const up = system({
    name: 'up',
    define: () =>
      behaviour<{ readonly at: number }>({ at: 0 }, { up: ({ at }) => ({ at: at + 1 }) }),
  });
  const bounded = configure(
    spec(up, {
      about: 'a counter',
      properties: [eventually('gets to two', ({ at }) => at === 2)],
      bounds: { most: atMostOverall(0, ({ at }) => at) },
    }),
  );
  const trace: Trace = {
    ...{ format: 'holds-trace/1', spec: 'up', variant: null, parameters: bounded.parameters },
    property: {
      ...{ name: 'gets to two', kind: 'eventually', shows: 'violation' },
      reason: 'it never comes true',
    },
    ...{ processes: [], initial: { at: 0 }, steps: [], loop: 0, fairness: [] },
  };
  expect(replayTrace(trace, bounded)).toMatchObject({ verdict: 'differs', at: 'property' });
  const freely = { ...bounded, bounds: [] };
  expect(replayTrace(trace, freely)).toEqual({ verdict: 'confirmed' });
});

test('predicates of different processes cannot lead to one another', async () => {
  const mixed = {
    ...patient,
    properties: [
      leadsTo<never>(
        'mixed',
        each('desk' as never, () => true),
        each('caller' as never, () => true),
      ),
      alwaysEventually<never>(
        'unknown',
        each('nobody' as never, () => true),
      ),
    ],
  };
  await expect(
    check({ ...mixed, properties: [mixed.properties[0] as never] }, searching('bfs')),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: callers: property "mixed" leads from each desk to each caller; both must speak of the same processes.]`,
  );
  await expect(
    check({ ...mixed, properties: [mixed.properties[1] as never] }, searching('bfs')),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: callers: property "unknown" speaks of role nobody; there is only desk, caller.]`,
  );
});
