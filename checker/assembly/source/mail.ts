/** Adds messages to inboxes: as `kernel/inboxes.ts` and `kernel/cells.ts` do, in the same tables. */

import { at, cellsOf, here, inboxes, Missing, miss, put, Slot } from './context';
import { NONE, numbered, setPair } from './pairs';

/** Finds out what a cell of a process becomes by a parcel, and remembers it; NONE if that must be found out elsewhere. */
export function addition(process: i32, slot: Slot, cell: i32, parcel: i32): i32 {
  const after = here().inboxes !== 0 ? add(process, slot, cell, parcel) : NONE;
  if (after === NONE) miss(Missing.ADDITION, process, cell, parcel);
  return after;
}

/** The same; NONE if there is no room for something. */
function add(process: i32, slot: Slot, cell: i32, parcel: i32): i32 {
  const cells = cellsOf(process);
  if (cells.added >= cells.addedMost) return NONE;
  const local = at(cells.pairs, 2 * cell);
  const inbox = inboxWith(at(cells.pairs, 2 * cell + 1), parcel);
  const after = inbox === NONE ? NONE : numbered(cells, local, inbox);
  if (after === NONE) return NONE;
  setPair(slot.additions, slot.additionsMask, cell, parcel, after);
  cells.added++;
  return after;
}

/** The inbox with the messages of a parcel besides; NONE if there is no room for what is new. */
export function inboxWith(inbox: i32, parcel: i32): i32 {
  const context = here();
  const tuples = inboxes();
  const most = context.mailMost;
  const sent = context.mail + ((<usize>most) << 2);
  const more = unroll(context.parcels, parcel, sent, most);
  let count = unroll(tuples.pairs, inbox, context.mail, most - more);
  if (more < 0 || count < 0) return NONE;
  for (let index = 0; index < more; index++) insert(at(sent, index), count++);
  let longer = 0;
  for (let index = 0; index < count; index++) {
    const pair = numbered(tuples, longer, at(context.mail, index));
    if (pair === NONE) return NONE;
    longer = pair + 1;
  }
  return longer;
}

/** Writes the messages of a tuple; gives how many, -1 if they are more than there is room for. */
function unroll(pairs: usize, tuple: i32, into: usize, room: i32): i32 {
  const count = lengthOf(pairs, tuple);
  if (count > room) return -1;
  let index = count;
  for (let rest = tuple; rest > 0; rest = before(pairs, rest))
    put(into, --index, at(pairs, 2 * rest - 1));
  return count;
}

/** How many messages a tuple has. */
export function lengthOf(pairs: usize, tuple: i32): i32 {
  let count = 0;
  for (let rest = tuple; rest > 0; rest = before(pairs, rest)) count++;
  return count;
}

/** A tuple without its last message: a tuple is the pair of the two, and its number is one more than the pair's. */
export function before(pairs: usize, tuple: i32): i32 {
  return at(pairs, 2 * tuple - 2);
}

/** Puts a message among so many that are in order, behind its equals. */
function insert(message: i32, count: i32): void {
  const mail = here().mail;
  const rank = rankOf(message);
  let place = count;
  while (place > 0 && rankOf(at(mail, place - 1)) > rank) {
    put(mail, place, at(mail, place - 1));
    place--;
  }
  put(mail, place, message);
}

/** Where first in is first out, messages stand sender by sender; else by their numbers. */
function rankOf(message: i32): i32 {
  return here().senders === 0 ? message : senderOf(message);
}

/** The sender of a message, where order counts. */
export function senderOf(message: i32): i32 {
  return at(here().senders, 2 * message);
}
