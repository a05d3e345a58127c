import { Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import { type Bank, bankTransfer } from '../../models/bank-transfer.ts';
import { processOf } from './process.ts';

const bank = (data: number): Bank => ({ votes: Map(), decisions: Map(), data, lockedFor: null });

describe('a bank', () => {
  const { initial, receive, id } = processOf(bankTransfer, 'bankA');
  const [first, second] = [id('coordinator-1'), id('coordinator-2')];
  const prepared: Bank = { ...bank(1000), votes: Map([[second, 'yes']]), lockedFor: second };

  test('changes its balance when the transfer is committed, not before and not if it is aborted', () => {
    expect(initial).toEqual(bank(1000));
    const [yes] = receive(bank(1000), { kind: 'prepare' }, 'coordinator-2');
    expect(yes).toEqual({ next: prepared, sends: ['voteYes → coordinator-2'] });
    const ended = (kind: 'commit' | 'abort', data: number) => ({
      next: { ...prepared, decisions: Map([[second, kind]]), data, lockedFor: null },
      sends: ['ack → coordinator-2'],
    });
    expect(receive(prepared, { kind: 'commit' }, 'coordinator-2')).toEqual([ended('commit', 50)]);
    expect(receive(prepared, { kind: 'abort' }, 'coordinator-2')).toEqual([ended('abort', 1000)]);
  });

  test('can only refuse a transfer for which it has no money', () => {
    const refused = {
      next: { ...bank(99), votes: Map([[first, 'no']]), decisions: Map([[first, 'abort']]) },
      sends: ['voteNo → coordinator-1'],
    };
    expect(receive(bank(99), { kind: 'prepare' }, 'coordinator-1')).toEqual([refused]);
    expect(receive(bank(100), { kind: 'prepare' }, 'coordinator-1')).toHaveLength(2);
  });

  test('at the other end takes the same money in', () => {
    const { initial, receive } = processOf(bankTransfer, 'bankB');
    expect(initial).toEqual(bank(500));
    const [paid] = receive(bank(500), { kind: 'commit' }, 'coordinator-2');
    expect(paid?.next).toMatchObject({ data: 1450 });
  });
});

describe('bare', () => {
  const bare = { bare: true };

  test('a bank withdraws once, however often it is told, and nothing it does not have', () => {
    const { receive, id } = processOf(bankTransfer, 'bankA', bare);
    const done: Bank = { ...bank(50), decisions: Map([[id('teller-2'), 'commit']]) };
    const withdraw = (from: Bank, teller: string) => receive(from, { kind: 'withdraw' }, teller);
    expect(withdraw(bank(1000), 'teller-2')).toEqual([
      { next: done, sends: ['withdrawn → teller-2'] },
    ]);
    expect(withdraw(done, 'teller-2')).toEqual([{ next: done, sends: ['withdrawn → teller-2'] }]);
    expect(withdraw(done, 'teller-1')).toEqual([{ next: done, sends: ['refused → teller-1'] }]);
  });

  test('a teller tells bank B once bank A has the money withdrawn, and forgets it all in a crash', () => {
    const { initial, durable, act, receive, recover } = processOf(bankTransfer, 'teller-1', bare);
    expect(act('tell', initial)).toEqual([{ next: 'withdraw', sends: ['withdraw → bankA'] }]);
    expect(receive('withdraw', { kind: 'withdrawn' }, 'bankA')).toEqual([
      { next: 'deposit', sends: [] },
    ]);
    expect(act('tell', 'deposit')).toEqual([{ next: 'deposit', sends: ['deposit → bankB'] }]);
    expect(receive('deposit', { kind: 'deposited' }, 'bankB')).toEqual([
      { next: 'nothing', sends: [] },
    ]);
    expect(act('tell', 'nothing')).toEqual([]);
    expect(durable).toBeUndefined();
    expect(recover('withdraw')).toEqual([{ next: 'nothing', sends: [] }]);
  });
});
