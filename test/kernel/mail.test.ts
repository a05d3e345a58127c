import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { reachable, spec, vocabulary } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { explore } from '../reference/explorer.ts';

type Message = { readonly kind: 'note'; readonly number: number };

const { role, protocol, step, sendAll } = vocabulary<Message, 'sender' | 'node'>();

/** One process sends another so many messages at once, so many times, of so many kinds. */
const flood = (messages: number, times: number, kinds: number) =>
  protocol({
    name: 'flood',
    roles: () => ({
      sender: {
        count: 1,
        role: role<{ readonly left: number }>({
          initial: () => ({ left: times }),
          actions: {
            go: ({ left }, { all }) => {
              const notes = Array.from({ length: messages }, (_, index) =>
                sendAll(all('node'), { kind: 'note', number: (index * 3 + left) % kinds }),
              );
              return left > 0 && step({ left: left - 1 }, ...notes);
            },
          },
        }),
      },
      node: {
        count: 1,
        role: role<{ readonly heard: number }>({
          initial: () => ({ heard: 0 }),
          on: { note: ({ heard }, { number }) => step({ heard: (heard * 2 + number) % 3 }) },
        }),
      },
    }),
  });

// The loops leave fuller inboxes to JavaScript.
test.each([
  ['fifo', 40, 4, 2],
  ['fifo', 22, 3, 2],
  ['unordered', 70, 1, 1],
] as const)(
  'inboxes of very many messages are those of the reference explorer: %s, %i at once, %i times, of %i kinds',
  async (network, messages, times, kinds) => {
    const configuration = configure(
      spec(flood(messages, times, kinds), {
        about: 'very full inboxes',
        network,
        properties: [
          reachable('two is heard', ({ node }) => node.some(({ heard }) => heard === 2)),
        ],
      }),
    );
    const { states, transitions, depth } = await check(configuration, {
      strategy: 'bfs',
      seed: 0,
      limits: {},
    });
    expect(explore(configuration)).toMatchObject({ states, transitions, depth });
  },
);
