import { type Environment, FAULTS, type Fault, isAmong } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { FaultsSoFar } from '../model/subject.ts';
import { type SharedInts, sharedInts } from '../store/shared-ints.ts';
import { FaultCounts } from './fault-budget.ts';
import { type Partition, partitionsOf } from './partitions.ts';

/** What may become of the environment besides one more of a fault, by the first of their numbers. */
interface Changes {
  /** It stays as it is, but that is a fault. */
  readonly drift: number;
  /** Process p becomes Byzantine: and p. */
  readonly turn: number;
  /** It stays as it is, if process p is Byzantine: and p. */
  readonly lie: number;
  /** It stays as it is, if the link from s to r is not cut: and s * processes + r. No fault from here on. */
  readonly link: number;
  readonly count: number;
}

/**
 * What has gone wrong so far, as one small id: how often each fault has happened, the present partition, and which
 * processes are Byzantine. What happens to it is looked up in one table of integers: (change, id) gives id, or -1
 * where that is not possible now.
 */
export class Environments {
  /** How many ids there are. */
  readonly size: number;
  /** The changes by number: first the faults, by their index in FAULTS. */
  readonly changes: Changes;
  readonly #counts: FaultCounts;
  readonly #partitions: readonly Partition[];
  /** The sets of processes that may be Byzantine, as bits. The first is empty. */
  readonly #liars: readonly number[];
  readonly #processes: number;
  /** For each change and id the id after it, or -1. */
  readonly afterChange: SharedInts;
  /** For each id and process, the senders that are cut off from it, as bits. */
  readonly allCutFrom: SharedInts;

  constructor(instance: ProtocolInstance, environment: Environment) {
    const processes = instance.processes.length;
    // How many are Byzantine says how often that has happened.
    this.#counts = new FaultCounts({ ...environment.budget, byzantine: 0 });
    this.#partitions = partitionsOf(instance, environment);
    this.#liars = setsOf(lyingOf(instance, environment), environment.budget.byzantine);
    this.#processes = processes;
    this.size = this.#counts.size * (1 + this.#partitions.length) * this.#liars.length;
    const drift = FAULTS.length;
    const link = drift + 1 + 2 * processes;
    const links = this.#partitions.length === 0 ? 0 : processes * processes;
    this.changes = {
      drift,
      turn: drift + 1,
      lie: drift + 1 + processes,
      link,
      count: link + links,
    };
    this.allCutFrom = sharedInts(this.size * processes);
    for (let id = 0; id < this.size; id++)
      this.allCutFrom.data.set(this.partitionOf(id)?.from ?? [], id * processes);
    this.afterChange = sharedInts(this.changes.count * this.size);
    for (let change = 0; change < this.changes.count; change++) {
      for (let id = 0; id < this.size; id++)
        this.afterChange.data[change * this.size + id] = this.#changed(change, id);
    }
  }

  /** Whether there may be a partition. */
  get isEverCut(): boolean {
    return this.#partitions.length > 0;
  }

  /** The id after a change; -1 if it is not possible now. */
  after(change: number, id: number): number {
    return this.afterChange.data[change * this.size + id]!;
  }

  /** The senders whose messages do not reach a process, as bits. */
  cutFrom(id: number, process: number): number {
    return this.allCutFrom.data[id * this.#processes + process]!;
  }

  /** The change that a message from one process to another needs; -1 where no link is ever cut. */
  throughLink(from: number, to: number): number {
    return this.#partitions.length === 0 ? -1 : this.changes.link + from * this.#processes + to;
  }

  partitionOf(id: number): Partition | undefined {
    return this.#partitions[this.#partOf(id)[1] - 1];
  }

  /** The ids that a partition, or its end, leads to; none where the budget is spent. */
  dividedFrom(id: number): readonly { readonly to: number; readonly partition?: Partition }[] {
    const [counts, present, liars] = this.#partOf(id);
    if (present > 0) return [{ to: this.#idOf(counts, 0, liars) }];
    const after = this.#counts.afterOf(FAULTS.indexOf('partition'), counts);
    if (after < 0) return [];
    return this.#partitions.map((partition, index) => ({
      to: this.#idOf(after, index + 1, liars),
      partition,
    }));
  }

