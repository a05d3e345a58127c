import { ModelError } from '../errors.ts';
import { FAULTS } from '../faults/faults.ts';
import { canonicalKey } from '../model/canonical.ts';
import type { HistoryVariable } from '../model/history.ts';
import type { StepKind } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { Transition } from '../trace/trace.ts';
import type { Cells } from './cells.ts';
import type { ModelCalls } from './model-calls.ts';
import type { OutcomePool } from './outcome-pool.ts';
import type { ProtocolFacts } from './protocol-facts.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { type Reaction, Reactions } from './reactions.ts';
import { StepJudge } from './step-judge.ts';
import type { StepLabels } from './step-labels.ts';

/** What a change of a process's local state means besides: for bounds, for the history, for step properties. */
interface Change {
  readonly label: number;
  readonly event: number;
  readonly cut: number;
}

/** A reaction ready for use in any inbox. */
interface Prepared extends Change {
  readonly local: number;
  /** What the process sends to itself. */
  readonly own: Parcel | undefined;
  readonly others: readonly Parcel[];
  /** How many messages it sends. */
  readonly sent: number;
}

const LOSS = FAULTS.indexOf('loss');
const DUPLICATION = FAULTS.indexOf('duplication');
const CRASH = FAULTS.indexOf('crash');
const RESTART = FAULTS.indexOf('restart');

/** What may happen to a process, besides what its actions are called. */
type Happening = 'act' | 'receive' | 'discard' | 'loss' | 'duplication' | 'crash' | 'restart';

/**
 * Writes down everything that may happen to a process in a cell, a pair of its local state and its inbox.
 * Model functions are run once for each local state, and once for each local state and message.
 */
