import { Map, Record } from 'immutable';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  atMost,
  atMostOverall,
  behaviour,
  each,
  eachStep,
  eventually,
  forEach,
  invariant,
  observe,
  processes,
  type Rising,
  rising,
  type Spec,
  spec,
  stepInvariant,
  system,
  vocabulary,
} from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

type Token = Rising<'token'>;
const Token = rising('token');

/** What is said of a spec whose numbers are declared rising, but are not taken for such. */
async function complaint(unfair: Spec): Promise<string> {
  // With the numbers as they are nothing is wrong with it.
  const all = searching('bfs', { keepGoing: true });
  await check(configure(unfair, undefined, { rising: false }), all);
  const error: unknown = await check(configure(unfair), all).catch((thrown: unknown) => thrown);
  return error instanceof Error ? error.message : 'nothing';
}

const firstLine = async (unfair: Spec): Promise<string> =>
  (await complaint(unfair)).split('\n')[0] ?? '';

type Message = { readonly kind: 'lend'; readonly token: Token };
const { protocol, role, send, step } = vocabulary<Message, 'holder'>();

const Local = Record({ token: Token.first, seen: Token.none, odd: false }, 'Local');
type Local = ReturnType<typeof Local>;

/** Two that lend each other higher and higher tokens. */
const FAIR = role<Local>({
  initial: () => Local(),
  durable: ['token'],
  actions: {
    lend: (local, { peers }) => {
      const token = local.token.next;
      return step(local.merge({ token }), ...peers.map((to) => send(to, { kind: 'lend', token })));
    },
  },
  on: { lend: (local, { token }) => step(local.merge({ token: Token.max(token, local.token) })) },
});

const holders = (changes: Partial<typeof FAIR>) =>
  protocol<{ holder: Local }>({
    name: 'holders',
    roles: () => ({ holder: { count: 2, role: { ...FAIR, ...changes } } }),
  });

const specOf = (changes: Partial<typeof FAIR>, more: object = {}): Spec =>
  spec(holders(changes), {
    about: 'lending',
    properties: [
      invariant(
        'nobody has seen more than it has',
        each('holder', ({ seen, token }) => seen <= token),
      ),
    ],
    rising: { token: 2 },
    ...more,
  });

describe('where all that is done with numbers is to compare them', () => {
  test('nothing is said', async () => {
    expect(await complaint(specOf({}))).toBe('nothing');
    expect(await complaint(specOf({}, { faults: { crash: 1, restart: 1, loss: 1 } }))).toBe(
      'nothing',
    );
  });
});

