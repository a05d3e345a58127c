import type { ProcessId } from '../model/process-id.ts';
import type { Cut } from './trace.ts';

/** Whether a cut keeps what one process sends from another. */
export function separates({ away, links }: Cut, from: ProcessId, to: ProcessId): boolean {
  const out = away.includes(String(from)) && !away.includes(String(to));
  const inward = !away.includes(String(from)) && away.includes(String(to));
  return (out && links !== 'in') || (inward && links !== 'out');
}
