import { type Environment, FAULTS, isAmong } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Cells } from './cells.ts';
import { greatest } from './conditions.ts';
import { type Environments, lyingOf } from './environments.ts';
import type { Happening, Happenings } from './happenings.ts';
import type { OutcomePool } from './outcome-pool.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';

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
  }

  /** Writes the outcomes of a process in a cell into the pool; gives the offset of the list. */
  write(pool: OutcomePool, process: number, cells: Cells, cell: number): number {
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const list = new ListInTheMaking(pool, this.#values, cells, inbox);
    const { is } = this.#values.conditionOf(local);
    if (is !== 'paused') this.#system(process, local, inbox, is === 'up', list);
    this.#ofMessages(process, local, inbox, list);
    this.#ofProcess(process, local, inbox, list);
    if (is !== 'byzantine') this.#lies(process, local, inbox, list);
    return list.end();
  }

  /** What the process does itself, or misses. */
  #system(
    process: number,
    local: number,
    inbox: number,
    isUp: boolean,
    list: ListInTheMaking,
  ): void {
    const { inboxes } = this.#values;
    if (isUp) {
      for (const happening of this.#happenings.acts(process, local))
        list.add(-1, happening, inbox, 0);
      for (const happening of this.#happenings.timers(process, local))
        list.add(-1, happening, inbox, 0);
    }
    for (const place of inboxes.deliverable(inbox)) {
      // `place` comes from the inbox itself.
      const envelope = inboxes.envelopesOf(inbox)[place]!;
      const open = this.#environments.throughLink(this.#values.senderOf(envelope), process);
      const ways = isUp
        ? this.#happenings.receives(process, local, envelope)
        : [this.#happenings.untouched('discard', process, local, envelope)];
      for (const happening of ways) list.add(open, happening, inboxes.without(inbox, place), -1);
    }
  }

  /** What goes wrong with messages. */
  #ofMessages(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { inboxes } = this.#values;
    const { budget } = this.#environment;
    // Places come from the inbox itself.
    const envelopes = inboxes.envelopesOf(inbox);
    if (budget.loss > 0) {
      for (const place of inboxes.distinct(inbox)) {
        list.add(
          LOSS,
          this.#happenings.untouched('loss', process, local, envelopes[place]!),
          inboxes.without(inbox, place),
          -1,
        );
      }
    }
    if (budget.duplication > 0) {
      for (const place of inboxes.distinct(inbox)) {
        list.add(
          DUPLICATION,
          this.#happenings.untouched('duplication', process, local, envelopes[place]!),
          inboxes.doubled(inbox, place),
          1,
        );
      }
    }
  }

  /** What goes wrong with the process. */
  #ofProcess(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { budget, crashing, pausing } = this.#environment;
    const { roleName } = this.#values.process(process);
    const { is } = this.#values.conditionOf(local);
    const happenings = this.#happenings;
    if (is === 'byzantine') return;
    if (is === 'down') {
      if (budget.restart === 0) return;
      for (const happening of happenings.restarts(process, local))
        list.add(RESTART, happening, inbox, 0);
      return;
    }
    if (budget.crash > 0 && isAmong(roleName, crashing))
      list.add(CRASH, happenings.crash(process, local), inbox, 0);
    if (is === 'paused') list.add(-1, happenings.paused('resume', process, local), inbox, 0);
    else if (budget.pause > 0 && isAmong(roleName, pausing))
      list.add(PAUSE, happenings.paused('pause', process, local), inbox, 0);
    this.#ofClock(process, local, inbox, list);
    if (is === 'up' && this.#lying.includes(process))
      list.add(
        this.#environments.changes.turn + process,
        happenings.turn(process, local),
        inbox,
        0,
      );
  }

  #ofClock(process: number, local: number, inbox: number, list: ListInTheMaking): void {
    const { budget, jumping, jumpBy, drift } = this.#environment;
    const { role, roleName } = this.#values.process(process);
    if (Object.keys(role.timers ?? {}).length === 0) return;
    const { timers, ahead } = this.#values.conditionOf(local);
    const most = budget.jump > 0 && isAmong(roleName, jumping) ? greatest(timers) : 0;
    for (let by = 1; by <= Math.min(most, jumpBy); by++)
      list.add(JUMP, this.#happenings.clock('jump', process, local, by), inbox, 0);
    for (const by of [1, -1]) {
      if (Math.abs(ahead + by) > drift) continue;
      const happening = this.#happenings.clock('drift', process, local, by);
      list.add(this.#environments.changes.drift, happening, inbox, 0);
    }
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
}