describe('a protocol is refused', () => {
  test('if a handler compares with a certain number', async () => {
    const odd = specOf({
      on: { lend: (local, { token }) => step(local.set('odd', token === Token.at(2))) },
    });
    expect(await complaint(odd)).toMatchInlineSnapshot(`
      "holders: handler "lend" of role holder depends on how far the numbers of token have risen, which it must not.
        input: holder-2 in {"#record":"Local","odd":false,"seen":{"#rising":["token"]},"token":{"#rising":["token",0]}} with {"kind":"lend","token":{"#rising":["token",1]}} from holder-1
        its answer: {"#record":"Local","odd":false,"seen":{"#rising":["token"]},"token":{"#rising":["token",0]}}
        with every token 1 higher: holder-2 in {"#record":"Local","odd":false,"seen":{"#rising":["token"]},"token":{"#rising":["token",1]}} with {"kind":"lend","token":{"#rising":["token",2]}} from holder-1
        its answer: {"#record":"Local","odd":true,"seen":{"#rising":["token"]},"token":{"#rising":["token",1]}}
      The second answer must be the first one with every token 1 higher. Look for one compared with a certain one, or made from the first one in the middle of a run; what has none yet is \`none\`. Or take the numbers as they are: --set rising=false."
    `);
  });

  test('if an action makes a number of nothing', async () => {
    const reset = specOf({ actions: { lend: (local) => step(local.set('token', Token.at(1))) } });
    expect(await firstLine(reset)).toMatchInlineSnapshot(
      `"holders: action "lend" of role holder depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if a crash brings the first number back', async () => {
    const forgetful = specOf({ durable: ['odd'] }, { faults: { crash: 1, restart: 1 } });
    expect(await firstLine(forgetful)).toMatchInlineSnapshot(
      `"holders: what a crash leaves of role holder depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if a recovery does', async () => {
    const recover = (local: Local) => step(local.set('token', Token.first));
    expect(
      await firstLine(specOf({ recover }, { faults: { crash: 1, restart: 1 } })),
    ).toMatchInlineSnapshot(
      `"holders: recover of role holder depends on how far the numbers of token have risen, which it must not."`,
    );
  });
});

describe('a spec is refused', () => {
  test('if a bound on a process counts from the first number', async () => {
    const bounds = {
      most: atMost<never, never>(3, 'holder' as never, ({ token }: Local) => token),
    };
    expect(await firstLine(specOf({}, { bounds }))).toMatchInlineSnapshot(
      `"holders: bound "most" depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if a bound on the whole state does', async () => {
    const most = atMostOverall<never>(3, ({ holder }: { holder: Map<unknown, Local> }) =>
      holder.map(({ token }) => token).reduce(Token.max),
    );
    expect(await firstLine(specOf({}, { bounds: { most } }))).toMatchInlineSnapshot(
      `"holders: bound "most" depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if an invariant knows a certain number', async () => {
    const properties = [
      invariant(
        'nobody has the second token',
        each<never, never>('holder' as never, ({ token }: Local) => token !== Token.at(1)),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"holders: property "nobody has the second token" depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if a property of steps does', async () => {
    const properties = [
      stepInvariant(
        'nobody gets the third token',
        eachStep<never, never>(
          'holder' as never,
          (_: Local, { token }: Local) => token !== Token.at(2),
        ),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"holders: property "nobody gets the third token" depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if a property of liveness does', async () => {
    const properties = [
      eventually(
        'someone gets the third token',
        each<never, never>('holder' as never, ({ token }: Local) => token >= Token.at(2)),
      ),
    ];
    expect(await firstLine(specOf({}, { properties }))).toMatchInlineSnapshot(
      `"holders: property "someone gets the third token" depends on how far the numbers of token have risen, which it must not."`,
    );
  });
});

describe('a history is refused', () => {
  test('if it knows a certain number', async () => {
    const model = observe(holders({}), {
      initial: false,
      note: { holder: (_, { token }) => ({ token }) },
      record: (_, { token }) => token === Token.at(2),
    });
    const unfair = spec(model, { about: 'lending', properties: [], rising: { token: 2 } });
    expect(await firstLine(unfair)).toMatchInlineSnapshot(
      `"holders: history record depends on how far the numbers of token have risen, which it must not."`,
    );
  });

  test('if what is noted does', async () => {
    const model = observe(holders({}), {
      initial: false,
      note: { holder: (_, { token }) => (token === Token.at(2) ? 'third' : undefined) },
      record: () => true,
    });
    const unfair = spec(model, { about: 'lending', properties: [], rising: { token: 2 } });
    expect(await firstLine(unfair)).toMatchInlineSnapshot(
      `"holders: history note of role holder depends on how far the numbers of token have risen, which it must not."`,
    );
  });
});

describe('a plain system', () => {
  const ids = processes('node', 2);
  const counters = (change: (token: Token, all: Map<unknown, Token>) => Token | false) =>
    spec(
      system({
        name: 'counters',
        define: () =>
          behaviour(
            { tokens: Map(ids.map((id) => [id, Token.first])) },
            {
              rise: forEach(ids, ({ tokens }, id) => {
                const token = change(tokens.get(id, Token.first), tokens);
                return token !== false && { tokens: tokens.set(id, token) };
              }),
            },
          ),
      }),
      {
        about: 'two that count',
        properties: [
          eventually('they differ by two', ({ tokens }) =>
            tokens.some((one) => tokens.some((other) => one > other.next)),
          ),
        ],
        rising: { token: 2 },
      },
    );

  test('is reduced to how far apart its numbers are', async () => {
    const result = await check(configure(counters(({ next }) => next)), searching('bfs'));
    // Apart by 0, by 1 and by 2, in both orders.
    expect([result.states, result.transitions]).toEqual([5, 8]);
    expect(result.limits).toEqual([{ name: 'tokenSpread', limit: 2, cut: 2 }]);
  });

  test('is refused if an action compares with a certain number', async () => {
    const stops = counters((token) => token < Token.at(3) && token.next);
    expect(await firstLine(stops)).toMatchInlineSnapshot(
      `"counters: action "rise" depends on how far the numbers of token have risen, which it must not."`,
    );
    const jumps = counters((token) => (token === Token.first ? Token.at(2) : token.next));
    expect(await firstLine(jumps)).toMatchInlineSnapshot(
      `"counters: action "rise" depends on how far the numbers of token have risen, which it must not."`,
    );
  });
});
