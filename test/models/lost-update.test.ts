import { List } from 'immutable';
import { describe, expect, test } from 'vitest';
import { lostUpdate } from '../../models/lost-update.ts';
import { processOf } from './process.ts';

const write = { kind: 'write', was: 10, stock: 9 };

describe('a database with compare and set', () => {
  const database = processOf(lostUpdate, 'database', { servers: 2 });
  const at = (stock: number) => ({ stock, holder: null, waiting: List() });

  test('takes a write if the stock still is what was read', () => {
    expect(database.receive(at(10), write, 'server-1')).toEqual([
      { next: at(9), sends: ['written → server-1'] },
    ]);
    expect(database.receive(at(9), write, 'server-1')).toEqual([
      { next: at(9), sends: ['refused → server-1'] },
    ]);
  });

  test('loses its locks in a crash, and keeps the stock', () => {
    expect(database.durable).toEqual(['stock']);
  });
});

describe('a database with a lock', () => {
  const database = processOf(lostUpdate, 'database', { servers: 2, by: 'lock' });
  const [one, other] = [database.id('server-1'), database.id('server-2')];
  const held = { stock: 10, holder: one, waiting: List([other]) };

  test('lets others wait for the one who reads', () => {
    const free = { stock: 10, holder: null, waiting: List() };
    const alone = { ...held, waiting: List() };
    expect(database.receive(free, { kind: 'read' }, 'server-1')).toEqual([
      { next: alone, sends: ['stock → server-1'] },
    ]);
    expect(database.receive(alone, { kind: 'read' }, 'server-2')).toEqual([
      { next: held, sends: [] },
    ]);
  });

  test('takes the write of the holder, and passes the lock on', () => {
    expect(database.receive(held, write, 'server-1')).toEqual([
      {
        next: { stock: 9, holder: other, waiting: List() },
        sends: ['written → server-1', 'stock → server-2'],
      },
    ]);
  });

  test('refuses the write of anyone else', () => {
    expect(database.receive(held, write, 'server-2')).toEqual([
      { next: held, sends: ['refused → server-2'] },
    ]);
  });
});
