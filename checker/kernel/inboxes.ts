import type { NetworkOrder } from '../faults/faults.ts';
import { findPair, pairTable, setPair } from '../store/pair-table.ts';
import { TupleInterner } from './tuple-interner.ts';

/**
 * The messages waiting for a process, as interned tuples of envelope ids. Unordered: sorted by id, so
 * that equal multisets are one tuple. First in, first out: sender by sender, each one's in order.
 */
export class Inboxes {
  readonly #tuples = new TupleInterner();
  /** See `TupleInterner`. */
  readonly pairs = this.#tuples.pairs;
  readonly #order: NetworkOrder;
  /** From (inbox, place) to the inbox without the message there; from (inbox, envelope) to the inbox with it. */
  readonly #without = pairTable();
  readonly #added = pairTable();
  /** What `deliverable` and `distinct` have said. */
  readonly #deliverable: (readonly number[])[] = [];
  readonly #distinct: (readonly number[])[] = [];
  /** The number of the sender of an envelope. */
  readonly #senderOf: (envelope: number) => number;

  constructor(order: NetworkOrder, senderOf: (envelope: number) => number) {
    this.#order = order;
    this.#senderOf = senderOf;
  }

  /** The inbox without messages. */
  readonly empty = 0;

  envelopesOf(inbox: number): readonly number[] {
    return this.#tuples.tupleOf(inbox);
  }

  sizeOf(inbox: number): number {
    return this.#tuples.tupleOf(inbox).length;
  }

  /** The places in an inbox that may be delivered next. */
  deliverable(inbox: number): readonly number[] {
    if (this.#order === 'unordered') return this.distinct(inbox);
    const known = this.#deliverable[inbox];
    if (known !== undefined) return known;
    const starts = places(
      this.envelopesOf(inbox),
      (one, before) => this.#senderOf(one) !== this.#senderOf(before),
    );
    this.#deliverable[inbox] = starts;
    return starts;
  }

  /** The places whose message may be lost or doubled; of equal neighbours only the first. */
  distinct(inbox: number): readonly number[] {
    const known = this.#distinct[inbox];
    if (known !== undefined) return known;
    const starts = places(this.envelopesOf(inbox), (one, before) => one !== before);
    this.#distinct[inbox] = starts;
    return starts;
  }

  without(inbox: number, place: number): number {
    const known = findPair(this.#without, inbox, place);
    if (known >= 0) return known;
    const envelopes = this.envelopesOf(inbox);
    const before = this.#tuples.idOf(envelopes.slice(0, place));
    const rest = this.#tuples.extended(before, envelopes, place + 1);
    setPair(this.#without, inbox, place, rest);
    return rest;
  }

  /** The message at a place is there twice. */
  doubled(inbox: number, place: number): number {
    const envelopes = this.envelopesOf(inbox);
    if (this.#order === 'unordered') return this.#with(inbox, envelopes[place]!);
    return this.#tuples.extended(
      this.#tuples.idOf(envelopes.slice(0, place + 1)),
      envelopes,
      place,
    );
  }

  /** With these envelopes besides, the last one sent last. */
  with(inbox: number, sent: readonly number[]): number {
    return sent.reduce((before, one) => this.#with(before, one), inbox);
  }

  #with(inbox: number, one: number): number {
    const known = findPair(this.#added, inbox, one);
    if (known >= 0) return known;
    const larger = this.#tuples.idOf(this.#insert(this.envelopesOf(inbox), one));
    setPair(this.#added, inbox, one, larger);
    return larger;
  }

  #insert(envelopes: readonly number[], one: number): readonly number[] {
    const rank = this.#rankOf(one);
    const place = envelopes.findLastIndex((other) => this.#rankOf(other) <= rank) + 1;
    return envelopes.toSpliced(place, 0, one);
  }

  #rankOf(envelope: number): number {
    return this.#order === 'unordered' ? envelope : this.#senderOf(envelope);
  }
}

function places(
  envelopes: readonly number[],
  starts: (one: number, before: number) => boolean,
): readonly number[] {
  const found: number[] = [];
  for (let place = 0; place < envelopes.length; place++)
    if (place === 0 || starts(envelopes[place]!, envelopes[place - 1]!)) found.push(place);
  return found;
}
