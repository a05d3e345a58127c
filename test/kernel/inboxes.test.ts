import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inboxes } from '../../checker/kernel/inboxes.ts';

/** Envelope ids; the sender of an envelope is its last decimal. */
const senderOf = (envelope: number) => envelope % 10;
const envelopes = fc.array(fc.nat(39), { maxLength: 6 });

test('an unordered inbox is the multiset of what was sent', () => {
  fc.assert(
    fc.property(envelopes, (sent) => {
      const inboxes = new Inboxes('unordered', senderOf);
      const inbox = sent.reduce((all, one) => inboxes.with(all, [one]), inboxes.empty);
      expect(inboxes.envelopesOf(inbox)).toEqual([...sent].sort((a, b) => a - b));
      expect(inboxes.with(inboxes.empty, [...sent].reverse())).toBe(inbox);
      const delivered = inboxes
        .deliverable(inbox)
        .map((place) => inboxes.envelopesOf(inbox)[place]);
      expect(delivered).toEqual([...new Set(inboxes.envelopesOf(inbox))]);
    }),
  );
});

test('a first in, first out inbox keeps the order of each sender', () => {
  fc.assert(
    fc.property(envelopes, (sent) => {
      const inboxes = new Inboxes('fifo', senderOf);
      const inbox = sent.reduce((all, one) => inboxes.with(all, [one]), inboxes.empty);
      const held = inboxes.envelopesOf(inbox);
      for (let sender = 0; sender < 10; sender++) {
        const from = (all: readonly number[]) => all.filter((one) => senderOf(one) === sender);
        expect(from(held)).toEqual(from(sent));
      }
      const delivered = inboxes.deliverable(inbox).map((place) => held[place]);
      const oldest = [...new Set(sent.map(senderOf))].map((sender) =>
        sent.find((one) => senderOf(one) === sender),
      );
      expect(new Set(delivered)).toEqual(new Set(oldest));
    }),
  );
});

test('taking a message out and doubling it change that message alone', () => {
  fc.assert(
    fc.property(
      envelopes,
      fc.constantFrom('unordered' as const, 'fifo' as const),
      (sent, order) => {
        const inboxes = new Inboxes(order, senderOf);
        const inbox = inboxes.with(inboxes.empty, sent);
        for (const place of inboxes.distinct(inbox)) {
          expect(inboxes.without(inboxes.doubled(inbox, place), place)).toBe(inbox);
          expect(inboxes.sizeOf(inboxes.without(inbox, place))).toBe(sent.length - 1);
        }
      },
    ),
  );
});
