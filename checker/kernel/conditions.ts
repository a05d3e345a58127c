import type { TimerChange } from '../model/effects.ts';
import { TextInterner } from './text-interner.ts';
import type { Words } from './words.ts';

/** How a process is, besides its local state. */
export interface Condition {
  readonly is: 'up' | 'paused' | 'down' | 'byzantine';
  /** The running timers, with the ticks that are left. */
  readonly timers: Ticks;
  /** By how many ticks its clock is ahead of true time. */
  readonly ahead: number;
}

export type Ticks = Readonly<Record<string, number>>;

const NO_TICKS: Ticks = Object.freeze({});

const UP: Condition = { is: 'up', timers: NO_TICKS, ahead: 0 };
const DOWN: Condition = { ...UP, is: 'down' };

/** The conditions of processes, numbered. Up without timers is 0, and down 1: where nothing is timed there are no others. */
export class Conditions implements Words {
  readonly #interner = new TextInterner<Condition>();
  /** The numbers of the conditions that are kept: most steps leave the condition as it is, and need no text. */
  readonly #kept = new Map<Condition, number>();

  constructor() {
    this.idOf(UP);
    this.idOf(DOWN);
  }

  idOf(condition: Condition): number {
    return this.#kept.get(condition) ?? this.#idByText(condition);
  }

  of(id: number): Condition {
    return this.#interner.valueOf(id);
  }

  get size(): number {
    return this.#interner.size;
  }

  textOf(id: number): string {
    const { is, timers, ahead } = this.of(id);
    return JSON.stringify([is, timers, ahead]);
  }

  takeOver(text: string): number {
    // Only texts of conditions are asked for, as they are written above.
    const [is, timers, ahead] = JSON.parse(text) as [Condition['is'], Ticks, number];
    return this.idOf({ is, timers, ahead });
  }

  #idByText({ is, timers, ahead }: Condition): number {
    const names = Object.keys(timers).sort();
    const sorted = Object.fromEntries(names.map((name) => [name, timers[name] ?? 0]));
    const text = `${is} ${ahead} ${JSON.stringify(sorted)}`;
    const id = this.#interner.idOf(text, () => ({ is, timers: Object.freeze(sorted), ahead }));
    this.#kept.set(this.of(id), id);
    return id;
  }
}

/** The timers after some ticks, which may be less than none. What is due stays due. */
export const advanced = (timers: Ticks, by: number): Ticks =>
  mapped(timers, (left) => (left === 0 ? 0 : Math.max(0, left - by)));

/** The timers after a step started and stopped some. */
export function changed(timers: Ticks, changes: readonly TimerChange[]): Ticks {
  if (changes.length === 0) return timers;
  const all = new Map(Object.entries(timers));
  for (const { timer, ticks } of changes) {
    if (ticks === null) all.delete(timer);
    else all.set(timer, ticks);
  }
  return Object.fromEntries(all);
}

export const greatest = (timers: Ticks): number => Math.max(0, ...Object.values(timers));

const mapped = (timers: Ticks, to: (left: number) => number): Ticks =>
  Object.fromEntries(Object.entries(timers).map(([timer, left]) => [timer, to(left)]));
