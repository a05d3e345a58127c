import { type Environment, FAULTS, isAmong } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Cells } from './cells.ts';
import { greatest } from './conditions.ts';
import { type Environments, lyingOf } from './environments.ts';
import type { Happening, Happenings } from './happenings.ts';
import type { OutcomePool } from './outcome-pool.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { type Conditional, Recipes } from './recipes.ts';

const LOSS = FAULTS.indexOf('loss');
const DUPLICATION = FAULTS.indexOf('duplication');
const CRASH = FAULTS.indexOf('crash');
const RESTART = FAULTS.indexOf('restart');
const PAUSE = FAULTS.indexOf('pause');
const JUMP = FAULTS.indexOf('jump');

/** The outcomes of one cell, as they are found one after the other. */
class ListInTheMaking {
  readonly #pool: OutcomePool;
  readonly #values: ProtocolValues;
  readonly #cells: Cells;
  readonly #inbox: number;

  constructor(pool: OutcomePool, values: ProtocolValues, cells: Cells, inbox: number) {
    this.#pool = pool;
    this.#values = values;
    this.#cells = cells;
    this.#inbox = inbox;
    pool.begin();
  }

  /**
   * @param change the change of the environment that it needs, or -1
   * @param rest what is left in the inbox
   * @param delta how many more messages are in flight because of what becomes of one that waited
   */
  add(change: number, happening: Happening, rest: number, delta: number): void {
    const { own, label, cut, sent } = happening;
    if (cut >= 0) this.#pool.addCut(change, cut, label);
    else {
      const cell = this.#cellAfter(happening.local, rest, own);
      this.#pool.add(change, delta + sent, cell, happening);
    }
  }

  /** Writes the list; gives where it is in the pool. */
  end(): number {
    return this.#pool.end(this.#values.inboxes.sizeOf(this.#inbox));
  }

  #cellAfter(local: number, rest: number, own: Parcel | undefined): number {
    const { inboxes, parcels } = this.#values;
    const inbox = own === undefined ? rest : inboxes.with(rest, parcels.tupleOf(own.envelopes));
    return this.#cells.idOf(local, inbox);
  }
}

/**
 * Writes down everything that may happen to a process in a cell, a pair of its local state and its inbox, in
 * the order that ARCHITECTURE.md gives.
 */
export class Outcomes {
  readonly #values: ProtocolValues;
  readonly #happenings: Happenings;
  readonly #environment: Environment;
  readonly #environments: Environments;
  /** What it writes down for the compiled loops, which write the lists of most cells themselves. */
  readonly recipes: Recipes;
  /** The processes that may become Byzantine, and what each may send then. */
  readonly #lying: readonly number[];
  readonly #alphabets = new Map<number, readonly number[]>();

  constructor(
    instance: ProtocolInstance,
    environment: Environment,
    values: ProtocolValues,
    happenings: Happenings,
    environments: Environments,
  ) {
    this.#environment = environment;
    this.#environments = environments;
    this.#lying = lyingOf(instance, environment);
    this.#values = values;
    this.#happenings = happenings;
    this.recipes = new Recipes(instance.processes.length, {
      loss: environment.budget.loss > 0 ? LOSS : -1,
      duplication: environment.budget.duplication > 0 ? DUPLICATION : -1,
    });
  }

  /** Writes the outcomes of a process in a cell into the pool; gives the offset of the list. */
  write(pool: OutcomePool, process: number, cells: Cells, cell: number): number {
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const list = new ListInTheMaking(pool, this.#values, cells, inbox);
    const { is } = this.#values.conditionOf(local);
    const first = is === 'up' ? this.#ofItself(process, local) : [];
    for (const { change, happening } of first) list.add(change, happening, inbox, 0);
    if (is !== 'paused') this.#arrivals(process, local, inbox, list);
    this.#failures(process, local, inbox, list);
    const last = this.#ofProcess(process, local);
    for (const { change, happening } of last) list.add(change, happening, inbox, 0);
    if (is !== 'byzantine') this.#lies(process, local, inbox, list);
    this.#note(process, local, first, last);
    return list.end();
  }

  /** What the process does itself. */
  #ofItself(process: number, local: number): readonly Conditional[] {
    const acts = this.#happenings.acts(process, local);
    const timers = this.#happenings.timers(process, local);
    if (acts.length + timers.length === 0) return NOTHING;
    return [...acts, ...timers].map((happening) => ({ change: -1, happening }));
  }

  /** The ways to receive messages, or to miss them. */
  #arrivals(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { inboxes } = this.#values;
    const { is } = this.#values.conditionOf(local);
    const who = this.recipes.whoIs(process, local);
    for (const place of inboxes.deliverable(inbox)) {
      // `place` comes from the inbox itself.
      const envelope = inboxes.envelopesOf(inbox)[place]!;
      const open = this.#environments.throughLink(this.#values.senderOf(envelope), process);
      const ways =
        is === 'up'
          ? this.#happenings.receives(process, local, envelope)
          : [this.#happenings.untouched('discard', process, local, envelope)];
      if (!this.recipes.hasArrival(who, envelope))
        this.recipes.writeArrival(who, envelope, open, ways);
      for (const happening of ways) list.add(open, happening, inboxes.without(inbox, place), -1);
    }
  }

