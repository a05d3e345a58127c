import { ModelError } from '../errors.ts';
import { type Environment, FAULTS } from '../faults/faults.ts';
import { sharedInts } from '../store/shared-ints.ts';
import type { Environments } from './environments.ts';
import type { MoveTables } from './protocol-tables.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { StepLabels } from './step-labels.ts';
import type { Ticks } from './ticks.ts';

/** As many processes have a bit each in one integer. */
const MOST_PROCESSES = 31;

/**
 * What the environment may do to the whole, as tables; undefined where it never does anything.
 * @throws ModelError where there are too many processes for time to wait for their messages.
 */
export function moveTables(
  { synchronous, budget }: Environment,
  values: ProtocolValues,
  environments: Environments,
  ticks: Ticks,
  labels: StepLabels,
): MoveTables | undefined {
  const isTimed = values.processes.some(({ role }) => role.timers !== undefined);
  if (!isTimed && !environments.isEverCut) return undefined;
  if (isTimed && synchronous && values.processes.length > MOST_PROCESSES) {
    throw new ModelError(
      `${values.name}: ${values.processes.length} processes are too many for a synchronous network; there can be ${MOST_PROCESSES}.`,
    );
  }
  const mayBeLate = isTimed && synchronous && budget.late > 0;
  const heal = environments.isEverCut ? labels.add('heal', () => ({ kind: 'heal' })) : -1;
  return {
    isTimed,
    isSynchronous: synchronous,
    ticks: ticks.rows,
    cutFrom: environments.allCutFrom,
    partitions: partitionLists(environments, labels, heal),
    lateChange: FAULTS.indexOf('late'),
    tick: isTimed ? labels.add('tick', () => ({ kind: 'tick' })) : -1,
    late: mayBeLate ? labels.add('late', () => ({ kind: 'late' })) : -1,
    heal,
  };
}

function partitionLists(
  environments: Environments,
  labels: StepLabels,
  heal: number,
): MoveTables['partitions'] {
  const byName = new Map<string, number>();
  return Array.from({ length: environments.size }, (_, id) => {
    const pairs = environments.dividedFrom(id).flatMap(({ to, partition }) => {
      if (partition === undefined) return [to, heal];
      const { away, links } = partition;
      const name = `${links} ${away.join()}`;
      const label =
        byName.get(name) ?? labels.add('partition', () => ({ kind: 'partition', away, links }));
      byName.set(name, label);
      return [to, label];
    });
    const list = sharedInts(pairs.length);
    list.data.set(pairs);
    return list;
  });
}
