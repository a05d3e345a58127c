import { type Environment, isAmong } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import { separates } from './cut.ts';
import type { Inbox } from './inbox.ts';
import type { ProtocolState } from './protocol-state.ts';
import type { Cut } from './trace.ts';
import { type Outcomes, onlyState, type Setting, suffer } from './turn.ts';

/** The messages in an inbox that no cut link holds back. */
export const withoutCut = ({ partition }: ProtocolState, to: ProcessId, inbox: Inbox): Inbox =>
  partition === null ? inbox : inbox.filter(({ from }) => !separates(partition, from, to));

/** Links are cut. */
export function divide(setting: Setting, state: ProtocolState, { away, links }: Cut): Outcomes {
  if (state.partition !== null) return 'there is a partition already';
  const cut = cutsOf(setting).find((one) => one.links === links && one.away.join() === away.join());
  if (cut === undefined) return 'these links are not cut in this spec, or said in another way';
  const counted = suffer({ setting, state }, 'partition');
  if (typeof counted === 'string') return counted;
  return onlyState({ ...counted, partition: cut });
}

/** No link is cut any more. */
export const heal = (state: ProtocolState): Outcomes =>
  state.partition === null ? 'there is no partition' : onlyState({ ...state, partition: null });

/** Every set of links that may be cut, said in one way: the first one found. */
export function cutsOf({ instance, environment }: Setting): readonly Cut[] {
  const found = new Map<string, Cut>();
  for (const cut of saidOf(instance, environment)) {
    const text = instance.processes
      .flatMap(({ id: from }) => instance.processes.map(({ id: to }) => separates(cut, from, to)))
      .join();
    if (text.includes('true') && !found.has(text)) found.set(text, cut);
  }
  return [...found.values()];
}

function* saidOf(
  { processes }: ProtocolInstance,
  { partitioning, partitions }: Environment,
): Iterable<Cut> {
  const may = processes.filter(({ roleName }) => isAmong(roleName, partitioning));
  const names = may.map(({ id }) => String(id));
  if (partitions !== 'one-way') {
    for (let chosen = 1; chosen < 2 ** names.length; chosen++)
      yield { away: names.filter((_, digit) => (chosen >> digit) % 2 === 1), links: 'both' };
  }
  if (partitions === 'symmetric') return;
  for (const name of names) {
    yield { away: [name], links: 'out' };
    yield { away: [name], links: 'in' };
  }
}
