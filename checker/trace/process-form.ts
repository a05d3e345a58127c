import type { Json } from '../model/canonical.ts';
import { isObject, type JsonObject } from './shape.ts';
import type { Transition } from './trace.ts';

/** A process as a trace writes it: its local state, its running timers, and by how much its clock is ahead. */
interface ProcessForm {
  readonly local: Json;
  readonly timers: JsonObject;
  readonly ahead: Json;
}

/** Reads the form of a process, however it is. */
export function processOf(form: Json | undefined): ProcessForm {
  const awake = inside(form, '#down') ?? inside(form, '#paused') ?? inside(form, '#byzantine');
  const inner = awake ?? form ?? null;
  const local = inside(inner, '#timed');
  if (local === undefined || !isObject(inner)) return { local: inner, timers: {}, ahead: 0 };
  const { timers, ahead } = inner;
  return { local, timers: isObject(timers) ? timers : {}, ahead: ahead ?? 0 };
}

export const isByzantine = (form: Json | undefined): boolean =>
  inside(form, '#byzantine') !== undefined;

const inside = (form: Json | undefined, tag: string): Json | undefined =>
  isObject(form) ? form[tag] : undefined;

/** What changed in the timers of a process: `lease starts: 3 left`, `lease 3 → 2`, `lease stops`. */
export function timerChanges(
  before: ProcessForm,
  after: ProcessForm,
  transition: Transition,
): readonly string[] {
  const names = Object.keys({ ...before.timers, ...after.timers });
  const served = transition.kind === 'timer' ? transition.timer : undefined;
  const lines = names.flatMap((name) => {
    const [old, now] = [before.timers[name], after.timers[name]];
    // That a timer that goes off is stopped goes without saying.
    if (old === now || (now === undefined && name === served)) return [];
    if (now === undefined) return [`${name} stops`];
    const left = now === 0 ? 'due' : String(now);
    const starts = old === undefined || name === served;
    return [
      starts ? `${name} starts: ${left}${now === 0 ? '' : ' left'}` : `${name} ${old} → ${left}`,
    ];
  });
  const clock =
    before.ahead === after.ahead ? [] : [`clock ahead ${before.ahead} → ${after.ahead}`];
  return [...lines, ...clock];
}
