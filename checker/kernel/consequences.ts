import { ModelError } from '../errors.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { HistoryVariable } from '../model/instance.ts';
import { madeOf, makingOf, NO_VALUE } from '../model/making.ts';
import type { StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { FactWords } from './fact-words.ts';
import type { AsText, ModelCalls } from './model-calls.ts';
import type { ProtocolFacts } from './protocol-facts.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { StepJudge } from './step-judge.ts';
import { UNTOLD } from './words.ts';

/** What a spec makes of a step of one process. */
export interface Consequence {
  /** The properties over steps that it decides, by number. */
  readonly decides: readonly number[];
  /** The id of the event for the history, or -1. */
  readonly event: number;
  /** The bound that cuts it, or -1. */
  readonly cut: number;
}

/** What is asked of a spec about the steps of processes. */
export interface Judges {
  /** Of a step that takes a process from one local state to another, which may be the same. */
  of(process: number, before: number, after: number, kind: StepKind): Consequence;
  /** The first bound on each process that a local state is beyond, or -1. */
  cutOf(process: number, local: number): number;
}

/** What the bounds, the history variable and the step properties of a spec say of local states. */
export class Consequences implements Judges {
  readonly #configuration: Configuration;
  readonly #values: ProtocolValues;
  readonly #calls: ModelCalls;
  readonly #history: HistoryVariable | undefined;
  readonly #steps: StepJudge;
  /** For each role and state, the bound that cuts it. */
  readonly #cuts = new Map<string, number>();

  constructor(
    configuration: Configuration,
    values: ProtocolValues,
    facts: ProtocolFacts,
    calls: ModelCalls,
    history: HistoryVariable | undefined,
    words: FactWords,
  ) {
    this.#configuration = configuration;
    this.#values = values;
    this.#calls = calls;
    this.#history = history;
    this.#steps = new StepJudge(configuration, values, facts, calls, words);
  }

  /** Of a step that takes a process from one local state to another, which may be the same. */
  of(process: number, before: number, after: number, kind: StepKind): Consequence {
    const cut = this.cutOf(process, after);
    if (this.#values.stateOf(before) === this.#values.stateOf(after))
      return { decides: [], event: -1, cut };
    const { roleName } = this.#values.process(process);
    const decides = this.#steps.ask(roleName, process, before, after, kind);
    return { decides, event: this.#eventOf(process, before, after, kind), cut };
  }

  /** The first bound on each process that a local state is beyond, or -1. */
  cutOf(process: number, local: number): number {
    const { roleName } = this.#values.process(process);
    const key = `${roleName} ${this.#values.stateOf(local)}`;
    const known = this.#cuts.get(key);
    if (known !== undefined) return known;
    const cut = this.#configuration.bounds.findIndex(({ name, limit, measure }) => {
      if (measure.over !== 'each' || measure.role !== roleName) return false;
      const size = this.#of(
        `bound "${name}"`,
        [local],
        '',
        ([value]) => measure.of(value),
        String,
        SIZES,
      );
      if (typeof size === 'number') return size > limit;
      throw new ModelError(
        `${this.#values.name}: bound "${name}" measured ${String(size)}, which is no number.`,
      );
    });
    this.#cuts.set(key, cut);
    return cut;
  }

  #eventOf(process: number, before: number, after: number, kind: StepKind): number {
    const { roleName, id } = this.#values.process(process);
    const note = this.#history?.note[roleName];
    if (note === undefined) return -1;
    const event = this.#of(
      `history note of role ${roleName}`,
      [before, after],
      ` ${id} ${kind}`,
      ([one, other]) => note(one, other, id, kind),
      canonicalKey,
      VALUES,
    );
    return event === undefined ? -1 : this.#values.events.idOf(event);
  }

  /**
   * Runs a function of the spec on local states.
   * @param more what else it is given, as a text
   */
  #of<Answer>(
    what: string,
    locals: readonly number[],
    more: string,
    run: (values: readonly unknown[]) => Answer,
    keyOf: (answer: Answer) => string,
    told: AsText<Answer>,
  ): Answer {
    const values = this.#values;
    return this.#calls.callOnce(
      { place: `${values.name}: ${what}`, keyOf },
      (again) => run(locals.map((local) => values.local(local, again))),
      () => locals.map((local) => canonicalKey(values.local(local))).join(' then '),
      told,
      () => locals.map((local) => values.locals.textOf(values.stateOf(local))).join(' ') + more,
    );
  }
}

const SIZES: AsText<unknown> = {
  // What is no number is left to be found in the main thread, which says so.
  write: (size) => (typeof size === 'number' ? String(size) : UNTOLD),
  read: (text) => [Number(text)],
};

const VALUES: AsText<unknown> = {
  write: (value) => makingOf(value) ?? UNTOLD,
  read: (text) => {
    const value = madeOf(text);
    return value === NO_VALUE ? undefined : [value];
  },
};
