import { type Json, textOf } from '../model/canonical.ts';
import { isList, isObject } from './shape.ts';
import type { MessageForm, Trace, TraceStep } from './trace.ts';

/** The way of one message through the network. */
export interface Journey {
  readonly from: string;
  readonly to: string;
  readonly message: MessageForm;
  /** The step that sent it, or that made the copy; 0 where it was sent at the beginning. */
  readonly start: number;
  /** Whether it is a copy that the network made. */
  readonly isCopy: boolean;
  /** The steps in which the network made copies of it. */
  readonly doubledAt: readonly number[];
  /** Where it was taken from the network; undefined if it still is in flight. */
  readonly end: { readonly step: number; readonly how: 'deliver' | 'discard' | 'loss' } | undefined;
}

type Growing = { -readonly [Member in keyof Journey]: Journey[Member] };

/** The ways of all messages of a trace, in the order in which they began. */
export function journeysOf(trace: Trace): readonly Journey[] {
  const journeys = [...fromTheBeginning(trace)];
  for (const [index, step] of trace.steps.entries()) {
    const number = index + 1;
    take(journeys, step, number);
    for (const { to, message } of step.sent)
      journeys.push(begin(senderOf(step), to, message, number, false));
  }
  return journeys;
}

function take(journeys: Growing[], { transition, sentAt }: TraceStep, number: number): void {
  if (!('message' in transition)) return;
  const { kind, from, process, message } = transition;
  const text = textOf(message);
  const taken = journeys.find(
    (one) =>
      one.start === sentAt &&
      one.end === undefined &&
      one.from === from &&
      one.to === process &&
      textOf(one.message) === text,
  );
  if (taken === undefined) return;
  if (kind !== 'duplication') {
    taken.end = { step: number, how: kind };
    return;
  }
  taken.doubledAt = [...taken.doubledAt, number];
  journeys.push(begin(from, process, message, number, true));
}

const begin = (
  from: string,
  to: string,
  message: MessageForm,
  start: number,
  isCopy: boolean,
): Growing => ({ from, to, message, start, isCopy, doubledAt: [], end: undefined });

/** The ways of the messages that are in flight at the beginning. */
const fromTheBeginning = ({ initial, processes }: Trace): readonly Growing[] => {
  const { network } = initial;
  // A plain system has no network: a field of that name is one like any other.
  if (processes.length === 0 || network === undefined || !isList(network)) return [];
  return network.flatMap((one) => {
    const { from, to, message } = isObject(one) ? one : {};
    return typeof from === 'string' && typeof to === 'string' && isMessage(message)
      ? [begin(from, to, message, 0, false)]
      : [];
  });
};

const isMessage = (form: Json | undefined): form is MessageForm =>
  isObject(form) && typeof form['kind'] === 'string';

const senderOf = ({ transition }: TraceStep): string =>
  'process' in transition ? transition.process : '';
