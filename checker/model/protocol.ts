import { ModelError } from '../errors.ts';
import { type Message, type Send, Step, type TimerChange } from './effects.ts';
import type { Process, ProtocolInstance } from './instance.ts';
import type { Model } from './model.ts';
import type { ParameterDeclarations, ParameterValues, ValuesOf } from './parameters.ts';
import { ProcessId } from './process-id.ts';
import type { Role } from './role.ts';
import type { ProtocolSubject } from './subject.ts';

/** How many processes of a role there are, and whether they are interchangeable. */
export interface Population<Local, M extends Message = Message, RoleName extends string = string> {
  readonly count: number;
  readonly symmetric?: boolean;
  readonly role: Role<Local, M, RoleName>;
}

export interface Protocol<Locals, Parameters, History = undefined>
  extends Model<ProtocolSubject<Locals, History>, Parameters> {
  readonly locals?: Locals;
  instantiate(values: ParameterValues): ProtocolInstance;
}

interface ProtocolDefinition<
  Locals,
  M extends Message,
  RoleName extends string,
  D extends ParameterDeclarations,
> {
  readonly name: string;
  readonly parameters?: D;
  readonly roles: (values: ValuesOf<D>) => {
    readonly [Name in keyof Locals]: Population<Locals[Name], M, RoleName>;
  };
  /** Sets of values, made by `processes`, whose members are interchangeable. */
  readonly symmetricValues?: (values: ValuesOf<D>) => readonly (readonly ProcessId[])[];
}

/** The words a protocol is written with, typed by its messages and the names of its roles. */
export interface Vocabulary<
  M extends Message,
  RoleName extends string,
  TimerName extends string = never,
> {
  /** The process goes on as `next`, sends, and starts and stops timers. */
  step<Local>(
    next: Local,
    ...effects: readonly (Send<M> | TimerChange | readonly (Send<M> | TimerChange)[])[]
  ): Step<Local, M>;
  /** Sends a message to one process. */
  send(to: ProcessId, message: M): Send<M>;
  /** Sends the same message to several processes. */
  sendAll(to: Iterable<ProcessId>, message: M): readonly Send<M>[];
  /** Starts a timer, or starts it anew: it is due after so many ticks. */
  start(timer: TimerName, ticks: number): TimerChange;
  /** Stops a timer. */
  stop(timer: TimerName): TimerChange;
  /** Declares how the processes of a role behave. */
  role<Local>(role: Role<Local, M, RoleName, TimerName>): Role<Local, M, RoleName, TimerName>;
  /** Binds roles to names and numbers of processes. */
  protocol<
    Locals extends Record<RoleName, unknown>,
    D extends ParameterDeclarations = Record<never, never>,
  >(definition: ProtocolDefinition<Locals, M, RoleName, D>): Protocol<Locals, ValuesOf<D>>;
}

/** Gives the words to write a protocol with, from the union of its messages, of its roles' names and of its timers'. */
export function vocabulary<
  M extends Message,
  RoleName extends string,
  TimerName extends string = never,
>(): Vocabulary<M, RoleName, TimerName> {
  return {
    step: (next, ...effects) => {
      const all = effects.flat();
      const sends = all.filter((effect): effect is Send<M> => 'to' in effect);
      const timers = all.filter((effect): effect is TimerChange => 'timer' in effect);
      return new Step(next, sends, timers);
    },
    send: (to, message) => ({ to, message }),
    sendAll: (to, message) => Array.from(to, (one) => ({ to: one, message })),
    start: (timer, ticks) => ({ timer, ticks }),
    stop: (timer) => ({ timer, ticks: null }),
    role: (role) => role,
    protocol: (definition) => ({
      name: definition.name,
      kind: 'protocol',
      parameters: definition.parameters ?? {},
      instantiate: (values) => {
        // The values were read against these very declarations, so they have their types.
        const typed = values as Parameters<typeof definition.roles>[0];
        const populations = populationsOf(definition.roles(typed));
        return {
          kind: 'protocol',
          name: definition.name,
          history: undefined,
          roles: Object.fromEntries(populations.map(({ name, role }) => [name, role])),
          processes: populations.flatMap(populate),
          symmetricValues: definition.symmetricValues?.(typed) ?? [],
        };
      },
    }),
  };
}

/** The other parts of a state, beside which processes are named in traces. */
const RESERVED: readonly string[] = ['network', 'faults', 'history', 'partition'];

interface Named extends Population<unknown> {
  readonly name: string;
}

function populationsOf(roles: Readonly<Record<string, unknown>>): readonly Named[] {
  return Object.entries(roles).map(([name, entry]) => {
    if (RESERVED.includes(name)) {
      throw new ModelError(
        `a role cannot be named ${name}, which is a part of every state; rename it.`,
      );
    }
    // Each entry is a Population by the type of `roles`. Its states are forgotten to be `unknown` here:
    // the kernel gives a role only states that the same role returned.
    return { name, ...(entry as Population<unknown>) };
  });
}

const populate = ({ name, count, symmetric = false, role }: Named): readonly Process[] =>
  ProcessId.family(name, count).map((id) => ({ id, roleName: name, symmetric, role }));
