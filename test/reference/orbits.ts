import { isIndexed, isKeyed, List, Map, Record, Set } from 'immutable';
import type { ProtocolInstance, SystemInstance } from '../../checker/model/instance.ts';
import { ProcessId } from '../../checker/model/process-id.ts';
import { Rising } from '../../checker/model/rising.ts';
import type { Meaning } from './meaning.ts';
import type { Whole } from './transitions.ts';

type Names = ReadonlyMap<unknown, ProcessId>;

/** Tells orbits of a protocol apart: the least key that a state has in any names. */
export function orbitOfProtocol(
  { processes, symmetricValues }: ProtocolInstance,
  { key }: Meaning<Whole>,
): (state: Whole) => string {
  const symmetricRoles = new globalThis.Set(
    processes.filter(({ symmetric }) => symmetric).map(({ roleName }) => roleName),
  );
  const classes = [...symmetricRoles].map((role) =>
    processes.filter(({ roleName }) => roleName === role).map(({ id }) => id),
  );
  const all = namings([...classes, ...symmetricValues]);
  const called = ({ nodes, faults, partition, history }: Whole, names: Names): Whole => ({
    nodes: processes.map(({ id }) => {
      const from = processes.findIndex((one) => (names.get(one.id) ?? one.id) === id);
      return inNames(nodes[from], names) as Whole['nodes'][number];
    }),
    faults,
    partition,
    history: inNames(history, names),
  });
  return (state) => least(all.map((names) => key(called(state, names))));
}

/** Tells orbits of a plain system apart. */
export function orbitOfSystem(
  { symmetric }: SystemInstance,
  { key }: Meaning<object>,
): (state: object) => string {
  const all = namings(symmetric);
  return (state) => least(all.map((names) => key(inNames(state, names) as object)));
}

const least = (keys: readonly string[]): string => keys.toSorted()[0] ?? '';

/** Every way to give the members of each class each other's names. */
const namings = (classes: readonly (readonly ProcessId[])[]): readonly Names[] =>
  classes.reduce<readonly Names[]>(
    (done, members) =>
      done.flatMap((names) =>
        shuffles(members).map(
          (order) =>
            new globalThis.Map([
              ...names,
              ...members.map((id, at): [ProcessId, ProcessId] => [id, order[at]!]),
            ]),
        ),
      ),
    [new globalThis.Map()],
  );

function shuffles<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  return shuffles(rest).flatMap((order) =>
    items.map((_, at) => [...order.slice(0, at), first, ...order.slice(at)]),
  );
}

/** A value in which every id has its new name. */
function inNames(value: unknown, names: Names): unknown {
  if (value instanceof ProcessId) return names.get(value) ?? value;
  if (typeof value !== 'object' || value === null || value instanceof Rising) return value;
  const inner = (item: unknown) => inNames(item, names);
  if (Record.isRecord(value)) return value.merge(Map(value.toObject()).map(inner));
  if (isKeyed(value)) return Map(value.toArray().map(([key, item]) => [inner(key), inner(item)]));
  if (isIndexed(value)) return List(value.map(inner));
  if (Set.isSet(value)) return value.map(inner);
  if (Array.isArray(value)) return value.map(inner);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, inner(item)]));
}