  countOf(id: number, fault: Fault): number {
    return this.countsOf(id)[fault];
  }

  countsOf(id: number): FaultsSoFar {
    const [counts, , liars] = this.#partOf(id);
    return { ...this.#counts.countsOf(counts), byzantine: sizeOf(this.#liars[liars]!) };
  }

  /** Whether it says of some process what it does not say of all. */
  hasNames(id: number): boolean {
    const [, partition, liars] = this.#partOf(id);
    return partition > 0 || liars > 0;
  }

  /**
   * The same environment where process i plays the part of process `to[i]`, for symmetry. The
   * permutation must only exchange processes of the same role.
   */
  renamed(id: number, to: readonly number[]): number {
    const [counts, present, liars] = this.#partOf(id);
    const moved = (bits: number) =>
      to.reduce((all, at, from) => all | (((bits >> from) & 1) << at), 0);
    const from = this.partitionOf(id)?.from ?? [];
    const links = to.map(() => 0);
    to.forEach((at, process) => {
      links[at] = moved(from[process] ?? 0);
    });
    const partition =
      present === 0 ? 0 : 1 + this.#partitions.findIndex((one) => one.from.join() === links.join());
    return this.#idOf(counts, partition, this.#liars.indexOf(moved(this.#liars[liars]!)));
  }

  #changed(change: number, id: number): number {
    const { drift, turn, lie, link } = this.changes;
    const [counts, partition, liars] = this.#partOf(id);
    if (change < drift) {
      const after = this.#counts.afterOf(change, counts);
      return after < 0 ? -1 : this.#idOf(after, partition, liars);
    }
    if (change === drift) return id;
    const lying = this.#liars[liars]!;
    if (change < lie) {
      const more = this.#liars.indexOf(lying | (1 << (change - turn)));
      return more < 0 ? -1 : this.#idOf(counts, partition, more);
    }
    if (change < link) return (lying & (1 << (change - lie))) === 0 ? -1 : id;
    const [from, to] = [
      Math.floor((change - link) / this.#processes),
      (change - link) % this.#processes,
    ];
    return (this.cutFrom(id, to) & (1 << from)) === 0 ? id : -1;
  }

  #idOf(counts: number, partition: number, liars: number): number {
    return counts + this.#counts.size * (partition + (1 + this.#partitions.length) * liars);
  }

  /** The counts, the number of the partition from 1 (0 if there is none), and the number of the set of Byzantine processes. */
  #partOf(id: number): readonly [counts: number, partition: number, liars: number] {
    const rest = Math.floor(id / this.#counts.size);
    const shapes = 1 + this.#partitions.length;
    return [id % this.#counts.size, rest % shapes, Math.floor(rest / shapes)];
  }
}

/** The processes that may become Byzantine, by number. */
export const lyingOf = (
  { processes }: ProtocolInstance,
  { budget, lying }: Environment,
): readonly number[] =>
  budget.byzantine === 0
    ? []
    : [...processes.keys()].filter((process) => {
        const { role, roleName } = processes[process]!;
        return role.alphabet !== undefined && isAmong(roleName, lying);
      });

/** All sets of at most so many of some numbers, as bits; the smaller ones first. */
function setsOf(numbers: readonly number[], most: number): readonly number[] {
  const sets = [0];
  for (let size = 1; size <= Math.min(most, numbers.length); size++) {
    for (const set of sets.filter((one) => sizeOf(one) === size - 1)) {
      for (const number of numbers) if (1 << number > set) sets.push(set | (1 << number));
    }
  }
  return sets;
}

const sizeOf = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + sizeOf(bits >>> 1));
