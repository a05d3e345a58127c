import { canonicalForm } from '../model/canonical.ts';
import { readable } from '../trace/readable.ts';
import { OK } from './objects.ts';

/** A call in words: `write A`, `put x 3`, `read`. */
export function callText(call: unknown): string {
  if (typeof call !== 'object' || call === null) return valueText(call);
  const { kind, ...rest }: { kind?: unknown } = call;
  return [String(kind), ...Object.values(rest).map(valueText)].join(' ');
}

/** A call with its answer: `read: A`; only the call where the answer says nothing more. */
export const answeredText = (call: unknown, answer: unknown): string =>
  answer === OK ? callText(call) : `${callText(call)}: ${valueText(answer)}`;

const valueText = (value: unknown): string => readable(canonicalForm(value));
