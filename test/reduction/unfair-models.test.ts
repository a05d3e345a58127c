import { List, Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  atMost,
  atMostOverall,
  behaviour,
  each,
  eachStep,
  forEach,
  invariant,
  observe,
  processes,
  type Spec,
  spec,
  stepInvariant,
  system,
  vocabulary,
} from '../../checker/index.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { ProtocolSubject } from '../../checker/model/subject.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

/** What is said of a spec whose processes are declared symmetric, but are not. */
async function complaint(unfair: Spec): Promise<string> {
  // Without symmetry nothing is wrong with it.
  await check(configure(unfair), searching('bfs', { keepGoing: true }));
  const reduced = searching('bfs', { symmetry: true, keepGoing: true });
  const error: unknown = await check(configure(unfair), reduced).catch((thrown: unknown) => thrown);
  return error instanceof Error ? error.message : 'nothing';
}

const firstLine = async (unfair: Spec): Promise<string> =>
  (await complaint(unfair)).split('\n')[0] ?? '';

type Message = { readonly kind: 'hello' };
type Greeters = ProtocolSubject<{ server: Local }, undefined>;
type Local = { readonly met: number; readonly last: ProcessId | null };

const { protocol, role, send, sendAll, step } = vocabulary<Message, 'server'>();

const FAIR = role<Local>({
  initial: () => ({ met: 0, last: null }),
  actions: {
    greet: (local, { peers }) =>
      local.met === 0 && step({ ...local, met: 1 }, sendAll(peers, { kind: 'hello' })),
  },
  on: { hello: (_, { from }) => step({ met: 2, last: from }) },
});

const isFirst = (id: ProcessId): boolean => String(id) === 'server-1';

const greeters = (changes: Partial<typeof FAIR>) =>
  protocol<{ server: Local }>({
    name: 'greeters',
    roles: () => ({ server: { count: 3, symmetric: true, role: { ...FAIR, ...changes } } }),
  });

const specOf = (changes: Partial<typeof FAIR>, more: object = {}): Spec =>
  spec(greeters(changes), { about: 'servers greet each other', properties: [], ...more });

describe('a protocol that treats symmetric processes differently is reported by name', () => {
  test('but not one that treats them alike', async () => {
    expect(await complaint(specOf({}))).toBe('nothing');
  });

  test('a handler with a favourite', async () => {
    const on = {
      hello: (_: Local, { from }: { from: ProcessId }) =>
        step({ met: isFirst(from) ? 0 : 2, last: from }),
    };
    expect(await complaint(specOf({ on }))).toMatchInlineSnapshot(`
      "greeters: handler "hello" of role server treats server-1 specially, though symmetric.
        input: server-2 in {"last":null,"met":0} with {"kind":"hello"} from server-1
        its answer: {"last":{"#id":"server-1"},"met":0}
        renamed (server-1 is now server-2, server-2 is now server-1): server-1 in {"last":null,"met":0} with {"kind":"hello"} from server-2
        its answer: {"last":{"#id":"server-2"},"met":2}
      The second answer must be the first one with the names changed. Look for an id compared with a fixed one, the first of a list, or an order of ids; or declare no symmetry."
    `);
  });

  test('a handler that is another one at one server', async () => {
    const on = {
      hello: (local: Local, _: unknown, { self }: { self: ProcessId }) =>
        step({ ...local, met: isFirst(self) ? 0 : 2 }),
    };
    expect(await firstLine(specOf({ on }))).toMatchInlineSnapshot(
      `"greeters: handler "hello" of role server treats server-1 and server-2 differently, though symmetric."`,
    );
  });

  test('an action that picks the first of its peers', async () => {
    const actions = {
      greet: (local: Local, { peers }: { peers: readonly ProcessId[] }) =>
        local.met === 0 &&
        step({ ...local, met: 1 }, ...peers.slice(0, 1).map((to) => send(to, { kind: 'hello' }))),
    };
    expect(await firstLine(specOf({ actions }))).toMatchInlineSnapshot(
      `"greeters: action "greet" of role server treats server-3 specially, though symmetric."`,
    );
  });

  test('an action that orders ids by their names', async () => {
    const actions = {
      greet: (local: Local, { self, peers }: { self: ProcessId; peers: readonly ProcessId[] }) =>
        local.met === 0 &&
        peers.every((peer) => String(peer) > String(self)) &&
        step({ ...local, met: 1 }),
    };
    expect(await firstLine(specOf({ actions }))).toMatchInlineSnapshot(
      `"greeters: action "greet" of role server treats server-1 specially, though symmetric."`,
    );
  });
});

