import { canonicalForm, textOf } from '../model/canonical.ts';
import type { SystemAction } from '../model/instance.ts';
import { readable } from '../trace/readable.ts';
import type { AbstractAction, AbstractStep, StateForm } from '../trace/trace.ts';
import { deed } from '../trace/wording.ts';
import type { Refinement } from './property.ts';

/** What a refinement mapping looks at. */
interface Sight {
  readonly view: unknown;
  readonly world: unknown;
}

/** More actions than this are not all named in a reason. */
const MOST_NAMED = 6;

/** The state of the abstract system that a state stands for, as plain data. */
export const abstractForm = ({ map }: Refinement, { view, world }: Sight): StateForm =>
  formOf(map(view, world));

/** What the abstract system does in a step of the model: nothing, an action, or what no action of it does. */
export function abstractStep(refinement: Refinement, before: Sight, after: Sight): AbstractStep {
  const from = abstractForm(refinement, before);
  const to = abstractForm(refinement, after);
  if (textOf(from) === textOf(to)) return 'stutters';
  const taken = possible(refinement, before).find((one) => textOf(one.leadsTo) === textOf(to));
  const changed = Object.entries(to).filter(([slot, form]) => {
    const old = from[slot];
    return old === undefined || textOf(old) !== textOf(form);
  });
  return {
    ...(taken === undefined ? {} : { transition: taken.transition }),
    changed: Object.fromEntries(changed),
  };
}

/** Why the abstract system cannot start as a state says; undefined if it can. */
export function startReason(refinement: Refinement, state: Sight): string | undefined {
  const { name, initial } = refinement.abstract;
  const form = abstractForm(refinement, state);
  const starts = initial.map(formOf);
  if (starts.some((start) => textOf(start) === textOf(form))) return undefined;
  return `${name} does not start in ${readable(form)}, but in ${listed(starts.map(readable))}`;
}

/** Why the abstract system cannot take a step; undefined if it can. */
export function stepReason(
  refinement: Refinement,
  before: Sight,
  after: Sight,
): string | undefined {
  const step = abstractStep(refinement, before, after);
  if (step === 'stutters' || step.transition !== undefined) return undefined;
  const { name } = refinement.abstract;
  const [from, to] = [before, after].map((one) => readable(abstractForm(refinement, one)));
  const actions = possible(refinement, before).map(({ transition }) => deed(transition));
  const rest = actions.length === 0 ? 'nothing is possible' : `it can only ${listed(actions)}`;
  return `no action of ${name} leads from ${from} to ${to}; there ${rest}`;
}

/** Everything that the abstract system can do in the state that a state stands for. */
const possible = (
  { abstract, map }: Refinement,
  { view, world }: Sight,
): readonly { readonly transition: AbstractAction; readonly leadsTo: StateForm }[] => {
  const state = map(view, world);
  return abstract.actions.flatMap((action) =>
    alternativesOf(action, state).map((changes) => ({
      transition: transitionOf(action),
      leadsTo: formOf({ ...state, ...changes }),
    })),
  );
};

function alternativesOf({ act }: SystemAction, state: object): readonly object[] {
  // By the type of `refines` the map gives states of the abstract system.
  const changes = act(state as never);
  if (changes === undefined || changes === null || changes === false) return [];
  // An action returns the fields that change, or several such alternatives.
  return (Array.isArray(changes) ? changes : [changes]) as readonly object[];
}

const transitionOf = ({ name, member }: SystemAction): AbstractAction => ({
  kind: 'action',
  action: name,
  ...(member === undefined ? {} : { member: canonicalForm(member) }),
});

const formOf = (state: object): StateForm =>
  Object.fromEntries(Object.entries(state).map(([slot, value]) => [slot, canonicalForm(value)]));

/** `a, b or c`; of many different ones only the first are named. */
function listed(texts: readonly string[]): string {
  const all = [...new Set(texts)];
  const more = all.length - MOST_NAMED;
  const named = more > 0 ? [...all.slice(0, MOST_NAMED), `${more} more`] : all;
  const last = named.at(-1) ?? '';
  return named.length < 2 ? last : `${named.slice(0, -1).join(', ')} or ${last}`;
}
