import type { Environment } from '../faults/faults.ts';
import { FAULTS } from '../faults/faults.ts';
import type { Cells } from './cells.ts';
import type { Happening, Happenings } from './happenings.ts';
import { COUNT, GREATEST_CELL, type OutcomePool } from './outcome-pool.ts';
import type { ProtocolValues } from './protocol-values.ts';

const LOSS = FAULTS.indexOf('loss');
const DUPLICATION = FAULTS.indexOf('duplication');
const CRASH = FAULTS.indexOf('crash');
const RESTART = FAULTS.indexOf('restart');

/**
 * Writes down everything that may happen to a process in a cell, a pair of its local state and its inbox, in
 * the order that ARCHITECTURE.md gives.
 */
export class Outcomes {
  readonly #values: ProtocolValues;
  readonly #happenings: Happenings;
  readonly #environment: Environment;

  constructor(environment: Environment, values: ProtocolValues, happenings: Happenings) {
    this.#environment = environment;
    this.#values = values;
    this.#happenings = happenings;
  }

  /** Writes the outcomes of a process in a cell into the pool; gives the offset of the list. */
  write(pool: OutcomePool, process: number, cells: Cells, cell: number): number {
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const { inboxes, parcels } = this.#values;
    const list = pool.start();
    const add = (fault: number, happening: Happening, rest: number, delta: number) => {
      const { own, others } = happening;
      const after = own === undefined ? rest : inboxes.with(rest, parcels.tupleOf(own.envelopes));
      const next = cells.idOf(happening.local, after);
      pool.data[list + COUNT]!++;
      if (next > pool.data[list + GREATEST_CELL]!) pool.data[list + GREATEST_CELL] = next;
      const isSimple =
        fault < 0 &&
        delta + happening.sent <= 0 &&
        happening.event < 0 &&
        happening.cut < 0 &&
        others.length === 0;
      pool.push(happening.label);
      // The changes of the key are written when it is known how keys are laid out.
      pool.push(0);
      pool.push(0);
      pool.push(isSimple ? 1 : 0);
      pool.push(next);
      pool.push(fault);
      pool.push(delta + happening.sent);
      pool.push(happening.event);
      pool.push(happening.cut);
      pool.push(others.length);
      for (const { to, envelopes } of others) {
        pool.push(to);
        pool.push(envelopes);
      }
    };
    this.#system(process, local, inbox, (happening, rest, delta) =>
      add(-1, happening, rest, delta),
    );
    this.#faults(process, local, inbox, add);
    return list;
  }

  #system(
    process: number,
    local: number,
    inbox: number,
    add: (happening: Happening, rest: number, delta: number) => void,
  ): void {
    const { inboxes } = this.#values;
    const down = this.#values.isDown(local);
    if (!down)
      for (const happening of this.#happenings.acts(process, local)) add(happening, inbox, 0);
    for (const place of inboxes.deliverable(inbox)) {
      // `place` comes from the inbox itself.
      const envelope = inboxes.envelopesOf(inbox)[place]!;
      const rest = inboxes.without(inbox, place);
      const ways = down
        ? [this.#happenings.untouched('discard', process, local, envelope)]
        : this.#happenings.receives(process, local, envelope);
      for (const happening of ways) add(happening, rest, -1);
    }
  }

  #faults(
    process: number,
    local: number,
    inbox: number,
    add: (fault: number, happening: Happening, rest: number, delta: number) => void,
  ): void {
    const { inboxes } = this.#values;
    const { budget, crashing } = this.#environment;
    const envelopeAt = (place: number) => inboxes.envelopesOf(inbox)[place]!;
    if (budget.loss > 0) {
      for (const place of inboxes.distinct(inbox)) {
        add(
          LOSS,
          this.#happenings.untouched('loss', process, local, envelopeAt(place)),
          inboxes.without(inbox, place),
          -1,
        );
      }
    }
    if (budget.duplication > 0) {
      for (const place of inboxes.distinct(inbox)) {
        add(
          DUPLICATION,
          this.#happenings.untouched('duplication', process, local, envelopeAt(place)),
          inboxes.doubled(inbox, place),
          1,
        );
      }
    }
    const mayCrash =
      crashing === 'all' || crashing.includes(this.#values.process(process).roleName);
    if (this.#values.isDown(local)) {
      if (budget.restart > 0)
        for (const happening of this.#happenings.restarts(process, local))
          add(RESTART, happening, inbox, 0);
    } else if (budget.crash > 0 && mayCrash)
      add(CRASH, this.#happenings.crash(process, local), inbox, 0);
  }
}
