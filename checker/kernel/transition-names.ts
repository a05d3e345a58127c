import { FAULTS } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';

/** Everything that can happen in a protocol, by the name it is counted under. */
export function transitionNames(
  { processes }: ProtocolInstance,
  { environment: { budget, drift } }: Configuration,
): readonly string[] {
  const actions = processes.flatMap(({ role }) => Object.keys(role.actions ?? {}));
  const timers = processes.flatMap(({ role }) => Object.keys(role.timers ?? {}));
  const kinds = processes.flatMap(({ role }) =>
    Object.keys(role.on ?? {}).map((kind) => `receive ${kind}`),
  );
  const faults = FAULTS.filter((fault) => budget[fault] > 0);
  const others = {
    discard: budget.crash > 0 || budget.byzantine > 0,
    heal: budget.partition > 0,
    resume: budget.pause > 0,
    lie: budget.byzantine > 0,
    drift: drift > 0,
  };
  return [
    ...new Set([
      ...actions,
      ...timers.map((timer) => `timer ${timer}`),
      ...kinds,
      ...(timers.length > 0 ? ['tick'] : []),
      ...faults,
      ...Object.entries(others).flatMap(([name, isThere]) => (isThere ? [name] : [])),
    ]),
  ];
}
