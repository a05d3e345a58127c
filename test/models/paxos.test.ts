import { Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import { Ballot, ballotAfter, highest, Proposal } from '../../models/ballots.ts';
import { Acceptor, Learner, Proposer, paxos } from '../../models/paxos.ts';
import { processesOf } from './processes.ts';

const { all, initial, durable, act, receive } = processesOf(paxos);
const [p1, p2] = all('proposer') as [ProcessId, ProcessId];
const [a1, a2, a3] = all('acceptor') as [ProcessId, ProcessId, ProcessId];
const [l1] = all('learner') as [ProcessId];

const proposal = (ballot: number, value: string) => Proposal({ ballot: Ballot.at(ballot), value });
const prepare = (ballot: number) => ({ kind: 'prepare', ballot: Ballot.at(ballot) });
const promise = (ballot: number, accepted: Proposal | null = null) => ({
  kind: 'promise',
  ballot: Ballot.at(ballot),
  accepted,
});
const accept = (ballot: number, value: string) => ({
  kind: 'accept',
  proposal: proposal(ballot, value),
});
const accepted = (ballot: number, value: string) => ({
  kind: 'accepted',
  proposal: proposal(ballot, value),
});
const refused = (ballot: number) => ({ kind: 'refused', ballot: Ballot.at(ballot) });

describe('ballots', () => {
  test('belong to one proposer each', () => {
    const of = (self: ProcessId) => {
      const first = ballotAfter(Ballot.none, self, [p1, p2]);
      return [first, ballotAfter(first, self, [p1, p2])];
    };
    expect([of(p1), of(p2)]).toEqual([[1, 3].map(Ballot.at), [2, 4].map(Ballot.at)]);
  });

  test('say which of several proposals counts', () => {
    expect(highest([proposal(1, 'X'), proposal(3, 'Y'), proposal(2, 'Z')])).toEqual(
      proposal(3, 'Y'),
    );
    expect(highest([])).toBeUndefined();
  });
});

describe('a proposer', () => {
  const preparing = (fields: Partial<Proposer> = {}) =>
    Proposer({ phase: 'preparing', wish: 'X', ballot: Ballot.at(1), ...fields });

  test('has a value of its own', () => {
    expect([initial(p1), initial(p2)]).toEqual([Proposer({ wish: 'X' }), Proposer({ wish: 'Y' })]);
  });

  test('starts its next ballot at any moment, and forgets the last', () => {
    const late = preparing({ phase: 'accepting', proposed: 'X', promises: Map([[a1, null]]) });
    expect(act(p1, 'prepare', late)).toEqual([
      {
        next: preparing({ ballot: Ballot.at(3) }),
        sends: [a1, a2, a3].map((to) => ({ to, message: prepare(3) })),
      },
    ]);
  });

  test('waits for a majority of promises, each acceptor counted once', () => {
    const one = preparing({ promises: Map([[a1, null]]) });
    expect(receive(p1, preparing(), a1, promise(1))).toEqual({ next: one, sends: [] });
    expect(receive(p1, one, a1, promise(1))).toEqual({ next: one, sends: [] });
  });

  test.each([
    { told: [null, null], value: 'X' },
    { told: [null, proposal(1, 'Z')], value: 'Z' },
    { told: [proposal(4, 'V'), proposal(1, 'Z')], value: 'V' },
    { told: [proposal(1, 'Z'), proposal(4, 'V')], value: 'V' },
  ])('proposes the value of the highest ballot it is told of, or else its own: $value', (given) => {
    const { told, value } = given;
    const [first = null, second = null] = told;
    const one = preparing({ ballot: Ballot.at(5), promises: Map([[a1, first]]) });
    expect(receive(p1, one, a2, promise(5, second))).toEqual({
      next: preparing({ phase: 'accepting', ballot: Ballot.at(5), proposed: value }),
      sends: [a1, a2, a3].map((to) => ({ to, message: accept(5, value) })),
    });
  });

  test.each([
    preparing({ phase: 'accepting', proposed: 'X' }),
    preparing({ phase: 'refused' }),
    preparing({ ballot: Ballot.at(3) }),
  ])('takes no promise that comes late: $phase, ballot $ballot', (proposer) => {
    expect(receive(p1, proposer, a1, promise(1))).toEqual({ next: proposer, sends: [] });
  });

  test('gives a ballot up that is refused, but no later one', () => {
    const one = preparing({ promises: Map([[a1, null]]) });
    const given = receive(p1, one, a2, refused(1));
    expect(given).toEqual({ next: preparing({ phase: 'refused' }), sends: [] });
    expect(receive(p1, preparing({ ballot: Ballot.at(3) }), a2, refused(1))).toBeUndefined();
  });
});

describe('an acceptor', () => {
  const state = (promised: number, accepted: Proposal | null = null) =>
    Acceptor({ promised: promised === 0 ? Ballot.none : Ballot.at(promised), accepted });

  test('keeps what it promised and accepted', () => {
    expect(durable(a1)).toEqual(['promised', 'accepted']);
    expect(durable(p1)).toEqual(['ballot']);
  });

  test('promises a higher ballot, and the same again, and says what it accepted', () => {
    const before = state(1, proposal(1, 'X'));
    for (const ballot of [1, 2]) {
      expect(receive(a1, before, p2, prepare(ballot))).toEqual({
        next: state(ballot, proposal(1, 'X')),
        sends: [{ to: p2, message: promise(ballot, proposal(1, 'X')) }],
      });
    }
  });

  test('refuses what is below its promise', () => {
    for (const message of [prepare(1), accept(1, 'X')]) {
      expect(receive(a1, state(2), p1, message)).toEqual({
        next: state(2),
        sends: [{ to: p1, message: refused(1) }],
      });
    }
  });

  test('accepts at its promise and above, which it then has promised, and tells the learners', () => {
    for (const ballot of [2, 4]) {
      expect(receive(a1, state(2, proposal(1, 'X')), p2, accept(ballot, 'Y'))).toEqual({
        next: state(ballot, proposal(ballot, 'Y')),
        sends: all('learner').map((to) => ({ to, message: accepted(ballot, 'Y') })),
      });
    }
  });
});

describe('a learner', () => {
  test('learns what a majority has accepted in one ballot', () => {
    const votes = Map([
      [proposal(1, 'X'), Set([a1])],
      [proposal(2, 'X'), Set([a2])],
    ]);
    const next = (from: ProcessId, ballot: number) =>
      receive(l1, Learner({ votes }), from, accepted(ballot, 'X'))?.next;
    expect(next(a1, 1)).toEqual(Learner({ votes }));
    expect(next(a3, 3)).toMatchObject({ learned: null });
    expect(next(a2, 1)).toEqual(Learner({ learned: 'X' }));
  });

  test('learns once', () => {
    const learner = Learner({ learned: 'X' });
    expect(receive(l1, learner, a1, accepted(2, 'Y'))?.next).toEqual(learner);
  });
});
