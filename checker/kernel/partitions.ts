import { ModelError } from '../errors.ts';
import { type Environment, isAmong } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Cut } from '../trace/trace.ts';

/** A set of links that a partition cuts. */
export interface Partition extends Cut {
  /** For each process the senders whose messages do not reach it, as bits. */
  readonly from: readonly number[];
}

/** As many processes have a bit each in one integer. */
const MOST_PROCESSES = 31;

/** All choices among so many processes are written down. */
const MOST_CHOSEN = 10;

/**
 * The partitions that may come about, each set of links once, in the order that ARCHITECTURE.md gives.
 * @throws ModelError where there are too many processes.
 */
export function partitionsOf(
  { name, processes }: ProtocolInstance,
  { budget, partitioning, partitions }: Environment,
): readonly Partition[] {
  if (budget.partition === 0) return [];
  const chosen = [...processes.keys()].filter((process) =>
    isAmong(processes[process]!.roleName, partitioning),
  );
  if (processes.length > MOST_PROCESSES || chosen.length > MOST_CHOSEN) {
    throw new ModelError(
      `${name}: ${chosen.length} of ${processes.length} processes may be cut off; that is more than ${MOST_CHOSEN} of ${MOST_PROCESSES}. Name fewer roles in "partitioning".`,
    );
  }
  const all = (1 << processes.length) - 1;
  const found = new Map<string, Partition>();
  const note = (members: readonly number[], links: Cut['links']) => {
    const away = members.reduce((bits, process) => bits | (1 << process), 0);
    const from = [...processes.keys()].map((to) => {
      const isAway = (away >> to) % 2 !== 0;
      if (isAway) return links === 'out' ? 0 : all & ~away;
      return links === 'in' ? 0 : away;
    });
    const names = members.map((process) => String(processes[process]!.id));
    if (from.some((bits) => bits !== 0) && !found.has(from.join()))
      found.set(from.join(), { away: names, links, from });
  };
  if (partitions !== 'one-way') {
    for (let choice = 1; choice < 1 << chosen.length; choice++)
      note(
        chosen.filter((_, digit) => (choice & (1 << digit)) !== 0),
        'both',
      );
  }
  if (partitions !== 'symmetric') {
    for (const process of chosen) {
      note([process], 'out');
      note([process], 'in');
    }
  }
  return [...found.values()];
}
