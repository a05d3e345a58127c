import { type Environment, isAmong } from '../../checker/faults/faults.ts';
import type { ProtocolInstance } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Cut, Transition } from '../../checker/trace/trace.ts';
import type { Here, Node, Ticks } from './transitions.ts';

/** What one clock may do on its own: jump, or gain or lose a tick. */
export function changesOfClocks(
  { id, is, role, roleName, timers, ahead, env }: Here,
  kind: 'jump' | 'drift',
): readonly { readonly transition: Transition; readonly node: Partial<Node> }[] {
  if (is !== 'up' && is !== 'paused') return [];
  const process = String(id);
  if (kind === 'jump') {
    const most = isAmong(roleName, env.jumping) ? Math.max(0, ...Object.values(timers)) : 0;
    return Array.from({ length: Math.min(most, env.jumpBy) }, (_, index) => ({
      transition: { kind, process, by: index + 1 },
      node: { timers: advanced(timers, index + 1) },
    }));
  }
  const isTimed = Object.keys(role.timers ?? {}).length > 0;
  return [1, -1]
    .filter((by) => isTimed && Math.abs(ahead + by) <= env.drift)
    .map((by) => ({
      transition: { kind, process, by },
      node: { timers: advanced(timers, by), ahead: ahead + by },
    }));
}

const advanced = (timers: Ticks, by: number): Ticks =>
  Object.fromEntries(
    Object.entries(timers).map(([timer, ticks]) => [
      timer,
      ticks === 0 ? 0 : Math.max(0, ticks - by),
    ]),
  );

export function isCut(partition: Cut | null, from: ProcessId, to: ProcessId): boolean {
  if (partition === null) return false;
  const { away, links } = partition;
  const [isFromAway, isToAway] = [away.includes(String(from)), away.includes(String(to))];
  if (isFromAway === isToAway) return false;
  return links === 'both' || (links === 'out') === isFromAway;
}

/** Every partition there may be, and each set of links once. */
export function cuts({ processes }: ProtocolInstance, env: Environment): readonly Cut[] {
  const may = processes
    .filter(({ roleName }) => isAmong(roleName, env.partitioning))
    .map(({ id }) => String(id));
  let subsets: readonly (readonly string[])[] = [[]];
  for (const id of may) subsets = [...subsets, ...subsets.map((some) => [...some, id])];
  const all: readonly Cut[] = [
    ...(env.partitions === 'one-way'
      ? []
      : subsets.map((away) => ({ away, links: 'both' as const }))),
    ...(env.partitions === 'symmetric'
      ? []
      : may.flatMap((id) => (['out', 'in'] as const).map((links) => ({ away: [id], links })))),
  ];
  const linksOf = (cut: Cut): string =>
    processes
      .flatMap(({ id: from }) =>
        processes.filter(({ id: to }) => isCut(cut, from, to)).map(({ id: to }) => `${from}>${to}`),
      )
      .join();
  const texts = all.map(linksOf);
  return all.filter((_, at) => texts[at] !== '' && texts.indexOf(texts[at]!) === at);
}
