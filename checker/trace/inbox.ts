import type { NetworkOrder } from '../faults/faults.ts';
import { canonicalForm, textOf } from '../model/canonical.ts';
import type { Message } from '../model/effects.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { MessageForm } from './trace.ts';

/** A message in an inbox, and the number of the step that put it there. */
export interface Letter {
  readonly from: ProcessId;
  readonly message: Message;
  readonly form: MessageForm;
  readonly sentAt: number;
  /** Equal for equal messages of the same sender. */
  readonly text: string;
}

/** The messages sent to one process and not yet received, the oldest first. */
export type Inbox = readonly Letter[];

export function letter(from: ProcessId, message: Message, sentAt: number): Letter {
  // The form of plain data with a kind is an object with the same kind.
  const form = canonicalForm(message) as MessageForm;
  return { from, message, form, sentAt, text: letterText(String(from), form) };
}

export const letterText = (from: string, form: MessageForm): string => `${from} ${textOf(form)}`;

/** The messages that may come next: FIFO, from each sender the oldest; else each distinct one, once. */
export function deliverable(inbox: Inbox, network: NetworkOrder): readonly Letter[] {
  const rank = ({ from, text }: Letter) => (network === 'fifo' ? String(from) : text);
  return firsts(inbox, rank);
}

/** Each distinct message of an inbox, once. */
export const distinct = (inbox: Inbox): readonly Letter[] => firsts(inbox, ({ text }) => text);

/** The place of the oldest copy of a message, if it may come next; -1 if not. */
export function placeToReceive(inbox: Inbox, network: NetworkOrder, text: string): number {
  const next = deliverable(inbox, network).find((one) => one.text === text);
  return next === undefined ? -1 : inbox.indexOf(next);
}

/**
 * The copies of a message that the network may lose or double: the oldest; in a FIFO channel, every
 * one but those right behind an equal one.
 */
export function placesInNetwork(
  inbox: Inbox,
  network: NetworkOrder,
  text: string,
): readonly number[] {
  const places = inbox.flatMap((one, place) => (one.text === text ? [place] : []));
  return network === 'fifo'
    ? places.filter((place) => inFrontOf(inbox, place)?.text !== text)
    : places.slice(0, 1);
}

export const without = (inbox: Inbox, place: number): Inbox =>
  inbox.filter((_, other) => other !== place);

/** The inbox with a copy of a message behind it. The copy counts as sent by the step that made it. */
export function doubled(
  inbox: Inbox,
  network: NetworkOrder,
  original: Letter,
  number: number,
): Inbox {
  const copy = { ...original, sentAt: number };
  const place = network === 'fifo' ? inbox.indexOf(original) + 1 : inbox.length;
  return [...inbox.slice(0, place), copy, ...inbox.slice(place)];
}

/** The message before this one in its channel. */
const inFrontOf = (inbox: Inbox, place: number): Letter | undefined =>
  inbox.slice(0, place).findLast(({ from }) => from === inbox[place]?.from);

function firsts(inbox: Inbox, key: (letter: Letter) => string): readonly Letter[] {
  const seen = new Set<string>();
  return inbox.filter((one) => !seen.has(key(one)) && seen.add(key(one)));
}
