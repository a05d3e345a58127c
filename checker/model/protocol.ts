import { ModelError } from '../errors.ts';
import { type Message, type Send, Step } from './effects.ts';
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
export interface Vocabulary<M extends Message, RoleName extends string> {
  /** The process goes on as `next`, and sends. */
  step<Local>(next: Local, ...sends: readonly (Send<M> | readonly Send<M>[])[]): Step<Local, M>;
  /** Sends a message to one process. */
  send(to: ProcessId, message: M): Send<M>;
  /** Sends the same message to several processes. */
  sendAll(to: Iterable<ProcessId>, message: M): readonly Send<M>[];
  /** Declares how the processes of a role behave. */
  role<Local>(role: Role<Local, M, RoleName>): Role<Local, M, RoleName>;
  /** Binds roles to names and numbers of processes. */
  protocol<
    Locals extends Record<RoleName, unknown>,
    D extends ParameterDeclarations = Record<never, never>,
  >(definition: ProtocolDefinition<Locals, M, RoleName, D>): Protocol<Locals, ValuesOf<D>>;
}

/** Gives the words to write a protocol with, from the union of its messages and of its roles' names. */
export function vocabulary<M extends Message, RoleName extends string>(): Vocabulary<M, RoleName> {
  return {
    step: (next, ...sends) => new Step(next, sends.flat()),
    send: (to, message) => ({ to, message }),
    sendAll: (to, message) => Array.from(to, (one) => ({ to: one, message })),
    role: (role) => role,
    protocol: (definition) => ({
      name: definition.name,
      kind: 'protocol',
      parameters: definition.parameters ?? {},
      instantiate: (values) => {
        // The values were read against these very declarations, so they have their types.
        const typed = values as Parameters<typeof definition.roles>[0];
        return {
          kind: 'protocol',
          name: definition.name,
          history: undefined,
          processes: populate(definition.roles(typed)),
          symmetricValues: definition.symmetricValues?.(typed) ?? [],
        };
      },
    }),
  };
}

/** The other parts of a state, beside which processes are named in traces. */
const RESERVED: readonly string[] = ['network', 'faults', 'history'];

function populate(populations: Readonly<Record<string, unknown>>): readonly Process[] {
  return Object.entries(populations).flatMap(([roleName, entry]) => {
    if (RESERVED.includes(roleName)) {
      throw new ModelError(
        `a role cannot be named ${roleName}, which is a part of every state; rename it.`,
      );
    }
    // Each entry is a Population by the type of `roles`. Its states are forgotten to be `unknown` here:
    // the kernel gives a role only states that the same role returned.
    const { count, symmetric = false, role } = entry as Population<unknown>;
    return ProcessId.family(roleName, count).map((id) => ({ id, roleName, symmetric, role }));
  });
}
