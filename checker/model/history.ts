import type { HistoryVariable } from './instance.ts';
import type { ProcessId } from './process-id.ts';
import type { Protocol } from './protocol.ts';

/**
 * What a spec remembers of a run that no process does: a history variable (Abadi and Lamport, "The
 * Existence of Refinement Mappings", section 5). It never influences the protocol.
 */
export interface HistoryDefinition<Locals, History, Event> {
  readonly initial: History;
  /** What is worth noting in one process's step, or nothing. */
  readonly note: {
    readonly [Name in keyof Locals]?: (
      before: Locals[Name],
      after: Locals[Name],
      self: ProcessId,
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
    instantiate: (values) => ({
      ...protocol.instantiate(values),
      // Its functions are only given states of the role they are declared for and events they made.
      history: history as unknown as HistoryVariable,
    }),
  };
}
