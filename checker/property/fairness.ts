import { ModelError } from '../errors.ts';
import { FAULTS } from '../faults/faults.ts';
import { textOf } from '../model/canonical.ts';
import type { ModelInstance } from '../model/instance.ts';
import { nearest } from '../nearest.ts';
import { readable } from '../trace/readable.ts';
import type { Transition } from '../trace/trace.ts';
import { messageText } from '../trace/wording.ts';

/** All steps of each process of a role. */
export interface RoleTerm {
  readonly role: string;
}

/**
 * What is fair: an action by its name; `timer NAME`; `deliver`, each message; `receive KIND`, each message of a kind;
 * `tick`, that time passes; a fault by its name, or its end, `heal` and `resume`; or all steps of each process of a role.
 */
export type FairTerm = string | RoleTerm;

/** An assumption that something is fair. */
export interface Fairness {
  readonly strength: 'weak' | 'strong';
  readonly terms: readonly FairTerm[];
}

/**
 * Assumes weak fairness: what stays enabled is taken. Of each process for itself: `weak('timeout')` says that no
 * process could time out for ever and never does.
 */
export const weak = (...terms: readonly FairTerm[]): Fairness => ({ strength: 'weak', terms });

/** Assumes strong fairness: what is enabled again and again is taken again and again. Of each process for itself. */
export const strong = (...terms: readonly FairTerm[]): Fairness => ({ strength: 'strong', terms });

/** As a fair term: all steps of each process of a role, of itself, by a timer or by a message. */
export const stepsOf = (role: string): RoleTerm => ({ role });

/** The name of a term in sentences. */
export const termName = (term: FairTerm): string =>
  typeof term === 'string' ? term : `steps of ${term.role}`;

/** A fairness class: its key, equal only for the same class, and in words which process, message or member it is of. */
export interface FairClass {
  readonly key: string;
  readonly who: string;
  /** Whether it is a class of one message alone. */
  readonly isOfMessage?: boolean;
}

/** The fairness class of a term that a transition belongs to; undefined if the term does not speak of it. */
export function classOf(
  term: FairTerm,
  transition: Transition,
  roleOf: (process: string) => string | undefined,
): FairClass | undefined {
  if (!isMeant(term, transition, roleOf)) return undefined;
  if (transition.kind === 'action') {
    const { member } = transition;
    return member === undefined
      ? { key: '', who: '' }
      : { key: textOf(member), who: readable(member) };
  }
  // What befalls all processes at once is one class.
  if (!('process' in transition)) return { key: '', who: '' };
  const { process } = transition;
  if (typeof term !== 'string' || !('message' in transition)) return { key: process, who: process };
  const { from, message } = transition;
  return {
    key: textOf([process, from, message]),
    who: `${messageText(message)} from ${from} to ${process}`,
    isOfMessage: true,
  };
}

function isMeant(
  term: FairTerm,
  transition: Transition,
  roleOf: (process: string) => string | undefined,
): boolean {
  const { kind } = transition;
  if (typeof term !== 'string')
    return (
      (kind === 'act' || kind === 'timer' || kind === 'deliver') &&
      roleOf(transition.process) === term.role
    );
  if (kind === 'act' || kind === 'action') return transition.action === term;
  if (kind === 'timer') return term === `timer ${transition.timer}`;
  return kind === term || (kind === 'deliver' && term === `receive ${transition.message.kind}`);
}

/** The role of a process by its name, in a model. */
export const rolesOf = (model: ModelInstance): ((process: string) => string | undefined) => {
  const roles = new Map(
    model.kind === 'protocol'
      ? model.processes.map(({ id, roleName }) => [String(id), roleName] as const)
      : [],
  );
  return (process) => roles.get(process);
};

/** @throws ModelError where a property assumes fairness of something that the model has not. */
export function refuseUnknownTerms(
  model: ModelInstance,
  properties: readonly { readonly name: string; readonly fairness?: readonly Fairness[] }[],
): void {
  const known = new Set(termsOf(model));
  for (const { name, fairness = [] } of properties) {
    const stray = fairness.flatMap(({ terms }) => terms).find((term) => !known.has(termName(term)));
    if (stray === undefined) continue;
    const guess = nearest(termName(stray), [...known]);
    const remedy =
      guess === undefined ? `There are: ${[...known].join(', ')}.` : `Did you mean ${guess}?`;
    throw new ModelError(
      `${model.name}: property "${name}" takes "${termName(stray)}" for fair, which is no action, message, fault or role. ${remedy}`,
    );
  }
}

function termsOf(model: ModelInstance): readonly string[] {
  if (model.kind === 'system') return model.actions.map(({ name }) => name);
  return Object.entries(model.roles).flatMap(([roleName, role]) => [
    ...Object.keys(role.actions ?? {}),
    ...Object.keys(role.timers ?? {}).map((timer) => `timer ${timer}`),
    ...Object.keys(role.on ?? {}).map((kind) => `receive ${kind}`),
    `steps of ${roleName}`,
    'deliver',
    'discard',
    'tick',
    'heal',
    'resume',
    ...FAULTS,
  ]);
}
