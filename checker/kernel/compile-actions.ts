import { ModelError } from '../errors.ts';
import { canonicalForm } from '../model/canonical.ts';
import type { SystemAction, SystemInstance } from '../model/instance.ts';
import type { Alternatives } from './alternatives.ts';
import type { FactWords } from './fact-words.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';
import type { PlainAction } from './plain-system.ts';
import { recordedState } from './recorded-state.ts';
import { Remembered } from './remembered.ts';
import { idIn, type Slots } from './slots.ts';
import type { StepLabels } from './step-labels.ts';
import {
  alternativesIn,
  making,
  textOfAlternatives,
  textOfWrites,
  type Writes,
  writesOf,
} from './writes.ts';

interface Tools {
  readonly slots: Slots;
  readonly facts: Facts;
  readonly calls: ModelCalls;
  readonly labels: StepLabels;
  readonly words: FactWords;
  readonly alternatives: Alternatives;
}

/** The actions of a plain system, in their order. */
export const compileActions = (
  { name, actions }: SystemInstance,
  tools: Tools,
): readonly PlainAction[] =>
  actions.map((action, number) => compileAction(name, action, tools, number));

/** An action whose alternatives are remembered by what it reads: each list of them has a number. */
function compileAction(
  model: string,
  action: SystemAction,
  { slots, facts, calls, labels, words, alternatives }: Tools,
  number: number,
): PlainAction {
  const { name, member } = action;
  const place = `${model}: action "${name}"${member === undefined ? '' : ` for ${String(member)}`}`;
  const label = labels.add(name, () =>
    member === undefined
      ? { kind: 'action', action: name }
      : { kind: 'action', action: name, member: canonicalForm(member) },
  );
  const called = {
    place,
    keyOf: keyOfAlternatives,
    textOf: (found: readonly Writes[]) =>
      found
        .map((writes) => textOfWrites(slots, writes))
        .sort()
        .join(' or ') || 'nothing',
  };
  /** The alternatives as they were made last. */
  let made: readonly object[] = [];
  const find = (read: Reader) =>
    calls.call(
      called,
      (again) => {
        // `act` takes a state of its own system, which is what is recorded here.
        const found = alternativesOf(place, action.act(recordedState(slots, read, again) as never));
        if (!again) made = found;
        return found.map((changes) => writesOf(slots, place, changes, idIn));
      },
      () => 'a state',
    );
  const textOfMade = () =>
    textOfAlternatives(made.map((changes) => writesOf(slots, place, changes, making)));
  const answers = new Remembered(facts, (read) => alternatives.keep(find(read)), {
    calls,
    words,
    place,
    asked: `${place} ${number}`,
    runs: 2,
    write: textOfMade,
    read: (text) => {
      const found = alternativesIn(slots, text);
      return found === undefined ? -1 : alternatives.keep(found);
    },
    isAnswer: (answer, read) =>
      keyOfAlternatives(find(read)) === keyOfAlternatives(alternatives.at(answer)),
  });
  return { label, answers };
}

const keyOfAlternatives = (alternatives: readonly Writes[]): string =>
  [alternatives.length, ...alternatives.map(String).sort()].join(';');

function alternativesOf(place: string, changes: unknown): readonly object[] {
  if (changes === undefined || changes === null || changes === false) return [];
  const alternatives: readonly unknown[] = Array.isArray(changes) ? changes : [changes];
  return alternatives.map((alternative) => {
    if (typeof alternative === 'object' && alternative !== null) return alternative;
    throw new ModelError(
      `${place} returned ${String(alternative)}. Return the fields that change, an array of such, or nothing.`,
    );
  });
}
