import { describe, expect, test } from 'vitest';
import { redisLock } from '../../models/redis-lock.ts';
import { processOf } from './process.ts';

describe('redis', () => {
  const redis = processOf(redisLock, 'redis');

  test('sets a value if there is none', () => {
    expect(redis.receive({ value: null }, { kind: 'set', id: 'a' }, 'client-1')).toEqual([
      { next: { value: 'a' }, sends: ['ok → client-1'] },
    ]);
    expect(redis.receive({ value: 'a' }, { kind: 'set', id: 'a' }, 'client-1')).toEqual([
      { next: { value: 'a' }, sends: ['nil → client-1'] },
    ]);
  });

  test('deletes a value that is the id it is given', () => {
    expect(redis.receive({ value: 'a' }, { kind: 'delete', id: 'a' }, 'client-1')).toEqual([
      { next: { value: null }, sends: [] },
    ]);
    expect(redis.receive({ value: 'b' }, { kind: 'delete', id: 'a' }, 'client-1')).toEqual([]);
  });

  test('keeps all or nothing in a crash', () => {
    expect(redis.durable).toBe('everything');
    expect(processOf(redisLock, 'redis', { losesItsData: true }).durable).toEqual([]);
  });
});

describe('a client', () => {
  const outside = { at: 'outside', id: null, requests: 1 };
  const waiting = { at: 'waiting', id: 'client-1/2', requests: 2 };
  const inside = { ...waiting, at: 'inside' };
  const client = processOf(redisLock, 'client-1', {}, ['lease']);

  test('asks with a new id each time, so often', () => {
    expect(client.act('ask', outside)).toEqual([{ next: waiting, sends: ['set → redis'] }]);
    expect(client.act('ask', { ...outside, requests: 2 })).toEqual([]);
  });

  test('goes in if the answer is to its last question', () => {
    expect(client.receive(waiting, { kind: 'ok', id: 'client-1/2' }, 'redis')).toEqual([
      { next: inside, sends: [] },
    ]);
    expect(client.receive(waiting, { kind: 'ok', id: 'client-1/1' }, 'redis')).toEqual([]);
    expect(client.receive(outside, { kind: 'ok', id: 'client-1/1' }, 'redis')).toEqual([]);
  });

  test('does not go in when its lease is over', () => {
    const late = processOf(redisLock, 'client-1');
    expect(late.receive(waiting, { kind: 'ok', id: 'client-1/2' }, 'redis')).toEqual([]);
  });

  test.each([['waiting'], ['inside']])('has its id deleted when its lease is over: %s', (at) => {
    expect(client.expire('lease', { ...waiting, at })).toEqual([
      { next: { ...outside, requests: 2 }, sends: ['delete → redis'] },
    ]);
  });
});
