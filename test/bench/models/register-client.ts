import { Record, type RecordOf } from 'immutable';
import { type ProcessId, vocabulary } from '../../../checker/index.ts';

/** What clients of a register say, and what they are told. */
export type RegisterMessage =
  | { readonly kind: 'put'; readonly request: number; readonly value: string }
  | { readonly kind: 'putOk'; readonly request: number }
  | { readonly kind: 'get'; readonly request: number }
  | { readonly kind: 'getOk'; readonly request: number; readonly value: string };

interface ClientState {
  /** Its number; servers have the numbers before those of clients. */
  readonly number: number;
  /** What it puts. */
  readonly value: string;
  /** The request that it waits for. */
  readonly awaiting: number | null;
  /** How many operations it has begun, and one more when all are over. */
  readonly operations: number;
  /** What it was told that the register holds. */
  readonly got: string | null;
}
export type Client = RecordOf<ClientState>;
const Client = Record<ClientState>(
  { number: 0, value: '', awaiting: null, operations: 1, got: null },
  'Client',
);

const { role, step, send } = vocabulary<RegisterMessage, 'server' | 'client'>();

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'];

/** What the register holds before anything is put. */
export const NOTHING = ' ';

/** Puts its own letter once, then gets once, each time from another server. */
export const client = role<Client>({
  initial: ({ self, all }) => {
    const index = all('client').indexOf(self);
    const value = LETTERS[index] ?? '?';
    const number = all('server').length + index;
    return step(
      Client({ number, value, awaiting: number }),
      send(at(all('server'), number), { kind: 'put', request: number, value }),
    );
  },
  on: {
    putOk: (client, { request }, { all }) => {
      const { number, operations, awaiting } = client;
      const next = (operations + 1) * number;
      return (
        request === awaiting &&
        step(
          client.merge({ awaiting: next, operations: operations + 1 }),
          send(at(all('server'), number + operations), { kind: 'get', request: next }),
        )
      );
    },
    getOk: (client, { request, value }) =>
      request === client.awaiting &&
      step(client.merge({ awaiting: null, operations: client.operations + 1, got: value })),
  },
});

/** The server with a number, counted round. There is at least one. */
const at = (servers: readonly ProcessId[], number: number): ProcessId =>
  servers[number % servers.length]!;

/** The calls of a client: first its put is pending, then its get. */
export const registerCalls = {
  invoked: (before: Client | undefined, { awaiting, operations, value }: Client) => {
    if (awaiting === null || before?.awaiting === awaiting) return undefined;
    return operations === 1 ? ({ kind: 'write', value } as const) : ({ kind: 'read' } as const);
  },
  answered: (before: Client, after: Client) => {
    if (before.awaiting === null || before.awaiting === after.awaiting) return undefined;
    return before.operations === 1 ? ('ok' as const) : (after.got ?? undefined);
  },
};
