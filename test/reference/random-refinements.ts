import fc from 'fast-check';
import { Set } from 'immutable';
import { behaviour, forEach, processes, refines, type Spec, system } from '../../checker/index.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Subject as AnySubject, SystemSubject } from '../../checker/model/subject.ts';
import type { System } from '../../checker/model/system.ts';
import { decide, type Tree, trees } from './decision-tree.ts';
import { read } from './random-locals.ts';
import * as ofProtocols from './random-properties.ts';
import { type ProtocolTable, protocolSpecOf, protocolTables } from './random-protocols.ts';
import * as ofSystems from './random-systems.ts';

/** A node of a graph, and some marked processes. */
interface Abstract {
  readonly at: number;
  readonly marked: Set<ProcessId>;
}

const NODES = 3;

/** A random abstract system: a walk on a graph, and beside it or at once the marking of one process. */
interface AbstractTable {
  readonly starts: readonly number[];
  /** The nodes that each node leads to. */
  readonly edges: readonly (readonly number[])[];
  /** Whether a process can be marked or unmarked, or both the walk and the marking happen at once. */
  readonly marking: 'none' | 'apart' | 'at once';
  /** Whether the processes marked in the model are marked. */
  readonly marks: boolean;
}

interface RefinementTable<Question> extends AbstractTable {
  readonly tree: Tree<Question, number>;
}

/** Most graphs have many edges, so that something is refined now and then. */
const edges = fc.oneof(
  fc.constant(Array.from({ length: NODES }, () => [0, 1, 2])),
  fc.array(fc.subarray([0, 1, 2], { minLength: 1 }), { minLength: NODES, maxLength: NODES }),
);

const refinementTables = <Question>(
  questions: fc.Arbitrary<Question>,
): fc.Arbitrary<RefinementTable<Question>> =>
  fc.record({
    starts: fc.subarray([0, 1, 2], { minLength: 1 }),
    edges,
    marking: fc.constantFrom('none', 'apart', 'at once'),
    marks: fc.boolean(),
    tree: trees(questions, fc.nat(NODES - 1), 2),
  });

function abstractOf(
  { starts, edges, marking }: AbstractTable,
  ids: readonly ProcessId[],
): System<Abstract, unknown> {
  const change = (marked: Set<ProcessId>, one: ProcessId) =>
    marked.has(one) ? marked.delete(one) : marked.add(one);
  return system({
    name: 'abstract',
    define: () =>
      behaviour<Abstract>(
        starts.map((at) => ({ at, marked: Set() })),
        {
          walk: ({ at }) => edges[at]!.map((next) => ({ at: next })),
          ...(marking === 'none'
            ? {}
            : { mark: forEach(ids, ({ marked }, one) => ({ marked: change(marked, one) })) }),
          ...(marking === 'at once'
            ? {
                both: forEach(ids, ({ at, marked }, one) =>
                  edges[at]!.map((next) => ({ at: next, marked: change(marked, one) })),
                ),
              }
            : {}),
        },
      ),
  });
}

/** A spec with other properties: refinements, by the maps that tables stand for. */
function refining<S extends AnySubject, Question>(
  spec: Spec,
  tables: readonly RefinementTable<Question>[],
  ids: readonly ProcessId[],
  mapOf: (table: RefinementTable<Question>) => (view: S['view'], world: S['world']) => Abstract,
): Spec {
  const properties = tables.map((table, number) =>
    refines<S, unknown, Abstract, unknown>(`refinement ${number}`, abstractOf(table, ids), {
      map: mapOf(table),
    }),
  );
  // The map is given what the model of the spec is seen as.
  return { ...spec, properties: properties as readonly unknown[] as Spec['properties'] };
}

/** Random plain systems, each with abstract systems that it may refine. */
export const refiningSystems: fc.Arbitrary<Spec> = fc
  .tuple(
    ofSystems.systemTables,
    fc.array(refinementTables(ofSystems.questions), { minLength: 1, maxLength: 3 }),
  )
  .map(([table, tables]) => {
    const ids = processes('process', table.processes);
    return refining<SystemSubject<ofSystems.State>, ofSystems.Question>(
      ofSystems.systemSpecOf(table),
      tables,
      ids,
      ({ tree, marks }) =>
        (state) => ({
          at: decide(tree, (question) => ofSystems.isSo(question, state, ids, ids[0]!)),
          marked: marks ? Set(ids.filter((id) => state.red.get(id, 0) > 0)) : Set(),
        }),
    );
  });

/** Random protocols, each with abstract systems that it may refine. */
export const refiningProtocols: fc.Arbitrary<Spec> = fc
  .tuple(
    protocolTables,
    fc.array(refinementTables(ofProtocols.questions), { minLength: 1, maxLength: 3 }),
  )
  .map(([table, tables]) =>
    refining<ofProtocols.Subject, ofProtocols.Question>(
      protocolSpecOf(table),
      tables,
      idsOf(table),
      ({ tree, marks }) =>
        (view, world) => ({
          at: ofProtocols.leafOf(tree, () => ofProtocols.everyone(view), world),
          marked: marks ? markedOf(ofProtocols.everyone(view)) : Set(),
        }),
    ),
  );

const idsOf = ({ counts }: ProtocolTable): readonly ProcessId[] => [
  ...processes('a', counts.a),
  ...processes('b', counts.b),
];

const markedOf = (all: ofProtocols.About): Set<ProcessId> =>
  Set(all.flatMap(([id, local]) => (id !== undefined && read(local).low > 0 ? [id] : [])));
