import { Map } from 'immutable';
import type { HistoryVariable, ProtocolInstance, StepKind } from './instance.ts';
import type { ProcessId } from './process-id.ts';
import type { Protocol } from './protocol.ts';
import { NO_TIMERS, startOf } from './role.ts';

/** The local states in which the processes start, by role. */
export type Start<Locals> = { readonly [Name in keyof Locals]: Map<ProcessId, Locals[Name]> };

/**
 * What a spec remembers of a run that no process does: a history variable (Abadi and Lamport, "The
 * Existence of Refinement Mappings", section 5). It never influences the protocol.
 */
export interface HistoryDefinition<Locals, History, Event> {
  /** The history at the beginning, or how it follows from where the processes start. */
  readonly initial: History | ((start: Start<Locals>) => History);
  /** What is worth noting in one process's step, or nothing. */
  readonly note: {
    readonly [Name in keyof Locals]?: (
      before: Locals[Name],
      after: Locals[Name],
      self: ProcessId,
      kind: StepKind,
    ) => Event | undefined;
  };
  /** The history after an event. */
  readonly record: (history: History, event: Event) => History;
}

/** The same protocol, with a history variable that its properties can speak of. */
export function observe<Locals, Parameters, History, Event>(
  protocol: Protocol<Locals, Parameters>,
  history: HistoryDefinition<Locals, History, Event>,
): Protocol<Locals, Parameters, History> {
  return {
    name: protocol.name,
    kind: protocol.kind,
    parameters: protocol.parameters,
    instantiate: (values) => {
      const instance = protocol.instantiate(values);
      const { initial } = history;
      // A history is data, so a function can only be one that makes it, from the states of this very protocol.
      const from = initial as (start: unknown) => unknown;
      return {
        ...instance,
        // Its functions are only given states of the role they are declared for and events they made.
        history: {
          ...history,
          initial: typeof initial === 'function' ? from(statesAtStart(instance)) : initial,
        } as unknown as HistoryVariable,
      };
    },
  };
}

function statesAtStart({ roles, processes }: ProtocolInstance): Start<Record<string, unknown>> {
  const all = (role: string) =>
    processes.filter(({ roleName }) => roleName === role).map(({ id }) => id);
  const start: Record<string, Map<ProcessId, unknown>> = {};
  for (const role of Object.keys(roles)) start[role] = Map();
  for (const { id, roleName, role } of processes) {
    const peers = all(roleName).filter((other) => other !== id);
    const { next } = startOf(role, { ...NO_TIMERS, self: id, peers, all });
    start[roleName] = (start[roleName] ?? Map()).set(id, next);
  }
  return start;
}
