import { describe, expect, test } from 'vitest';
import { fencing } from '../../models/fencing.ts';
import { processOf } from './process.ts';

describe('the lock service', () => {
  const service = processOf(fencing, 'lockService');
  const holder = service.id('client-1');

  test('grants with 33 first, and then with the next number each time', () => {
    expect(service.initial).toEqual({ holder: null, token: 32 });
    expect(service.receive(service.initial, { kind: 'acquire' }, 'client-1')).toEqual([
      { next: { holder, token: 33 }, sends: ['granted → client-1'] },
    ]);
  });

  test('refuses while someone holds the lock', () => {
    expect(service.receive({ holder, token: 33 }, { kind: 'acquire' }, 'client-2')).toEqual([
      { next: { holder, token: 33 }, sends: ['refused → client-2'] },
    ]);
  });

  test.each<[string, number, boolean]>([
    ['client-1', 34, true],
    ['client-1', 33, false],
    ['client-2', 34, false],
  ])('when %s releases with %i, 34 being its token: %s', (from, token, isFree) => {
    expect(service.receive({ holder, token: 34 }, { kind: 'release', token }, from)).toEqual(
      isFree ? [{ next: { holder: null, token: 34 }, sends: [] }] : [],
    );
  });

  test('remembers the number in a crash', () => {
    expect(service.durable).toBe('everything');
    expect(processOf(fencing, 'lockService', { volatileCounter: true }).durable).toEqual([
      'holder',
    ]);
  });
});

describe('the storage', () => {
  const storage = processOf(fencing, 'storage');
  const last = { writer: storage.id('client-1'), token: 34 };
  const write = (token: number) => ({ kind: 'write', token });

  test('rejects a token that is lower than the last', () => {
    expect(storage.receive(last, write(33), 'client-2')).toEqual([
      { next: last, sends: ['rejected → client-2'] },
    ]);
  });

  test.each([34, 35])('accepts %i after 34', (token) => {
    expect(storage.receive(last, write(token), 'client-2')).toEqual([
      { next: { writer: storage.id('client-2'), token }, sends: ['written → client-2'] },
    ]);
  });
});
