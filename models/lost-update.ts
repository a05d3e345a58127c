/**
 * The lost update: two servers read the stock, subtract one, and write what they got; one of the two sales is lost. Follows
 * the source document's section 4.1, with its figures: 10 becomes 9 where it should be 8. What helps is either of:
 * - compare and set: a write takes effect only if the stock still is what was read, and else the server reads anew;
 * - a lock: whoever reads holds the row until it has written, and the others' reads wait (SELECT … FOR UPDATE).
 *
 * Left out: giving up, and trying again when no answer comes, so that a server may wait for ever. A server that crashes before
 * it knows that its sale is made starts over, and may sell a second time: nothing here says that it does not.
 */
import { List } from 'immutable';
import { choice, integer, type ProcessId, vocabulary } from '../checker/index.ts';

type Message =
  | { readonly kind: 'read' }
  | { readonly kind: 'stock'; readonly stock: number }
  /** The stock that was read, and what it is to be. */
  | { readonly kind: 'write'; readonly was: number; readonly stock: number }
  | { readonly kind: 'written' | 'refused'; readonly was: number };

export interface Database {
  /** Durable. */
  readonly stock: number;
  /** In memory: who holds the row, and who waits for it. */
  readonly holder: ProcessId | null;
  readonly waiting: List<ProcessId>;
}

export interface Server {
  readonly at: 'idle' | 'reading' | 'writing';
  /** The stock as it read it. */
  readonly seen: number | null;
  /** Durable: whether it knows that its sale is made. */
  readonly sold: boolean;
}

/** The stock at the beginning. */
export const STOCK = 10;

type By = 'compareAndSet' | 'lock' | 'nothing';

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'database' | 'server'>();

const database = (by: By) => {
  const free = { holder: null, waiting: List<ProcessId>() };

  /** Gives the row to whoever has waited longest. */
  const passOn = (stock: number, waiting: List<ProcessId>) => {
    const next = waiting.first();
    return next === undefined
      ? step<Database>({ stock, ...free })
      : step<Database>(
          { stock, holder: next, waiting: waiting.shift() },
          send(next, { kind: 'stock', stock }),
        );
  };

  const accepts = ({ stock, holder }: Database, from: ProcessId, was: number): boolean =>
    by === 'nothing' || (by === 'lock' ? holder === from : stock === was);

  return role<Database>({
    initial: () => ({ stock: STOCK, ...free }),
    durable: ['stock'],
    on: {
      read(before, { from }) {
        const { stock, holder, waiting } = before;
        const answer = send(from, { kind: 'stock', stock });
        if (by !== 'lock') return step(before, answer);
        return holder === null || holder === from
          ? step<Database>({ ...before, holder: from }, answer)
          : step<Database>({ ...before, waiting: waiting.push(from) });
      },
      write(before, { from, was, stock }) {
        if (!accepts(before, from, was)) return step(before, send(from, { kind: 'refused', was }));
        const { next, sends } = passOn(stock, before.waiting);
        return step<Database>(next, send(from, { kind: 'written', was }), sends);
      },
    },
  });
};

const server = role<Server>({
  initial: () => ({ at: 'idle', seen: null, sold: false }),
  durable: ['sold'],
  actions: {
    sell: (server, { all }) =>
      server.at === 'idle' &&
      !server.sold &&
      step<Server>({ ...server, at: 'reading' }, sendAll(all('database'), { kind: 'read' })),
  },
  on: {
    stock: (server, { from, stock }) =>
      server.at === 'reading' &&
      step<Server>(
        { ...server, at: 'writing', seen: stock },
        send(from, { kind: 'write', was: stock, stock: stock - 1 }),
      ),
    written: (server, { was }) =>
      server.seen === was && step<Server>({ at: 'idle', seen: null, sold: true }),
    refused: (server, { from, was }) =>
      server.seen === was &&
      step<Server>({ ...server, at: 'reading', seen: null }, send(from, { kind: 'read' })),
  },
});

export const lostUpdate = protocol({
  name: 'lost-update',
  parameters: {
    servers: integer(3, { from: 2, to: 4 }),
    by: choice('compareAndSet', 'lock', 'nothing'),
  },
  roles: ({ servers, by }) => ({
    database: { count: 1, role: database(by) },
    server: { count: servers, symmetric: true, role: server },
  }),
});