describe('so is one that does so elsewhere', () => {
  test('an initial state', async () => {
    const initial = ({ self }: { self: ProcessId }) => ({ met: isFirst(self) ? 1 : 0, last: null });
    expect(await firstLine(specOf({ initial }))).toMatchInlineSnapshot(
      `"greeters: initial of role server treats server-1 specially, though symmetric."`,
    );
  });

  test('what is done on a restart', async () => {
    const recover = (local: Local, { self }: { self: ProcessId }) =>
      isFirst(self) && step({ ...local, met: 2 });
    expect(
      await firstLine(specOf({ recover }, { faults: { crash: 1, restart: 1 } })),
    ).toMatchInlineSnapshot(
      `"greeters: recover of role server treats server-1 and server-3 differently, though symmetric."`,
    );
  });

  test('a bound on each process', async () => {
    const bounds = {
      most: atMost<Greeters, 'server'>(1, 'server', (local) =>
        local.last !== null && isFirst(local.last) ? 2 : 0,
      ),
    };
    expect(await firstLine(specOf({}, { bounds }))).toMatchInlineSnapshot(
      `"greeters: bound "most" treats server-1 specially, though symmetric."`,
    );
  });

  test('a bound on the whole state', async () => {
    const bounds = {
      most: atMostOverall<Greeters>(0, ({ server }) =>
        server.some(({ met }, id) => isFirst(id) && met === 2) ? 1 : 0,
      ),
    };
    expect(await firstLine(specOf({}, { bounds }))).toMatchInlineSnapshot(
      `"greeters: bound "most" treats server-1 and server-2 differently, though symmetric."`,
    );
  });
});

