import type { Changes, SystemAction, SystemInstance } from './instance.ts';
import type { Model } from './model.ts';
import type { ParameterDeclarations, ParameterValues, ValuesOf } from './parameters.ts';
import { ProcessId } from './process-id.ts';
import type { SystemSubject } from './subject.ts';

/** An action that may be taken for each member of a set: one action a member. */
export class ActionForEach<State> {
  readonly members: readonly unknown[];
  readonly act: (state: State, member: unknown) => Changes<State>;

  constructor(members: readonly unknown[], act: (state: State, member: unknown) => Changes<State>) {
    this.members = members;
    this.act = act;
  }
}

export type Action<State> = ((state: State) => Changes<State>) | ActionForEach<State>;

export interface System<State, Parameters> extends Model<SystemSubject<State>, Parameters> {
  instantiate(values: ParameterValues): SystemInstance;
}

/** Where a plain system starts, and what may happen in it. */
export interface Behaviour<State> {
  readonly initial: readonly State[];
  readonly actions: Readonly<Record<string, Action<State>>>;
  readonly symmetric: readonly (readonly ProcessId[])[];
}

/** What else there is to say of a plain system. */
interface Declarations {
  /** Families of ids, made by `processes`, whose members are interchangeable: processes, or opaque values. */
  readonly symmetric?: readonly (readonly ProcessId[])[];
}

/**
 * Says where a system starts and what may happen. Each field of the state is a slot; a Map keyed by
 * process ids is one slot a key. An action sees the state and returns the fields that it changes.
 */
export const behaviour = <State extends object>(
  initial: State | readonly State[],
  actions: Readonly<Record<string, Action<State>>>,
  { symmetric = [] }: Declarations = {},
): Behaviour<State> => ({
  // Array.isArray does not narrow a readonly array; State is a record of slots, never an array.
  initial: Array.isArray(initial) ? (initial as readonly State[]) : [initial as State],
  actions,
  symmetric,
});

/** An action that each member of a set may take on its own. */
export const forEach = <State, Member>(
  members: readonly Member[],
  act: (state: State, member: Member) => Changes<State>,
): ActionForEach<State> =>
  // It is only ever called with one of `members`.
  new ActionForEach<State>(members, act as (state: State, member: unknown) => Changes<State>);

interface SystemDefinition<State, D extends ParameterDeclarations> {
  readonly name: string;
  readonly parameters?: D;
  readonly define: (values: ValuesOf<D>) => Behaviour<State>;
}

/** Declares a plain system: a state of named slots and the actions that change it. */
export function system<
  State extends object,
  D extends ParameterDeclarations = Record<never, never>,
>(definition: SystemDefinition<State, D>): System<State, ValuesOf<D>> {
  return {
    name: definition.name,
    kind: 'system',
    parameters: definition.parameters ?? {},
    instantiate: (values) => {
      // The values were read against these very declarations, so they have their types.
      const { initial, actions, symmetric } = definition.define(values as ValuesOf<D>);
      return {
        kind: 'system',
        name: definition.name,
        // A state is an object of named slots; the kernel looks at it as such.
        initial: initial as readonly Readonly<Record<string, unknown>>[],
        actions: Object.entries(actions).flatMap(([name, action]) => actionsNamed(name, action)),
        symmetric,
      };
    },
  };
}

/** The kernel gives an action only states of its own system, so their type can be forgotten. */
function actionsNamed<State>(name: string, action: Action<State>): readonly SystemAction[] {
  if (!(action instanceof ActionForEach))
    return [{ name, member: undefined, act: action as SystemAction['act'] }];
  return action.members.map((member) => ({
    name,
    member,
    act: ((state: State) => action.act(state, member)) as SystemAction['act'],
  }));
}

/** Ids for the processes of a plain system. */
export const processes = (role: string, count: number): readonly ProcessId[] =>
  ProcessId.family(role, count);