  /** What goes wrong with messages. */
  #failures(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { inboxes } = this.#values;
    const { budget } = this.#environment;
    if (budget.loss + budget.duplication === 0) return;
    const happenings = this.#happenings;
    // Places come from the inbox itself.
    const envelopes = inboxes.envelopesOf(inbox);
    if (budget.loss > 0)
      for (const place of inboxes.distinct(inbox)) {
        const lost = happenings.untouched('loss', process, local, envelopes[place]!);
        list.add(LOSS, lost, inboxes.without(inbox, place), -1);
      }
    if (budget.duplication > 0)
      for (const place of inboxes.distinct(inbox)) {
        const doubled = happenings.untouched('duplication', process, local, envelopes[place]!);
        list.add(DUPLICATION, doubled, inboxes.doubled(inbox, place), 1);
      }
    const who = this.recipes.whoIs(process, local);
    for (const place of inboxes.distinct(inbox))
      if (!this.recipes.hasFailures(who, envelopes[place]!))
        this.#noteFailures(process, local, envelopes[place]!);
  }

  #noteFailures(process: number, local: number, envelope: number): void {
    const { budget } = this.#environment;
    const labelOf = (kind: 'loss' | 'duplication') =>
      budget[kind] > 0 ? this.#happenings.untouched(kind, process, local, envelope).label : 0;
    const who = this.recipes.whoIs(process, local);
    this.recipes.writeFailures(who, envelope, labelOf('loss'), labelOf('duplication'));
  }

  /** What goes wrong with the process. */
  #ofProcess(process: number, local: number): readonly Conditional[] {
    const { budget, crashing, pausing } = this.#environment;
    const { roleName } = this.#values.process(process);
    const { is } = this.#values.conditionOf(local);
    const happenings = this.#happenings;
    if (is === 'byzantine') return NOTHING;
    if (is === 'down') {
      if (budget.restart === 0) return NOTHING;
      const restarts = happenings.restarts(process, local);
      return restarts.map((happening) => ({ change: RESTART, happening }));
    }
    const found: Conditional[] = [];
    if (budget.crash > 0 && isAmong(roleName, crashing))
      found.push({ change: CRASH, happening: happenings.crash(process, local) });
    if (is === 'paused')
      found.push({ change: -1, happening: happenings.paused('resume', process, local) });
    else if (budget.pause > 0 && isAmong(roleName, pausing))
      found.push({ change: PAUSE, happening: happenings.paused('pause', process, local) });
    found.push(...this.#ofClock(process, local));
    if (is === 'up' && this.#lying.includes(process)) {
      const change = this.#environments.changes.turn + process;
      found.push({ change, happening: happenings.turn(process, local) });
    }
    return found;
  }

  #ofClock(process: number, local: number): readonly Conditional[] {
    const { budget, jumping, jumpBy, drift } = this.#environment;
    const { role, roleName } = this.#values.process(process);
    if (Object.keys(role.timers ?? {}).length === 0) return NOTHING;
    const { timers, ahead } = this.#values.conditionOf(local);
    const most = budget.jump > 0 && isAmong(roleName, jumping) ? greatest(timers) : 0;
    const found: Conditional[] = [];
    for (let by = 1; by <= Math.min(most, jumpBy); by++)
      found.push({ change: JUMP, happening: this.#happenings.clock('jump', process, local, by) });
    for (const by of [1, -1]) {
      if (Math.abs(ahead + by) > drift) continue;
      const happening = this.#happenings.clock('drift', process, local, by);
      found.push({ change: this.#environments.changes.drift, happening });
    }
    return found;
  }

  /** What Byzantine processes may send to the process. */
  #lies(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { inboxes } = this.#values;
    const waiting = inboxes.envelopesOf(inbox);
    for (const liar of this.#lying) {
      if (liar === process) continue;
      for (const envelope of this.#alphabet(liar)) {
        if (waiting.includes(envelope)) continue;
        const happening = this.#happenings.lie(process, local, envelope);
        const lie = this.#environments.changes.lie + liar;
        list.add(lie, happening, inboxes.with(inbox, [envelope]), 1);
      }
    }
  }

  #alphabet(liar: number): readonly number[] {
    const known = this.#alphabets.get(liar) ?? this.#happenings.alphabet(liar);
    this.#alphabets.set(liar, known);
    return known;
  }

  /** Has the loops know what may happen in a local state without messages; not if it is paused, nor where processes lie: such lists they cannot write. */
  #note(
    process: number,
    local: number,
    first: readonly Conditional[],
    last: readonly Conditional[],
  ): void {
    const { is } = this.#values.conditionOf(local);
    if (this.#lying.length > 0 || is === 'paused') return;
    const who = this.recipes.whoIs(process, local);
    if (!this.recipes.hasLocal(who)) this.recipes.writeLocal(who, first, last);
  }
}

const NOTHING: readonly Conditional[] = [];
