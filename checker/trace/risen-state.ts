import type { ProtocolInstance } from '../model/instance.ts';
import { type Shift, type Span, shifted, spansIn } from '../model/risen.ts';
import { letter, letterText } from './inbox.ts';
import { inboxOf, type ProtocolState } from './protocol-state.ts';
import type { Transition } from './trace.ts';

/** A state with all numbers of some families higher or lower. */
export const shiftedState = (state: ProtocolState, shift: Shift): ProtocolState => ({
  ...state,
  locals: state.locals.map((local) => shifted(local, shift)),
  inboxes: state.inboxes.map((inbox) =>
    inbox.map(({ from, message, sentAt }) =>
      // A message stays plain data with the same kind.
      letter(from, shifted(message, shift) as typeof message, sentAt),
    ),
  ),
  history: shifted(state.history, shift),
});

/** For each family of numbers that rise, the least and the greatest there is in a state. */
export const numbersIn = ({ locals, inboxes, history }: ProtocolState): ReadonlyMap<string, Span> =>
  spansIn(
    ...locals.values(),
    ...[...inboxes.values()].flatMap((inbox) => inbox.map(({ message }) => message)),
    history,
  );

/** The families that a message has numbers of which a transition takes from the network, or doubles. */
export function mentionedBy(
  { processes }: ProtocolInstance,
  state: ProtocolState,
  transition: Transition,
): ReadonlySet<string> {
  if (!('message' in transition)) return new Set();
  const { process, from, message } = transition;
  const receiver = processes.find(({ id }) => String(id) === process)?.id;
  const inbox = receiver === undefined ? [] : inboxOf(state, receiver);
  const found = inbox.find(({ text }) => text === letterText(from, message));
  return new Set(spansIn(found?.message).keys());
}
