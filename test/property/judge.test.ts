import { Map } from 'immutable';
import { expect, test } from 'vitest';
import { processes } from '../../checker/index.ts';
import { because } from '../../checker/property/because.ts';
import { judge, reasonOf, type Seen, witness } from '../../checker/property/judge.ts';
import type { Predicate } from '../../checker/property/property.ts';

const [one, two, three] = processes('server', 3);
const terms = [one, two, three].map((id, index) => [id!, { term: index === 2 ? 1 : 2 }] as const);

const state: Seen = {
  view: { server: Map(terms) },
  world: { history: 7 },
  locals: (role) => (role === 'server' ? terms : []),
};

const termOf = (local: unknown): number => (local as { term: number }).term;

const pair = (holds: Extract<Predicate, { over: 'pair' }>['holds']): Predicate => ({
  over: 'pair',
  role: 'server',
  holds,
});

test('names the first pair for which a predicate fails, with what it says', () => {
  const predicate = pair(
    (a, b) => termOf(a) !== termOf(b) || because(`both lead term ${termOf(a)}`),
  );
  expect(judge(predicate, { state })).toBe('server-1 and server-2: both lead term 2');
});

test('gives the states of the pair where the predicate says nothing', () => {
  expect(
    judge(
      pair((a, b) => termOf(a) >= termOf(b)),
      { state },
    ),
  ).toBe('server-3 {term 1} and server-1 {term 2}');
});

test('gives no reason where it holds', () => {
  expect(
    judge(
      pair((_, __, { first, second }) => first !== second),
      { state },
    ),
  ).toBeUndefined();
});

test('names the process of which a witness is true', () => {
  const predicate: Predicate = {
    over: 'each',
    role: 'server',
    holds: (local, { self }) => termOf(local) === 2 && self !== one,
  };
  expect(witness(predicate, { state })).toBe('server-2 {term 2}');
  expect(judge(predicate, { state })).toBe('server-1 {term 2}');
});

test('asks a predicate over the state of its view and world', () => {
  const predicate: Predicate = {
    over: 'state',
    holds: (view, world) => view === state.view && world === state.world && because('never again'),
  };
  expect(judge(predicate, { state })).toBe('never again');
  expect(judge({ over: 'state', holds: () => false }, { state })).toBe('it is false in this state');
  expect(witness({ over: 'state', holds: () => true }, { state })).toBe('it is true in this state');
});

test('asks a predicate over steps only of steps that it speaks of', () => {
  const predicate: Predicate = {
    over: 'step',
    role: 'server',
    holds: (before, after) => termOf(before) <= termOf(after),
  };
  const step = { self: two!, kind: 'crash', before: { term: 2 }, after: { term: 0 } } as const;
  expect(judge(predicate, { state, step: { ...step, role: 'server' } })).toBe(
    'server-2: term 2 → 0',
  );
  expect(judge(predicate, { state, step: { ...step, role: 'client' } })).toBeUndefined();
  expect(judge(predicate, { state })).toBeUndefined();
  expect(judge({ over: 'states', holds: () => false }, { state })).toBeUndefined();
  expect(judge({ over: 'states', holds: () => false }, { state, before: state })).toBe(
    'it is false of this step',
  );
});

test('the reason of a deadlock names who is not done', () => {
  const predicate: Predicate = {
    over: 'each',
    role: 'server',
    holds: (local) => termOf(local) === 2,
  };
  expect(reasonOf({ kind: 'deadlock-free', predicate }, { state })).toBe(
    'nothing but faults can happen, and the state is not final: server-3 {term 1}',
  );
});