export class Outcomes {
  readonly #values: ProtocolValues;
  readonly #reactions: Reactions;
  readonly #calls: ModelCalls;
  readonly #labels: StepLabels;
  readonly #configuration: Configuration;
  readonly #history: HistoryVariable | undefined;
  readonly #steps: StepJudge;
  /** For each role, the bound that cuts a local state. */
  readonly #cuts = new Map<string, number>();
  readonly #prepared: Readonly<Record<Happening, Map<number, (readonly Prepared[])[]>>> = {
    act: new Map(),
    receive: new Map(),
    discard: new Map(),
    loss: new Map(),
    duplication: new Map(),
    crash: new Map(),
    restart: new Map(),
  };

  constructor(
    configuration: Configuration,
    values: ProtocolValues,
    facts: ProtocolFacts,
    calls: ModelCalls,
    labels: StepLabels,
    history: HistoryVariable | undefined,
  ) {
    this.#configuration = configuration;
    this.#values = values;
    this.#calls = calls;
    this.#labels = labels;
    this.#history = history;
    this.#steps = new StepJudge(configuration, values, facts, calls);
    this.#reactions = new Reactions(values, calls, configuration.environment.network === 'fifo');
  }

  /**
   * The initial local state of a process.
   * @throws ModelError if it breaks a bound.
   */
  initial(process: number): number {
    const local = this.#reactions.initial(process);
    const cut = this.#cutOf(process, local);
    if (cut < 0) return local;
    const bound = this.#configuration.bounds[cut]!;
    throw new ModelError(
      `${this.#values.name}: the initial state of ${this.#values.process(process).id} is beyond the bound ${bound.name}=${bound.limit}. Raise it with --set ${bound.name}=…`,
    );
  }

  /** Writes the outcomes of a process in a cell into the pool; gives the offset of the list. */
  write(pool: OutcomePool, process: number, cells: Cells, cell: number): number {
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const { inboxes, parcels } = this.#values;
    const list = pool.start();
    const add = (fault: number, prepared: Prepared, rest: number, delta: number) => {
      const { own, others } = prepared;
      const after = own === undefined ? rest : inboxes.with(rest, parcels.tupleOf(own.envelopes));
      pool.data[list]!++;
      pool.push(prepared.label);
      pool.push(cells.idOf(prepared.local, after));
      pool.push(fault);
      pool.push(delta + prepared.sent);
      pool.push(prepared.event);
      pool.push(prepared.cut);
      pool.push(others.length);
      for (const { to, envelopes } of others) {
        pool.push(to);
        pool.push(envelopes);
      }
    };
    this.#system(process, local, inbox, (prepared, rest, delta) => add(-1, prepared, rest, delta));
    this.#faults(process, local, inbox, add);
    return list;
  }

  #system(
    process: number,
    local: number,
    inbox: number,
    add: (prepared: Prepared, rest: number, delta: number) => void,
  ): void {
    const { inboxes } = this.#values;
    const down = this.#values.isDown(local);
    if (!down) for (const prepared of this.#acts(process, local)) add(prepared, inbox, 0);
    for (const place of inboxes.deliverable(inbox)) {
      // `place` comes from the inbox itself.
      const envelope = inboxes.envelopesOf(inbox)[place]!;
      const rest = inboxes.without(inbox, place);
      const ways = down
        ? [this.#untouched('discard', process, local, envelope)]
        : this.#receives(process, local, envelope);
      for (const prepared of ways) add(prepared, rest, -1);
    }
  }

  #faults(
    process: number,
    local: number,
    inbox: number,
    add: (fault: number, prepared: Prepared, rest: number, delta: number) => void,
  ): void {
    const { inboxes } = this.#values;
    const { budget, crashing } = this.#configuration.environment;
    const envelopeAt = (place: number) => inboxes.envelopesOf(inbox)[place]!;
    if (budget.loss > 0) {
      for (const place of inboxes.distinct(inbox)) {
        add(
          LOSS,
          this.#untouched('loss', process, local, envelopeAt(place)),
          inboxes.without(inbox, place),
          -1,
        );
      }
    }
    if (budget.duplication > 0) {
      for (const place of inboxes.distinct(inbox)) {
        add(
          DUPLICATION,
          this.#untouched('duplication', process, local, envelopeAt(place)),
          inboxes.doubled(inbox, place),
          1,
        );
      }
    }
    const mayCrash =
      crashing === 'all' || crashing.includes(this.#values.process(process).roleName);
    if (this.#values.isDown(local)) {
      if (budget.restart > 0)
        for (const prepared of this.#restarts(process, local)) add(RESTART, prepared, inbox, 0);
    } else if (budget.crash > 0 && mayCrash) add(CRASH, this.#crash(process, local), inbox, 0);
  }

  #acts(process: number, local: number): readonly Prepared[] {
    return this.#once('act', process, local, 0, () =>
      Object.keys(this.#values.process(process).role.actions ?? {}).flatMap((action) =>
        this.#reactions.act(process, local, action).map((reaction) =>
          this.#prepare(process, local, reaction, 'act', action, () => ({
            kind: 'act',
            process: this.#name(process),
            action,
          })),
        ),
      ),
    );
  }

  #receives(process: number, local: number, envelope: number): readonly Prepared[] {
    return this.#once('receive', process, local, envelope, () => {
      const reactions = this.#reactions.receive(process, local, envelope) ?? [
        { local, parcels: [] },
      ];
      const action = `receive ${this.#values.message(envelope).kind}`;
      return reactions.map((reaction) =>
        this.#prepare(
          process,
          local,
          reaction,
          'deliver',
          action,
          this.#about('deliver', process, envelope),
        ),
      );
    });
  }

  #crash(process: number, local: number): Prepared {
    return this.#once('crash', process, local, 0, () => {
      const reaction = { local: this.#reactions.crash(process, local), parcels: [] };
      return [
        this.#prepare(process, local, reaction, 'crash', 'crash', () => ({
          kind: 'crash',
          process: this.#name(process),
        })),
      ];
    })[0]!;
  }

  #restarts(process: number, local: number): readonly Prepared[] {
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
  #untouched(
    kind: 'discard' | 'loss' | 'duplication',
    process: number,
    local: number,
    envelope: number,
  ): Prepared {
    const [change] = this.#once(kind, process, local, envelope, () => {
      const label = this.#labels.add(kind, this.#about(kind, process, envelope));
      return [{ label, event: -1, cut: -1, local, own: undefined, others: [], sent: 0 }];
    });
    // One is made just above.
    return change!;
  }

  #prepare(
    process: number,
    before: number,
    reaction: Reaction,
    kind: StepKind,
    action: string,
    transition: () => Transition,
  ): Prepared {
    const { local, parcels } = reaction;
    const changes = before >> 1 !== local >> 1;
    return {
      local,
      own: parcels.find(({ to }) => to === process),
      others: parcels.filter(({ to }) => to !== process),
      sent: parcels.reduce(
        (sum, { envelopes }) => sum + this.#values.parcels.tupleOf(envelopes).length,
        0,
      ),
      label: this.#labels.add(
        action,
        transition,
        changes
          ? this.#steps.ask(this.#values.process(process).roleName, process, before, local, kind)
          : [],
      ),
      event: changes ? this.#eventOf(process, before, local) : -1,
      cut: this.#cutOf(process, local),
    };
  }

  /** The first bound on each process that a local state is beyond, or -1. */
  #cutOf(process: number, local: number): number {
    const { roleName } = this.#values.process(process);
    const key = `${roleName} ${local >> 1}`;
    const known = this.#cuts.get(key);
    if (known !== undefined) return known;
    const cut = this.#configuration.bounds.findIndex(({ name, limit, measure }) => {
      if (measure.over !== 'each' || measure.role !== roleName) return false;
      const size = this.#of(`bound "${name}"`, [local], ([value]) => measure.of(value), String);
      if (typeof size === 'number') return size > limit;
      throw new ModelError(
        `${this.#values.name}: bound "${name}" measured ${String(size)}, which is no number.`,
      );
    });
    this.#cuts.set(key, cut);
    return cut;
  }

  #eventOf(process: number, before: number, after: number): number {
    const { roleName, id } = this.#values.process(process);
    const note = this.#history?.note[roleName];
    if (note === undefined) return -1;
    const event = this.#of(
      `history note of role ${roleName}`,
      [before, after],
      ([one, other]) => note(one, other, id),
      canonicalKey,
    );
    return event === undefined ? -1 : this.#values.events.idOf(event);
  }

  /** Runs a function of the spec on local states. */
  #of<Answer>(
    what: string,
    locals: readonly number[],
    run: (values: readonly unknown[]) => Answer,
    keyOf: (answer: Answer) => string,
  ): Answer {
    const interner = this.#values.locals;
    return this.#calls.call({
      place: `${this.#values.name}: ${what}`,
      run: (again) =>
        run(
          locals.map((local) =>
            again ? interner.twinOf(local >> 1) : interner.valueOf(local >> 1),
          ),
        ),
      keyOf,
      input: () => locals.map((local) => canonicalKey(this.#values.local(local))).join(' then '),
    });
  }

  /** What was prepared for a process in a local state before, and for a message where there is one. */
  #once(
    kind: Happening,
    process: number,
    local: number,
    envelope: number,
    prepare: () => readonly Prepared[],
  ): readonly Prepared[] {
    const byLocal = this.#prepared[kind];
    // One number for each process and local state; both stay far below 2^26.
    const who = local * this.#values.processes.length + process;
    let byEnvelope = byLocal.get(who);
    if (byEnvelope === undefined) {
      byEnvelope = [];
      byLocal.set(who, byEnvelope);
    }
    byEnvelope[envelope] ??= prepare();
    return byEnvelope[envelope];
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
      from: this.#name(this.#values.envelopes.first(envelope)),
      message: this.#values.messageForm(envelope),
    });
  }
}
