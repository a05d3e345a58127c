import { List, Map, OrderedSet, Record, Set, Stack } from 'immutable';
import { expect, test } from 'vitest';
import { processes } from '../../checker/index.ts';
import { canonicalForm } from '../../checker/model/canonical.ts';
import { differences } from '../../checker/trace/differences.ts';
import { readable } from '../../checker/trace/readable.ts';

const [one, two, three] = processes('server', 3);

const changes = (before: unknown, after: unknown): string =>
  differences(canonicalForm(before), canonicalForm(after)).join('\n');

const Server = Record({ role: 'follower', term: 0, votedFor: null as unknown }, 'Server');

test('names the fields of a record that changed', () => {
  const before = Server();
  expect(changes(before, before.merge({ role: 'candidate', term: 1, votedFor: one }))).toBe(
    'role follower → candidate\nterm 0 → 1\nvotedFor none → server-1',
  );
});

test('says what sets gained and lost', () => {
  expect(changes({ votes: Set([one]) }, { votes: Set([two, three]) })).toBe(
    'votes − server-1\nvotes + server-2, server-3',
  );
});

test('says what maps gained, lost and changed, by key', () => {
  const before = { next: Map([[one, 1] as const, [two, 2] as const]) };
  const after = { next: Map([[two, 1] as const, [three, 3] as const]) };
  expect(changes(before, after)).toBe('next − server-1\nnext + server-3: 3\nnext server-2: 2 → 1');
});

test('writes short lists out', () => {
  expect(changes({ log: List([1]) }, { log: List([1, 2]) })).toBe('log [1] → [1, 2]');
  expect(changes({ log: List([1]) }, { log: List() })).toBe('log [1] → []');
});

test('of long lists gives the part that was replaced', () => {
  const entry = (term: number) => ({ term, text: `entry of term ${term}` });
  const log = List([1, 2, 3].map(entry));
  expect(changes({ log }, { log: log.push(entry(4)) })).toBe(
    'log + {term 4, text "entry of term 4"}',
  );
  expect(changes({ log }, { log: log.shift() })).toBe('log − {term 1, text "entry of term 1"}');
  expect(changes({ log }, { log: log.setIn([1, 'term'], 9) })).toBe('log[1].term 2 → 9');
});

test('looks into what is nested', () => {
  const before = { peers: Map([[one, { lag: 1, tags: Set(['a']) }]]) };
  const after = { peers: Map([[one, { lag: 2, tags: Set(['a', 'b']) }]]) };
  expect(changes(before, after)).toBe('peers server-1: lag 1 → 2\npeers server-1: tags + b');
});

test('a field may appear or disappear', () => {
  expect(changes({ at: 'idle' }, { since: 3 })).toBe('at − idle\nsince + 3');
});

test('nothing, undefined and no field are three different things', () => {
  expect(changes({ leader: null }, { leader: undefined })).toBe('leader none → undefined');
  expect(changes({ leader: undefined }, {})).toBe('leader − undefined');
});

test('a state without fields is said as it was and is', () => {
  expect(changes('idle', 'waiting')).toBe('idle → waiting');
  expect(changes(List([1]), Set([1]))).toBe('[1] → {1}');
});

test('equal values do not differ, however they were made', () => {
  expect(changes(Set([one, two]), Set([two, one]))).toBe('');
});

test.each([
  [null, 'none'],
  [undefined, 'undefined'],
  ['two words', '"two words"'],
  ['', '""'],
  [12n, '12'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [[1, 'a'], '[1, a]'],
  [Stack([1, 2]), '[1, 2]'],
  [OrderedSet(['b', 'a']), '{b, a}'],
  [Map([['k', List([true])]]), '{k: [true]}'],
  [Server(), '{role follower, term 0, votedFor none}'],
] as const)('%s reads %s', (value, text) => {
  expect(readable(canonicalForm(value))).toBe(text);
});

test('tags with a content that no value has are shown as they are', () => {
  expect(readable({ '#map': 3 })).toBe('{#map 3}');
  expect(readable({ '#map': [[1]] })).toBe('{#map [[1]]}');
});
