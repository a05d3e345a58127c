import { textOf } from '../model/canonical.ts';
import type { Journey } from './journeys.ts';
import type { MessageForm } from './trace.ts';

/** The same message, sent in one step to several processes. */
export interface Sending {
  readonly message: MessageForm;
  readonly to: readonly string[];
}

/** Gathers equal messages of one step, with all their receivers. */
export function gathered(sends: readonly Pick<Journey, 'message' | 'to'>[]): readonly Sending[] {
  const byText = new Map<string, { readonly message: MessageForm; readonly to: string[] }>();
  for (const { message, to } of sends) {
    const text = textOf(message);
    const sending = byText.get(text) ?? { message, to: [] };
    byText.set(text, sending);
    sending.to.push(to);
  }
  return [...byText.values()];
}
