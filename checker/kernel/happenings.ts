import { ModelError } from '../errors.ts';
import type { HistoryVariable } from '../model/instance.ts';
import type { StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import { secondOf } from '../store/pair-interner.ts';
import { findPair, type PairTable, pairTable, setPair } from '../store/pair-table.ts';
import type { Transition } from '../trace/trace.ts';
import type { ProtocolChanges } from './changes.ts';
import { advanced } from './conditions.ts';
import { Consequences, type Judges } from './consequences.ts';
import { EquivariantConsequences } from './equivariant-consequences.ts';
import { EquivariantReactions } from './equivariant-reactions.ts';
import type { FactWords } from './fact-words.ts';
import type { ModelCalls } from './model-calls.ts';
import type { ProtocolFacts } from './protocol-facts.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { type Reaction, Reactions, type Reacts } from './reactions.ts';
import type { StepLabels } from './step-labels.ts';

/** Something that may happen to a process in a local state, whatever else waits in its inbox. */
export interface Happening {
  readonly label: number;
  /** The local state afterwards. */
  readonly local: number;
  /** What the process sends to itself. */
  readonly own: Parcel | undefined;
  readonly others: readonly Parcel[];
  /** How many messages it sends. */
  readonly sent: number;
  /** The event for the history, or -1. */
  readonly event: number;
  /** The bound that cuts it, or -1. */
  readonly cut: number;
}

const NOTHING: readonly Happening[] = [];

/**
 * Everything that may happen to a process in a local state. The model's functions are run once for
 * each local state, and once for each local state and message.
 */
export class Happenings {
  readonly #values: ProtocolValues;
  readonly #labels: StepLabels;
  readonly #configuration: Configuration;
  readonly #reactions: Reacts;
  readonly #consequences: Judges;
  /** What was prepared already; by kind, from (local state and process, message) to the number of it. */
  readonly #known = new Map<string, PairTable>();
  readonly #prepared: (readonly Happening[])[] = [];
  /** By process whether its role has actions, and whether it has timers. */
  readonly #hasActions: readonly boolean[];
  readonly #hasTimers: readonly boolean[];

  constructor(
    configuration: Configuration,
    values: ProtocolValues,
    facts: ProtocolFacts,
    calls: ModelCalls,
    labels: StepLabels,
    history: HistoryVariable | undefined,
    words: FactWords,
    changes: readonly ProtocolChanges[] = [],
  ) {
    this.#configuration = configuration;
    this.#values = values;
    this.#hasActions = values.processes.map(({ role }) => role.actions !== undefined);
    this.#hasTimers = values.processes.map(({ role }) => role.timers !== undefined);
    this.#labels = labels;
    this.#reactions = changes.reduce<Reacts>(
      (reactions, one) => new EquivariantReactions(reactions, values, one),
      new Reactions(values, calls),
    );
    this.#consequences = changes.reduce<Judges>(
      (judges, one) => new EquivariantConsequences(judges, values, one, configuration),
      new Consequences(configuration, values, facts, calls, history, words),
    );
  }

  /**
   * The local state and the inbox of each process at the beginning.
   * @throws ModelError if they break a bound.
   */
  initial(): readonly { readonly local: number; readonly inbox: number }[] {
    const { inboxes, parcels, processes } = this.#values;
    const starts = processes.map((_, process) => this.#reactions.initial(process));
    starts.forEach(({ local }, process) => {
      this.#refuseBeyond(this.#consequences.cutOf(process, local), `${processes[process]!.id}`);
    });
    const sent = starts.flatMap((start) => start.parcels);
    const sentTo = (process: number) =>
      sent.flatMap(({ to, envelopes }) => (to === process ? parcels.tupleOf(envelopes) : []));
    const { bounds } = this.#configuration;
    const inFlight = processes.reduce((sum, _, process) => sum + sentTo(process).length, 0);
    this.#refuseBeyond(
      bounds.findIndex(({ measure, limit }) => measure.over === 'in-flight' && inFlight > limit),
      'the network',
    );
    return starts.map(({ local }, process) => ({
      local,
      inbox: inboxes.with(inboxes.empty, sentTo(process)),
    }));
  }

  #refuseBeyond(cut: number, who: string): void {
    if (cut < 0) return;
    const bound = this.#configuration.bounds[cut]!;
    throw new ModelError(
      `${this.#values.name}: the initial state of ${who} is beyond the bound ${bound.name}=${bound.limit}. Raise it with --set ${bound.name}=…`,
    );
  }

  /** The ways to take each action. */
  acts(process: number, local: number): readonly Happening[] {
    if (!this.#hasActions[process]) return NOTHING;
    return this.#kept('act', process, local, 0) ?? this.#actsAnew(process, local);
  }

  #actsAnew(process: number, local: number): readonly Happening[] {
    const happenings = Object.keys(this.#values.process(process).role.actions ?? {}).flatMap(
      (action) =>
        this.#reactions.act(process, local, action).map((reaction) =>
          this.#prepare(process, local, reaction, 'act', action, () => ({
            kind: 'act',
            process: this.#name(process),
            action,
          })),
        ),
    );
    return this.#keep('act', process, local, 0, happenings);
  }

  /** The ways to serve each timer that is due. */
  timers(process: number, local: number): readonly Happening[] {
    if (!this.#hasTimers[process]) return NOTHING;
    return this.#kept('timer', process, local, 0) ?? this.#timersAnew(process, local);
  }

  #timersAnew(process: number, local: number): readonly Happening[] {
    const { timers } = this.#values.conditionOf(local);
    const happenings = Object.keys(this.#values.process(process).role.timers ?? {})
      .filter((timer) => timers[timer] === 0)
      .flatMap((timer) =>
        this.#reactions.serve(process, local, timer).map((reaction) =>
          this.#prepare(process, local, reaction, 'timer', `timer ${timer}`, () => ({
            kind: 'timer',
            process: this.#name(process),
            timer,
          })),
        ),
      );
    return this.#keep('timer', process, local, 0, happenings);
  }

  /** The ways to receive a message; none if it is ignored, and what is ignored is kept. */
  receives(process: number, local: number, envelope: number): readonly Happening[] {
    return (
      this.#kept('receive', process, local, envelope) ??
      this.#receivesAnew(process, local, envelope)
    );
  }

  #receivesAnew(process: number, local: number, envelope: number): readonly Happening[] {
    const all = this.#reactions.receive(process, local, envelope) ?? [{ local, parcels: [] }];
    const { ignored } = this.#configuration.environment;
    const reactions =
      ignored === 'kept' ? all.filter((one) => one.local !== local || one.parcels.length > 0) : all;
    if (reactions.length === 0) return this.#keep('receive', process, local, envelope, NOTHING);
    const action = `receive ${this.#values.message(envelope).kind}`;
    const about = this.#about('deliver', process, envelope);
    const message = this.#messageIn(envelope);
    const happenings = reactions.map((reaction) =>
      this.#prepare(process, local, reaction, 'deliver', action, about, message),
    );
    return this.#keep('receive', process, local, envelope, happenings);
  }

  /** The one way to crash. */
  crash(process: number, local: number): Happening {
    return this.#kept('crash', process, local, 0)?.[0] ?? this.#crashAnew(process, local);
  }

  #crashAnew(process: number, local: number): Happening {
    const reaction = { local: this.#reactions.crash(process, local), parcels: [] };
    const crash = this.#prepare(process, local, reaction, 'crash', 'crash', () => ({
      kind: 'crash',
      process: this.#name(process),
    }));
    this.#keep('crash', process, local, 0, [crash]);
    return crash;
  }

  /** The ways to restart. */
  restarts(process: number, local: number): readonly Happening[] {
    return this.#once('restart', process, local, 0, () =>
      this.#reactions.restart(process, local).map((reaction) =>
        this.#prepare(process, local, reaction, 'restart', 'restart', () => ({
          kind: 'restart',
          process: this.#name(process),
        })),
      ),
    );
  }

  /** Something happens to a message, and nothing to the process. */
  untouched(
    kind: 'discard' | 'loss' | 'duplication',
    process: number,
    local: number,
    envelope: number,
  ): Happening {
    return (
      this.#kept(kind, process, local, envelope)?.[0] ??
      this.#untouchedAnew(kind, process, local, envelope)
    );
  }

  #untouchedAnew(
    kind: 'discard' | 'loss' | 'duplication',
    process: number,
    local: number,
    envelope: number,
  ): Happening {
    const about = this.#about(kind, process, envelope);
    const message = this.#messageIn(envelope);
    return this.#noStep(kind, process, local, envelope, () => local, about, message);
  }

  /** A process is paused, or goes on. */
  paused(kind: 'pause' | 'resume', process: number, local: number): Happening {
    const is = kind === 'pause' ? 'paused' : 'up';
    return this.#noStep(
      kind,
      process,
      local,
      0,
      () => this.#values.withCondition(local, { ...this.#values.conditionOf(local), is }),
      () => ({ kind, process: this.#name(process) }),
    );
  }

  /** A clock goes on by some ticks, or back by one. */
  clock(kind: 'jump' | 'drift', process: number, local: number, by: number): Happening {
    return this.#noStep(
      kind,
      process,
      local,
      by + 1,
      () => {
        const { timers, ahead, ...rest } = this.#values.conditionOf(local);
        return this.#values.withCondition(local, {
          ...rest,
          timers: advanced(timers, by),
          ahead: kind === 'drift' ? ahead + by : ahead,
        });
      },
      () => ({ kind, process: this.#name(process), by }),
    );
  }

  /** A process becomes Byzantine. */
  turn(process: number, local: number): Happening {
    return this.#noStep(
      'byzantine',
      process,
      local,
      0,
      () => this.#reactions.turn(process),
      () => ({ kind: 'byzantine', process: this.#name(process) }),
    );
  }

  /** The envelopes that a Byzantine process may send. */
  alphabet(process: number): readonly number[] {
    return this.#reactions.alphabet(process);
  }

  /** A Byzantine process sends a message to a process. */
  lie(process: number, local: number, envelope: number): Happening {
    return this.#noStep(
      'lie',
      process,
      local,
      envelope,
      () => local,
      () => ({
        kind: 'lie',
        process: this.#name(this.#values.senderOf(envelope)),
        to: this.#name(process),
        content: this.#values.messageForm(envelope),
      }),
    );
  }

  /** What the environment does to a process: no step of it, and nothing is sent. */
  #noStep(
    kind: string,
    process: number,
    local: number,
    which: number,
    after: () => number,
    transition: () => Transition,
    message = -1,
  ): Happening {
    const [change] = this.#once(kind, process, local, which, () => {
      const next = after();
      const label = this.#labels.add(kind, transition, { message, isQuiet: next === local });
      return [{ label, event: -1, cut: -1, local: next, own: undefined, others: [], sent: 0 }];
    });
    // One is made just above.
    return change!;
  }

  #prepare(
    process: number,
    before: number,
    { local, parcels }: Reaction,
    kind: StepKind,
    action: string,
    transition: () => Transition,
    message = -1,
  ): Happening {
    const { decides, event, cut } = this.#consequences.of(process, before, local, kind);
    let sent = 0;
    for (const { envelopes } of parcels) sent += this.#values.parcels.tupleOf(envelopes).length;
    return {
      label: this.#labels.add(action, transition, { decides, message, isQuiet: local === before }),
      local,
      own: parcels.find(({ to }) => to === process),
      others: parcels.filter(({ to }) => to !== process),
      sent,
      event,
      cut,
    };
  }

  /** What is prepared for a process in a local state, and for a message where there is one. */
  #once(
    kind: string,
    process: number,
    local: number,
    which: number,
    prepare: () => readonly Happening[],
  ): readonly Happening[] {
    return (
      this.#kept(kind, process, local, which) ?? this.#keep(kind, process, local, which, prepare())
    );
  }

  /** What was prepared before. Asked for each message in each cell, so nothing is made for asking: neither closures nor texts. */
  #kept(
    kind: string,
    process: number,
    local: number,
    which: number,
  ): readonly Happening[] | undefined {
    const known = this.#known.get(kind);
    const number = known === undefined ? -1 : findPair(known, this.#who(process, local), which);
    return number < 0 ? undefined : this.#prepared[number];
  }

  #keep(
    kind: string,
    process: number,
    local: number,
    which: number,
    happenings: readonly Happening[],
  ): readonly Happening[] {
    const known = this.#known.get(kind) ?? pairTable();
    this.#known.set(kind, known);
    const number = this.#prepared.push(happenings) - 1;
    setPair(known, this.#who(process, local), which, number);
    return happenings;
  }

  /** One number for each process and local state; both stay far below 2^26. */
  #who(process: number, local: number): number {
    return local * this.#values.processes.length + process;
  }

  #name(process: number): string {
    return String(this.#values.process(process).id);
  }

  #about(
    kind: 'deliver' | 'discard' | 'loss' | 'duplication',
    process: number,
    envelope: number,
  ): () => Transition {
    return () => ({
      kind,
      process: this.#name(process),
      from: this.#name(this.#values.senderOf(envelope)),
      message: this.#values.messageForm(envelope),
    });
  }

  #messageIn(envelope: number): number {
    return secondOf(this.#values.envelopes, envelope);
  }
}
