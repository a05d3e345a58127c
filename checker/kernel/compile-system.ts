import { ModelError } from '../errors.ts';
import type { TransitionSystem } from '../explore/transition-system.ts';
import { canonicalForm } from '../model/canonical.ts';
import type { SystemAction, SystemInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { Batch } from '../store/batch.ts';
import { Encoder } from '../store/encoder.ts';
import { ActionGroups, type CompiledAction, type Writes } from './action-groups.ts';
import { Asked } from './asked.ts';
import type { Compiled } from './compiled.ts';
import type { Facts, Reader } from './facts.ts';
import { ModelCalls } from './model-calls.ts';
import { familyOf, recordedState } from './recorded-state.ts';
import { Remembered } from './remembered.ts';
import { Slots } from './slots.ts';
import { StateBounds } from './state-bounds.ts';
import { StepLabels } from './step-labels.ts';

/** Makes a plain system ready to be searched within the bounds of a configuration. */
export function compileSystem(instance: SystemInstance, configuration: Configuration): Compiled {
  const { bounds, properties } = configuration;
  const calls = new ModelCalls();
  const labels = new StepLabels();
  const slots = new Slots(instance.name, instance.initial);
  const facts: Facts = {
    count: slots.count,
    idOf: (vectors, at, fact) => vectors[at + fact]!,
    // The slots of a plain system are read as a whole.
    fieldOf: (id) => id,
    isFleeting: () => false,
  };
  const stateBounds = new StateBounds(instance.name, bounds, facts, calls, (read, again) =>
    recordedState(slots, read, again),
  );
  const system = new PlainSystem(instance, slots, facts, calls, labels, bounds.length, stateBounds);
  const sight = {
    facts,
    view: (read: Reader, again: boolean) => recordedState(slots, read, again),
    world: () => undefined,
    // A plain system has no roles, and its properties speak of none.
    processes: () => [],
    id: (fact: number) => {
      throw new RangeError(`fact ${fact} of a plain system is no process`);
    },
    local: () => undefined,
  };
  return {
    system,
    questions: new Asked(instance.name, properties, sight, calls, slots.count, labels),
    runs: () => calls.runs,
    cuts: () => [...system.cuts],
    coverage: (taken) =>
      labels.coverage([...new Set(instance.actions.map(({ name }) => name))], taken),
    transitionOf: (label) => labels.transitionOf(label),
    formOf: (state) =>
      Object.fromEntries(
        slots.fields.map((field) => [field.name, slots.formOf(field, (slot) => state[slot]!)]),
      ),
  };
}

/** A plain system as a transition system: a state is one id a slot. */
class PlainSystem implements TransitionSystem {
  readonly width: number;
  /** How many transitions each bound has cut. */
  readonly cuts: Float64Array;
  readonly #instance: SystemInstance;
  readonly #slots: Slots;
  readonly #actions: readonly CompiledAction[];
  /** Every list of alternatives that an action has answered. */
  readonly #alternatives: (readonly Writes[])[] = [];
  readonly #groups: ActionGroups;
  #encoder: Encoder;
  alive = false;
  readonly cutLabels: number[] = [];
  readonly #state: Int32Array;
  /** A state in the making. */
  readonly #next: Int32Array;
  readonly #stateBounds: StateBounds;

  constructor(
    instance: SystemInstance,
    slots: Slots,
    facts: Facts,
    calls: ModelCalls,
    labels: StepLabels,
    bounds: number,
    stateBounds: StateBounds,
  ) {
    this.#instance = instance;
    this.#slots = slots;
    this.#stateBounds = stateBounds;
    this.width = slots.count;
    this.cuts = new Float64Array(bounds);
    this.#actions = instance.actions.map((action) => this.#compile(action, facts, calls, labels));
    this.#state = new Int32Array(this.width);
    this.#next = new Int32Array(this.width);
    this.#encoder = Encoder.ofWidth(this.width);
    this.#groups = new ActionGroups(
      this.#actions,
      (alternatives) => this.#alternatives[alternatives]!,
      this.#encoder,
    );
  }

  initial(): { readonly count: number; readonly vectors: Int32Array } {
    const vectors = this.#instance.initial.map((state) => this.#slots.vectorOf(state));
    return { count: vectors.length, vectors: Int32Array.from(vectors.flat()) };
  }

  greatestIds(): Int32Array {
    return Int32Array.from(
      this.#slots.fields.flatMap(({ keys, values }) =>
        Array.from({ length: keys?.length ?? 1 }, () => values.size),
      ),
    );
  }

  layOut(encoder: Encoder): void {
    this.#encoder = encoder;
    this.#groups.regroup(encoder);
  }

  expand(high: number, low: number, batch: Batch): boolean {
    const before = batch.count;
    const cutsBefore = this.#stateBounds.count === 0 ? undefined : [...this.cuts];
    const fits =
      this.#encoder.isDirect && cutsBefore === undefined
        ? this.#expandByGroups(high, low, batch)
        : this.#expandByActions(high, low, batch);
    if (fits) return true;
    batch.count = before;
    if (cutsBefore !== undefined) this.cuts.set(cutsBefore);
    return false;
  }

  #expandByGroups(high: number, low: number, batch: Batch): boolean {
    const before = batch.count;
    const groups = this.#groups;
    for (let index = 0; index < groups.groups.length; index++) {
      const group = groups.groups[index]!;
      let list = group.lists.get(high & group.high, low & group.low);
      if (list === 0) {
        this.#encoder.decode(high, low, this.#state, 0);
        list = groups.write(group, this.#state, high, low);
        if (list < 0) return false;
        if (list === 0) {
          batch.count = before;
          return this.#expandByGroups(high, low, batch);
        }
      }
      batch.makeRoom(groups.pool.data[list]!);
      batch.count = groups.apply(list, high, low, batch.keys, batch.labels, batch.count);
    }
    this.alive = batch.count > before;
    return true;
  }

  #expandByActions(high: number, low: number, batch: Batch): boolean {
    const encoder = this.#encoder;
    const next = this.#next;
    encoder.decode(high, low, this.#state, 0);
    this.alive = false;
    this.cutLabels.length = 0;
    for (const { label, alternatives } of this.#actions) {
      for (const writes of this.#alternatives[alternatives.ask(this.#state, 0)]!) {
        this.alive = true;
        next.set(this.#state);
        for (const [slot, id] of writes) next[slot] = id;
        const cut = this.#stateBounds.cutOf(next, 0);
        if (cut >= 0) {
          this.cuts[cut]!++;
          this.cutLabels.push(label);
        } else if (encoder.encode(next, 0)) batch.add(encoder.high, encoder.low, label);
        else return false;
      }
    }
    return true;
  }

  #compile(
    action: SystemAction,
    facts: Facts,
    calls: ModelCalls,
    labels: StepLabels,
  ): CompiledAction {
    const { name, member } = action;
    const place = `${this.#instance.name}: action "${name}"${member === undefined ? '' : ` for ${String(member)}`}`;
    const label = labels.add(name, () =>
      member === undefined
        ? { kind: 'action', action: name }
        : { kind: 'action', action: name, member: canonicalForm(member) },
    );
    const alternatives = new Remembered(facts, (read) => {
      const answer = calls.call({
        place,
        // `act` takes a state of its own system, which is what is recorded here.
        run: (again) =>
          this.#writesOf(place, action.act(recordedState(this.#slots, read, again) as never)),
        keyOf: (all) =>
          all
            .map((writes) => this.#textOf(writes))
            .sort()
            .join(' or ') || 'nothing',
        input: () => 'a state',
      });
      return this.#alternatives.push(answer) - 1;
    });
    return { label, alternatives };
  }

  #writesOf(place: string, changes: unknown): readonly Writes[] {
    if (changes === undefined || changes === null || changes === false) return [];
    const alternatives: readonly unknown[] = Array.isArray(changes) ? changes : [changes];
    return alternatives.map((alternative) => {
      if (typeof alternative !== 'object' || alternative === null) {
        throw new ModelError(
          `${place} returned ${String(alternative)}. Return the fields that change, an array of such, or nothing.`,
        );
      }
      return Object.entries(alternative).flatMap(([name, value]) =>
        this.#writesOfField(place, name, value),
      );
    });
  }

  #writesOfField(place: string, name: string, value: unknown): Writes {
    const family = familyOf(value);
    if (family?.field.name !== name) return this.#slots.writes(place, name, value);
    const { keys = [], slot, values } = family.field;
    return [...family.changes].map(([key, changed]) => {
      const index = keys.indexOf(key);
      if (index < 0)
        throw new ModelError(
          `${place} gives ${name} the key ${String(key)}; its keys are fixed by the initial state.`,
        );
      return [slot + index, values.idOf(changed)];
    });
  }

  #textOf(writes: Writes): string {
    return writes
      .map(([slot, id]) => {
        const field = this.#slots.fields.findLast((one) => one.slot <= slot)!;
        return `${field.name}${field.keys === undefined ? '' : ` of ${field.keys[slot - field.slot]}`} = ${JSON.stringify(field.values.formOf(id))}`;
      })
      .join(', ');
  }
}
