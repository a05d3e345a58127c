import { canonicalForm, type Json, textOf } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { SystemAction, SystemInstance } from '../model/instance.ts';
import { type Shift, shifted, spansIn } from '../model/risen.ts';
import type { LiveState } from './live-state.ts';
import type { StateForm, Transition } from './trace.ts';

const NO_SHIFT: Shift = new Map();
const NONE: ReadonlySet<string> = new Set();

type SystemState = Readonly<Record<string, unknown>>;

/** The initial states of a plain system, ready to be taken further. */
export const startsOfSystem = (instance: SystemInstance): readonly LiveState[] =>
  instance.initial.map((state) => live(instance, state));

function live(instance: SystemInstance, state: SystemState): LiveState {
  const form = formOf(state);
  return {
    form,
    key: textOf(form),
    identity: (shift = NO_SHIFT) => canonicalKey(shifted(state, shift)),
    numbers: () => spansIn(state),
    mentionedBy: () => NONE,
    seen: { view: state, world: undefined, locals: () => [] },
    inFlight: 0,
    take(transition) {
      if (transition.kind !== 'action') return 'a plain system has no processes';
      const action = instance.actions.find((one) => isMeant(one, transition));
      if (action === undefined) return `there is no such action as ${transition.action}`;
      const alternatives = alternativesOf(action, state);
      if (alternatives.length === 0) return `action ${transition.action} is not enabled`;
      return alternatives.map((changes) => ({
        state: live(instance, { ...state, ...changes }),
        transition,
        sent: [],
      }));
    },
    candidates: () => instance.actions.map(transitionOf),
  };
}

const formOf = (state: SystemState): StateForm =>
  Object.fromEntries(Object.entries(state).map(([slot, value]) => [slot, canonicalForm(value)]));

function isMeant(
  { name, member }: SystemAction,
  { action, member: wanted }: Extract<Transition, { readonly kind: 'action' }>,
): boolean {
  if (name !== action) return false;
  return wanted === undefined
    ? member === undefined
    : member !== undefined && canonicalKey(member) === textOf(wanted);
}

function alternativesOf({ act }: SystemAction, state: SystemState): readonly SystemState[] {
  // An action is only given states that its own system returned.
  const changes = act(state as never);
  if (changes === undefined || changes === null || changes === false) return [];
  // An action returns the fields that change, or several such alternatives.
  return (Array.isArray(changes) ? changes : [changes]) as readonly SystemState[];
}

const transitionOf = ({ name, member }: SystemAction): Transition => {
  const form: { readonly member?: Json } =
    member === undefined ? {} : { member: canonicalForm(member) };
  return { kind: 'action', action: name, ...form };
};