describe('a property that names a process is reported', () => {
  test('over each process', async () => {
    const properties = [
      invariant<Greeters>(
        'all but the first stay polite',
        each<Greeters, 'server'>('server', ({ met }, { self }) => isFirst(self) || met < 2),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"greeters: property "all but the first stay polite" treats server-1 and server-3 differently, though symmetric."`,
    );
  });

  test('over the state, where only a state that no representative shows decides', async () => {
    const properties = [
      invariant<Greeters>(
        'the first is not the last to meet somebody',
        ({ server }) =>
          server.count(({ met }) => met === 0) !== 1 ||
          server.every(({ met }, id) => !isFirst(id) || met > 0),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"greeters: property "the first is not the last to meet somebody" treats server-1 and server-3 differently, though symmetric."`,
    );
  });

  test('over each step', async () => {
    const properties = [
      stepInvariant<Greeters>(
        'the first meets nobody',
        eachStep<Greeters, 'server'>('server', (_, { met }, { self }) => !isFirst(self) || met < 2),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"greeters: property "the first meets nobody" treats server-1 and server-2 differently, though symmetric."`,
    );
  });

  test('over whole steps', async () => {
    const properties = [
      stepInvariant<Greeters>('the first meets nobody', (_, { server }) =>
        server.every(({ met }, id) => !isFirst(id) || met < 2),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"greeters: property "the first meets nobody" treats server-1 and server-2 differently, though symmetric."`,
    );
  });
});

describe('a history that names a process is reported', () => {
  const observed = (
    initial: List<ProcessId>,
    note: (self: ProcessId) => ProcessId | undefined,
    record: (history: List<ProcessId>, event: ProcessId) => List<ProcessId>,
  ): Spec =>
    spec(
      observe(greeters({}), {
        initial,
        note: { server: (_, __, self): ProcessId | undefined => note(self) },
        record,
      }),
      { about: 'servers greet each other', properties: [] },
    );
  const [first] = processes('server', 3);

  test('that starts with one', async () => {
    const starts = List(first === undefined ? [] : [first]);
    expect(
      await firstLine(
        observed(
          starts,
          () => undefined,
          (all) => all,
        ),
      ),
    ).toMatchInlineSnapshot(
      `"greeters: the initial history treats some symmetric processes or values specially. It must be the same whatever they are called; or declare no symmetry."`,
    );
  });

  test('that notes one only', async () => {
    expect(
      await firstLine(
        observed(
          List(),
          (self) => (isFirst(self) ? self : undefined),
          (_, event) => List([event]),
        ),
      ),
    ).toMatchInlineSnapshot(
      `"greeters: history note of role server treats server-1 specially, though symmetric."`,
    );
  });

  test('that records one only', async () => {
    expect(
      await firstLine(
        observed(
          List(),
          (self) => self,
          (all, event) => (isFirst(event) ? List([event]) : all),
        ),
      ),
    ).toMatchInlineSnapshot(
      `"greeters: history record treats server-1 specially, though symmetric."`,
    );
  });
});

describe('a plain system that treats symmetric ids differently is reported by name', () => {
  interface Votes {
    readonly of: Map<ProcessId, number>;
    readonly winner: ProcessId | null;
  }
  const ids = processes('voter', 3);
  const start: Votes = { of: Map(ids.map((id) => [id, 0])), winner: null };
  const votes = (
    initial: Votes,
    members: readonly ProcessId[],
    vote: (state: Votes, id: ProcessId) => false | Partial<Votes>,
  ): Spec =>
    spec(
      system({
        name: 'votes',
        define: () =>
          behaviour<Votes>(initial, { vote: forEach(members, vote) }, { symmetric: [ids] }),
      }),
      { about: 'voters vote', properties: [] },
    );
  const fair = (state: Votes, id: ProcessId) =>
    state.of.get(id) === 0 && { of: state.of.set(id, 1) };

  test('but not one that treats them alike', async () => {
    expect(await complaint(votes(start, ids, fair))).toBe('nothing');
  });

  test('an action that looks at a fixed one', async () => {
    expect(
      await complaint(
        votes(start, ids, (state, id) => state.of.get(ids[0] ?? id) === 0 && fair(state, id)),
      ),
    ).toMatchInlineSnapshot(`
      "votes: action "vote" treats voter-1 and voter-3 differently, though symmetric.
        input: {"of":{"#map":[[{"#id":"voter-1"},0],[{"#id":"voter-2"},0],[{"#id":"voter-3"},1]]},"winner":null}
        its answer: 0=1
        renamed (voter-1 is now voter-2, voter-2 is now voter-3, voter-3 is now voter-1): {"of":{"#map":[[{"#id":"voter-1"},1],[{"#id":"voter-2"},0],[{"#id":"voter-3"},0]]},"winner":null}
        its answer:  (in the old names)
      The second answer must be the first one with the names changed. Look for an id compared with a fixed one, the first of a list, or an order of ids; or declare no symmetry."
    `);
  });

  test('an action that looks for the first', async () => {
    const first = (state: Votes, id: ProcessId) =>
      fair(state, id) ||
      (state.winner === null && { winner: ids.find((one) => state.of.get(one) === 1) ?? id });
    expect(await firstLine(votes(start, ids, first))).toMatchInlineSnapshot(
      `"votes: action "vote" treats voter-3 specially, though symmetric."`,
    );
  });

  test('an action that is not taken for all', async () => {
    expect(await firstLine(votes(start, ids.slice(1), fair))).toMatchInlineSnapshot(
      `"votes: action "vote" may be taken for voter-2, but not for voter-1, though symmetric. Take it for all, or declare no symmetry."`,
    );
  });

  test('an initial state', async () => {
    const initial = { ...start, winner: ids[1] ?? null };
    expect(await firstLine(votes(initial, ids, fair))).toMatchInlineSnapshot(
      `"votes: initial treats voter-2 specially, though symmetric."`,
    );
  });

  test('a field that has not all of them as keys', async () => {
    const initial = { ...start, of: start.of.delete(ids[2] ?? ids[0]!) };
    expect(
      await firstLine(votes(initial, ids, (state, id) => state.of.has(id) && fair(state, id))),
    ).toMatchInlineSnapshot(
      `"votes: the field of has voter-1, voter-2 as keys, but not all of voter-1, voter-2, voter-3, though symmetric. Give it all of them, or declare no symmetry."`,
    );
  });
});
