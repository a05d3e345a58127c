import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import type { NewStates } from '../../checker/explore/transition-system.ts';
import { compile } from '../../checker/kernel/compile.ts';
import type { Compiled } from '../../checker/kernel/compiled.ts';
import { decide } from '../../checker/kernel/decision-tree.ts';
import { slotFacts } from '../../checker/kernel/plain-tables.ts';
import { ProtocolIds } from '../../checker/kernel/protocol-ids.ts';
import { FactsFrom } from '../../checker/kernel/question.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import type { Encoder } from '../../checker/store/encoder.ts';
import { raftSpec } from '../../specs/raft.ts';
import { paxosRegisterSpec } from '../bench/models/paxos-register.ts';
import { singleCopyRegisterSpec } from '../bench/models/single-copy-register.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { propertiesOfProcesses } from '../reference/random-properties.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

const ENOUGH = 20_000;

/** The new states of which not every answer is known and decides nothing: each is looked at on its own, whatever its parent is. */
function unsettledOneByOne(compiled: Compiled, encoder: Encoder, states: NewStates): number[] {
  const model = compiled.shared();
  const facts =
    model.kind === 'protocol' ? new ProtocolIds(model.tables) : slotFacts(encoder.layout.width);
  const vector = new Int32Array(encoder.layout.width);
  return Array.from({ length: states.count }, (_, index) => index).filter((index) => {
    encoder.decode(states.keys[2 * index]!, states.keys[2 * index + 1]!, vector, 0);
    return !model.inquiries.every(
      ({ tree, places }) => decide(tree, new FactsFrom(facts, places), vector, 0) === 0,
    );
  });
}

/** Searches, and expects that the states to be asked are those found one by one; gives how many states were looked at, and the last layout. */
function expectSameAsOneByOne(configuration: Configuration) {
  const compiled = compile(configuration, undefined, undefined);
  const { system, questions } = compiled;
  const search = new Search(system, questions, {
    mostStates: ENOUGH,
    mostDepth: Number.POSITIVE_INFINITY,
    compact: false,
    isEnough: () => false,
  });
  const lookAt = questions.lookAt.bind(questions);
  let looked = 0;
  questions.lookAt = (states, unsettled) => {
    lookAt(states, unsettled);
    expect(unsettled).toEqual(unsettledOneByOne(compiled, search.store.encoder, states));
    looked += states.count;
  };
  // All that it yields is how much is left to do.
  for (const _ of breadthFirst()(search));
  return { looked, encoder: search.store.encoder };
}

describe('of new states that are looked at together, those are asked that would be one by one', () => {
  test.each([
    ['Raft', raftSpec, {}],
    ['two-phase commit', twoPhaseCommitSpec, { managers: 6 }],
    ['a register of one copy', singleCopyRegisterSpec, { clients: 3 }],
  ] as const)('%s', (_, spec, settings) => {
    expect(expectSameAsOneByOne(configure(spec, undefined, settings)).looked).toBeGreaterThan(1000);
  });

  test('a register whose keys are folded', () => {
    const { looked, encoder } = expectSameAsOneByOne(
      configure(paxosRegisterSpec, undefined, { clients: 4 }),
    );
    expect(looked).toBeGreaterThan(1000);
    expect(encoder.isDirect).toBe(false);
  });

  test('random protocols', () => {
    fc.assert(
      fc.property(protocolTables, (table) => {
        expectSameAsOneByOne(configure(protocolSpecOf(table)));
      }),
      { numRuns: 50 },
    );
  });

  test('random protocols whose properties read local states alone', () => {
    fc.assert(
      fc.property(protocolTables, propertiesOfProcesses, (table, properties) => {
        expectSameAsOneByOne(configure(protocolSpecOf({ ...table, properties })));
      }),
      { numRuns: 50 },
    );
  });

  test('random plain systems', () => {
    fc.assert(
      fc.property(systemTables, (table) => {
        expectSameAsOneByOne(configure(systemSpecOf(table)));
      }),
      { numRuns: 100 },
    );
  });
});
