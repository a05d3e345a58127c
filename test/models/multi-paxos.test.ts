import { List, Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import { Ballot, Proposal } from '../../models/ballots.ts';
import { Acceptor, Leader, multiPaxos, NO_OP, Replica, Slot } from '../../models/multi-paxos.ts';
import { processesOf } from './processes.ts';

const { all, durable, act, receive } = processesOf(multiPaxos);
const [l1, l2] = all('leader') as [ProcessId, ProcessId];
const acceptors = all('acceptor');
const [a1, a2, a3] = acceptors as [ProcessId, ProcessId, ProcessId];
const replicas = all('replica');
const [r1] = replicas as [ProcessId];

const proposal = (ballot: number, value: string) => Proposal({ ballot: Ballot.at(ballot), value });
const accept = (instance: number, ballot: number, value: string) => ({
  kind: 'accept',
  instance,
  proposal: proposal(ballot, value),
});
const accepted = (instance: number, ballot: number) => ({
  kind: 'accepted',
  instance,
  ballot: Ballot.at(ballot),
});
const leading = (slots: Record<number, Partial<Slot>>, ballot = 2) =>
  Leader({
    phase: 'leading',
    ballot: Ballot.at(ballot),
    slots: Map(Object.entries(slots).map(([instance, slot]) => [Number(instance), Slot(slot)])),
  });

describe('a new leader', () => {
  test('executes phase 1 once for all instances', () => {
    expect(act(l2, 'campaign', leading({ 1: { value: 'Y1' } }))).toEqual([
      {
        next: Leader({ phase: 'preparing', ballot: Ballot.at(4) }),
        sends: acceptors.map((to) => ({ to, message: { kind: 'prepare', ballot: Ballot.at(4) } })),
      },
    ]);
  });

  test('finds open what promises tell of, by their highest ballots, and the gaps before', () => {
    const told = Map([
      [2, proposal(1, 'X2')],
      [4, proposal(3, 'X4')],
    ]);
    const preparing = Leader({
      phase: 'preparing',
      ballot: Ballot.at(4),
      promises: Map([[a1, told]]),
    });
    const message = {
      kind: 'promise',
      ballot: Ballot.at(4),
      accepted: Map([[2, proposal(2, 'Y2')]]),
    };
    expect(receive(l2, preparing, a2, message)).toEqual({
      next: leading(
        { 1: { value: NO_OP }, 2: { value: 'Y2' }, 3: { value: NO_OP }, 4: { value: 'X4' } },
        4,
      ),
      sends: [],
    });
    expect(receive(l2, preparing, a1, message)?.next).toMatchObject({ phase: 'preparing' });
  });

  test('completes the open instances, in any order', () => {
    const leader = leading({
      1: { value: 'X1' },
      2: { value: 'X2', stage: 'chosen' },
      3: { value: NO_OP },
    });
    const taken = act(l2, 'complete', leader);
    expect(taken.map(({ sends }) => sends)).toEqual([
      acceptors.map((to) => ({ to, message: accept(1, 2, 'X1') })),
      acceptors.map((to) => ({ to, message: accept(3, 2, NO_OP) })),
    ]);
    expect(taken[0]?.next).toEqual(
      leader.setIn(['slots', 1], Slot({ value: 'X1', stage: 'proposed' })),
    );
  });
});

describe('a leader in phase 2', () => {
  test('takes a command for the next instance, though none is chosen', () => {
    const [taken] = act(l2, 'request', leading({ 1: { value: 'X1' } }));
    expect(taken).toEqual({
      next: leading({ 1: { value: 'X1' }, 2: { value: 'Y2', stage: 'proposed' } }),
      sends: acceptors.map((to) => ({ to, message: accept(2, 2, 'Y2') })),
    });
    for (const phase of ['idle', 'preparing', 'refused'] as const)
      expect(act(l2, 'request', Leader({ phase, ballot: Ballot.at(2) }))).toEqual([]);
  });

  test('tells the replicas what a majority has accepted in its ballot', () => {
    const leader = leading({ 1: { value: 'X1', stage: 'proposed', votes: Set([a1]) } });
    expect(receive(l2, leader, a2, accepted(1, 2))).toEqual({
      next: leading({ 1: { value: 'X1', stage: 'chosen' } }),
      sends: replicas.map((to) => ({ to, message: { kind: 'chosen', instance: 1, value: 'X1' } })),
    });
    for (const [from, instance, ballot] of [
      [a1, 1, 2],
      [a2, 1, 1],
      [a2, 2, 2],
    ] as const)
      expect(receive(l2, leader, from, accepted(instance, ballot))).toEqual({
        next: leader,
        sends: [],
      });
  });

  test('tells them once', () => {
    const leader = leading({ 1: { value: 'X1', stage: 'chosen' } });
    expect(receive(l2, leader, a3, accepted(1, 2))).toEqual({ next: leader, sends: [] });
  });

  test('gives up a ballot that is refused, but no later one', () => {
    const leader = leading({ 1: { value: 'X1' } });
    expect(receive(l2, leader, a1, { kind: 'refused', ballot: Ballot.at(2) })?.next).toEqual(
      Leader({ phase: 'refused', ballot: Ballot.at(2) }),
    );
    expect(receive(l2, leader, a1, { kind: 'refused', ballot: Ballot.at(1) })).toBeUndefined();
  });
});

describe('an acceptor', () => {
  const before = Acceptor({ promised: Ballot.at(2), accepted: Map([[1, proposal(2, 'Y1')]]) });

  test('keeps everything', () => {
    expect(durable(a1)).toBe('everything');
    expect(durable(l1)).toEqual(['ballot']);
  });

  test('answers for all instances, and promises for all of them', () => {
    expect(receive(a1, before, l1, { kind: 'prepare', ballot: Ballot.at(3) })).toEqual({
      next: before.set('promised', Ballot.at(3)),
      sends: [
        { to: l1, message: { kind: 'promise', ballot: Ballot.at(3), accepted: before.accepted } },
      ],
    });
  });

  test('refuses a lower ballot in any instance', () => {
    for (const message of [{ kind: 'prepare', ballot: Ballot.at(1) }, accept(2, 1, 'X2')])
      expect(receive(a1, before, l1, message)).toEqual({
        next: before,
        sends: [{ to: l1, message: { kind: 'refused', ballot: Ballot.at(1) } }],
      });
  });

  test('accepts in each instance for itself', () => {
    expect(receive(a1, before, l1, accept(2, 3, 'X2'))).toEqual({
      next: Acceptor({
        promised: Ballot.at(3),
        accepted: Map([
          [1, proposal(2, 'Y1')],
          [2, proposal(3, 'X2')],
        ]),
      }),
      sends: [{ to: l1, message: accepted(2, 3) }],
    });
  });
});

describe('a replica', () => {
  test('applies in order, and what waited behind a gap', () => {
    const told = (replica: unknown, instance: number, value: string) =>
      receive(r1, replica, l1, { kind: 'chosen', instance, value })?.next;
    const second = told(Replica(), 2, 'X2');
    expect(second).toMatchObject({ applied: List() });
    const both = told(second, 1, 'X1');
    expect(both).toMatchObject({ applied: List(['X1', 'X2']) });
    expect(told(both, 2, 'X2')).toEqual(both);
  });
});
