import { Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { ModelError } from '../../checker/errors.ts';
import {
  atMost,
  atMostOverall,
  because,
  behaviour,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  type Outcome,
  observe,
  reachable,
  type Spec,
  spec,
  stepInvariant,
  system,
  vocabulary,
} from '../../checker/index.ts';
import type { ProtocolSubject } from '../../checker/model/subject.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

type Message = { readonly kind: 'note'; readonly items: readonly number[] };

interface State {
  readonly items: readonly number[];
  readonly names: Set<string>;
  readonly inner: { readonly count: number };
}

const { protocol, role, sendAll, step } = vocabulary<Message, 'writer' | 'reader'>();

type Subject = ProtocolSubject<{ writer: boolean; reader: State }, unknown>;

/** What the writer sends, one object; a reader may begin with the same. */
const NOTED: readonly number[] = [1, 2];

const start: State = { items: [0], names: Set(['b', 'a']), inner: { count: 0 } };

type Handler = (state: State, message: Message, self: unknown) => Outcome<State, Message>;

/** A writer that sends a note to two readers; `receive`, `act`, `initial` and `recover` are the readers' own. */
function notes(reader: {
  readonly receive?: Handler;
  readonly act?: (state: State) => Outcome<State, Message>;
  readonly initial?: () => State;
  readonly recover?: (state: State) => Outcome<State, Message>;
}) {
  const { receive = (state) => step(state), act = () => false, initial = () => start } = reader;
  return protocol({
    name: 'notes',
    roles: () => ({
      writer: {
        count: 1,
        role: role({
          initial: () => false,
          actions: {
            write: (sent, { all }) =>
              !sent && step(true, sendAll(all('reader'), { kind: 'note', items: NOTED })),
          },
        }),
      },
      reader: {
        count: 2,
        role: role({
          initial,
          actions: { think: act },
          on: { note: (state, { kind, items }, { self }) => receive(state, { kind, items }, self) },
          ...(reader.recover === undefined ? {} : { recover: reader.recover }),
        }),
      },
    }),
  });
}

const notesSpec = (reader: Parameters<typeof notes>[0]): Spec =>
  spec(notes(reader), {
    about: 'notes',
    properties: [],
    faults: { crash: 1, restart: 1 },
    bounds: { items: atMost(4, 'reader', ({ items }) => items.length) },
  });

/** What is said of a faulty model. */
async function complaint(spec: Spec): Promise<string> {
  try {
    await check(configure(spec), searching('bfs'));
  } catch (error) {
    if (error instanceof ModelError) return error.message;
    throw error;
  }
  return 'nothing';
}

/** Takes the readonly off, as a careless author does. */
const writable = <Value>(value: Value): { -readonly [Field in keyof Value]: Value[Field] } => value;

test('a pure model is not complained of', async () => {
  const pure = notesSpec({ receive: (state, { items }) => step({ ...state, items }) });
  expect(await complaint(pure)).toBe('nothing');
});

describe('a handler that changes its input is named', () => {
  const place = /notes.*"note".*reader.*changes its input/;

  test('a field of its state', async () => {
    const receive: Handler = (state) => {
      writable(state).items = [];
      return step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('a field further inside', async () => {
    const receive: Handler = (state) => {
      writable(state.inner).count++;
      return step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('an array in its state', async () => {
    const receive: Handler = (state) => {
      (state.items as number[]).push(1);
      return step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('a new field', async () => {
    const receive: Handler = (state) => step(Object.assign(state, { more: 1 }));
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('a field taken away', async () => {
    const receive: Handler = (state) => {
      delete (state as Partial<State> as { inner?: unknown }).inner;
      return step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('an array in a message', async () => {
    const receive: Handler = (state, { items }) => {
      (items as number[]).sort((a, b) => b - a);
      return step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('in an action', async () => {
    const act = (state: State) => {
      (state.items as number[]).push(1);
      return step(state);
    };
    expect(await complaint(notesSpec({ act }))).toMatch(
      /notes.*"think".*reader.*changes its input/,
    );
  });
});

describe('a handler that asks for time or chance is named', () => {
  test.each([
    ['Math.random', () => Math.random()],
    ['Date.now', () => Date.now()],
    ['new Date', () => new Date().getFullYear()],
    ['Date', () => Date().length],
    ['performance.now', () => performance.now()],
    ['crypto', () => crypto.getRandomValues(new Uint8Array(1))[0] ?? 0],
  ])('%s', async (what, ask) => {
    const receive: Handler = (state) => step({ ...state, items: [ask()] });
    const said = await complaint(notesSpec({ receive }));
    expect(said).toMatch(/notes.*"note".*reader/);
    if (what !== 'crypto') expect(said).toContain(what);
  });

  test('in an action, at the start and at a restart', async () => {
    const chance = () => ({ ...start, items: [Math.random()] });
    const uses = 'uses Math.random';
    expect(await complaint(notesSpec({ act: () => step(chance()) }))).toMatch(
      /"think".*reader.*Math/,
    );
    expect(await complaint(notesSpec({ initial: chance }))).toContain(uses);
    const atRestart = await complaint(notesSpec({ recover: () => step(chance()) }));
    expect(atRestart).toMatch(/recover.*reader.*Math/);
  });

  test('time and chance are there again afterwards', async () => {
    await complaint(notesSpec({ act: () => step({ ...start, items: [Math.random()] }) }));
    expect([
      Math.random() < 1,
      Date.now() > 0,
      new Date(0).getTime(),
      performance.now() > 0,
    ]).toEqual([true, true, 0, true]);
  });

  test('a date made from numbers is no clock', async () => {
    const receive: Handler = (state) => step({ ...state, items: [new Date(5).getTime()] });
    expect(await complaint(notesSpec({ receive }))).toBe('nothing');
  });
});

describe('a handler that answers differently for equal inputs is named', () => {
  const place = /notes.*"note".*reader.*gave different answers for the same input/;

  test('by a counter that it keeps', async () => {
    let calls = 0;
    const receive: Handler = (state) => {
      calls += 1;
      return step({ ...state, inner: { count: calls } });
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('by a switch that it keeps, in whether it answers', async () => {
    let on = false;
    const receive: Handler = (state) => {
      on = !on;
      return on && step(state);
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('by the order in which a set was filled', async () => {
    const receive: Handler = (state) =>
      step({ ...state, items: [state.names.first() === 'a' ? 1 : 2] });
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('by the order of the fields of an object', async () => {
    const receive: Handler = (state) =>
      step({ ...state, items: [Object.keys(state).indexOf('items')] });
    expect(await complaint(notesSpec({ receive }))).toMatch(place);
  });

  test('by whether what it is given twice is one object', async () => {
    const isOne = (one: unknown, other: unknown) => ({ count: one === other ? 1 : 0 });
    const of = (first: State, receive: Handler) =>
      complaint(notesSpec({ initial: () => first, receive }));
    // In the state and in the message.
    expect(
      await of({ ...start, items: NOTED }, (state, { items }) =>
        step({ ...state, inner: isOne(state.items, items) }),
      ),
    ).toMatch(place);
    // Twice in the state.
    const twice = { ...start, items: NOTED, again: NOTED };
    expect(
      await of(twice, (state) =>
        step({ ...twice, inner: isOne(Reflect.get(state, 'again'), state.items) }),
      ),
    ).toMatch(place);
  });

  test('the input and both answers are shown, and what to look for', async () => {
    let calls = 0;
    const receive: Handler = (state) => {
      calls += 1;
      return step({ ...state, inner: { count: calls } });
    };
    const said = await complaint(notesSpec({ receive }));
    expect(said).toContain('{"items":{"#array":[1,2]},"kind":"note"}');
    expect(said).toMatch(/"count":1\D/);
    expect(said).toMatch(/"count":2\D/);
    expect(said).toMatch(/Math\.random/);
  });
});

describe('a handler that fails is named, with what it said', () => {
  test('by an error of its own', async () => {
    const receive: Handler = () => {
      throw new RangeError('no such index');
    };
    expect(await complaint(notesSpec({ receive }))).toMatch(/notes.*"note".*reader.*no such index/);
  });

  test('by something else that is thrown', async () => {
    const act = () => {
      throw 'a text';
    };
    expect(await complaint(notesSpec({ act }))).toMatch(/notes.*"think".*reader.*a text/);
  });

  test('by a state that is no value', async () => {
    const receive = (state: State) =>
      step({ ...state, names: new globalThis.Set() as unknown as Set<string> });
    expect(await complaint(notesSpec({ receive }))).toMatch(
      /notes.*"note".*reader.*\.names.*instance of Set/s,
    );
  });

  test('by returning what is no step', async () => {
    const receive = (state: State) => state as unknown as Outcome<State, Message>;
    expect(await complaint(notesSpec({ receive }))).toMatch(/notes.*"note".*reader/);
  });

  test.each([
    [undefined, /sends undefined/],
    [null, /sends null/],
    ['note', /sends "note"/],
    [{ items: [] }, /sends \{"items":\[\]\}/],
    [{ kind: 'note', from: 1 }, /without a field "from"/],
  ])('by sending %j', async (message, said) => {
    const receive: Handler = (state, _, self) => step(state, { to: self, message } as never);
    const complained = await complaint(notesSpec({ receive }));
    expect(complained).toMatch(/notes.*"note".*reader/);
    expect(complained).toMatch(said);
  });
});

describe('a reason that counts as true is not lost in silence', () => {
  const pairs = system({
    name: 'pairs',
    define: () =>
      behaviour(
        { a: 0, b: 0 },
        { up: ({ a, b }) => a < 2 && { a: a + 1, b: b + (a === 0 ? 1 : 0) } },
      ),
  });
  type State = { readonly a: number; readonly b: number };
  const complainedOf = (holds: (state: State) => boolean | ReturnType<typeof because>) =>
    complaint(spec(pairs, { about: '', properties: [invariant('both', holds)] }));
  const refused =
    /pairs: property "both": the answer is true, though because\("\d is no \d"\) was called/;

  test.each([
    ['every', ({ a, b }: State) => [a, b].every((one) => one < 2 || because(`${one} is no 2`))],
    ['some', ({ a, b }: State) => [a, b].some((one) => one > 9 || because(`${one} is no 9`))],
    [
      'and',
      ({ a, b }: State) => (a === b || because(`${a} is no ${b}`)) && (b < 9 || because('never')),
    ],
  ])('in "%s"', async (_, holds) => {
    expect(await complainedOf(holds)).toMatch(refused);
  });

  test('whatever it is said of', async () => {
    const never = (..._: readonly unknown[]) => [1].every(() => because('never'));
    const reader = notes({
      act: (state) => state.items.length > 0 && step({ ...state, items: [] }),
    });
    const all = [
      invariant<Subject>('each', each('reader', never)),
      invariant<Subject>('pair', eachPair('reader', never)),
      stepInvariant<Subject>('step', eachStep('reader', never)),
      stepInvariant<Subject>('steps', never),
      reachable<Subject>('witness', never),
    ];
    for (const property of all) {
      const said = await complaint(spec(reader, { about: '', properties: [property as never] }));
      expect(said).toContain(
        `property "${property.name}": the answer is true, though because("never")`,
      );
    }
  });

  test('what is given back is the answer, and says why', async () => {
    const holds = ({ a, b }: State) => a === b || because(`${a} is no ${b}`);
    expect(await complainedOf(holds)).toBe('nothing');
    const configuration = configure(
      spec(pairs, { about: '', properties: [invariant('both', holds)] }),
    );
    const { properties } = await check(configuration, searching('bfs'));
    expect(properties[0]).toMatchObject({ status: 'violated', reason: '2 is no 1' });
  });
});

describe('a property that fails or is impure is named', () => {
  const throws = (): boolean => {
    throw new Error('not so');
  };
  let calls = 0;
  const fickle = () => {
    calls += 1;
    return calls % 2 === 0;
  };
  const reader = notes({ act: (state) => state.items.length > 0 && step({ ...state, items: [] }) });

  const withProperty = (property: (holds: () => boolean) => ReturnType<typeof invariant>) => {
    const complain = (holds: () => boolean) =>
      complaint(spec(reader, { about: '', properties: [property(holds) as never] }));
    return Promise.all([throws, fickle, () => Math.random() >= 0].map(complain));
  };

  test.each([
    ['over the state', (holds: () => boolean) => invariant('odd', holds)],
    [
      'over each process',
      (holds: () => boolean) => invariant('odd', each<Subject, 'reader'>('reader', holds)),
    ],
    [
      'over each pair',
      (holds: () => boolean) => invariant('odd', eachPair<Subject, 'reader'>('reader', holds)),
    ],
    [
      'over each step',
      (holds: () => boolean) => stepInvariant('odd', eachStep<Subject, 'reader'>('reader', holds)),
    ],
    ['over states', (holds: () => boolean) => stepInvariant('odd', holds)],
    ['of what can be reached', (holds: () => boolean) => reachable('odd', holds)],
    ['of what is final', (holds: () => boolean) => deadlockFree('odd', { final: holds })],
  ])('%s', async (_, property) => {
    const [thrown, changing, chance] = await withProperty(property as never);
    expect(thrown).toMatch(/notes.*"odd".*not so/);
    expect(changing).toMatch(/notes.*"odd".*different answers/);
    expect(chance).toMatch(/notes.*"odd".*Math\.random/);
  });

  test('also if it changes what it is shown', async () => {
    const property = invariant(
      'odd',
      each<Subject, 'reader'>('reader', (state) => {
        (state.items as number[]).push(1);
        return true;
      }),
    );
    const said = await complaint(spec(reader, { about: '', properties: [property] }));
    expect(said).toMatch(/notes.*"odd".*changes its input/);
  });
});

describe('a bound that fails or is impure is named', () => {
  const reader = notes({ act: (state) => state.items.length > 0 && step({ ...state, items: [] }) });
  const throws = (): number => {
    throw new Error('not so');
  };

  test.each([
    ['on each process', atMost<Subject, 'reader'>(1, 'reader', throws), /notes.*"size".*not so/],
    [
      'on each process',
      atMost<Subject, 'reader'>(1, 'reader', () => Math.random()),
      /notes.*"size".*Math/,
    ],
    ['on the state', atMostOverall<Subject>(1, throws), /notes.*"size".*not so/],
    ['on the state', atMostOverall<Subject>(1, () => Math.random()), /notes.*"size".*Math/],
  ])('%s', async (_, size, message) => {
    const bounded = spec(reader, { about: '', properties: [], bounds: { size } });
    expect(await complaint(bounded)).toMatch(message);
  });
});

describe('a history that fails or is impure is named', () => {
  const reader = notes({ act: (state) => state.items.length > 0 && step({ ...state, items: [] }) });

  test.each([
    ['note', { note: () => Math.random(), record: (all: number) => all }],
    ['record', { note: () => 1, record: () => Math.random() }],
  ])('%s', async (_, { note, record }) => {
    const observed = observe(reader, { initial: 0, note: { reader: note }, record });
    const said = await complaint(spec(observed, { about: '', properties: [] }));
    expect(said).toMatch(/notes.*(note|record|history).*Math\.random/);
  });
});

describe('an action of a plain system is named', () => {
  interface Counting {
    readonly at: number;
    readonly list: readonly number[];
  }
  const counting = (act: (state: Counting) => Partial<Counting> | false) =>
    spec(
      system({
        name: 'counting',
        define: () => behaviour<Counting>({ at: 0, list: [0] }, { count: act }),
      }),
      { about: '', properties: [] },
    );

  test('if it changes its input', async () => {
    const said = await complaint(
      counting(({ list }) => {
        (list as number[]).push(1);
        return { list };
      }),
    );
    expect(said).toMatch(/counting.*"count".*changes its input/);
  });

  test('if it sets a field of its input', async () => {
    const said = await complaint(
      counting((state) => {
        writable(state).at = 1;
        return state;
      }),
    );
    expect(said).toMatch(/counting.*"count".*changes its input/);
  });

  test('if it asks for chance, answers differently, or fails', async () => {
    let calls = 0;
    const fickle = () => {
      calls += 1;
      return { at: calls };
    };
    const fails = () => {
      throw new Error('not so');
    };
    expect(await complaint(counting(() => ({ at: Math.random() })))).toMatch(
      /counting.*"count".*Math\.random/,
    );
    expect(await complaint(counting(fickle))).toMatch(/counting.*"count".*different answers/);
    expect(await complaint(counting(fails))).toMatch(/counting.*"count".*not so/);
  });
});
