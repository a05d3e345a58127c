import { ModelError } from '../errors.ts';
import { canonicalKey } from '../model/canonical.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Permutations } from '../reduction/permutations.ts';
import type { RenamedValues } from '../reduction/renamed-values.ts';
import type { Cells } from './cells.ts';
import type { ProtocolRenaming } from './protocol-renaming.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { nameless } from './renamed-interner.ts';
import { permutationsOf, Symmetry } from './symmetry.ts';

/** The renamings of the processes of each symmetric role, and of the symmetric values. */
export const protocolPermutations = ({
  processes,
  symmetricValues,
}: ProtocolInstance): Permutations | undefined => {
  const symmetric = processes.filter((one) => one.symmetric);
  const roles = [...new Set(symmetric.map(({ roleName }) => roleName))];
  return permutationsOf([
    ...roles.map((role) =>
      symmetric.filter(({ roleName }) => roleName === role).map(({ id }) => id),
    ),
    ...symmetricValues,
  ]);
};

/** The symmetry of a protocol: each process's cell is its own slot; faults and history are nobody's. */
export class ProtocolSymmetry extends Symmetry {
  readonly renaming: ProtocolRenaming;
  readonly #values: ProtocolValues;
  #testing = false;

  /** @param cells for each process; processes of a class must have theirs in common */
  constructor(values: ProtocolValues, cells: readonly Cells[], renaming: ProtocolRenaming) {
    const { permutations } = renaming;
    const byRole = new Map<string, RenamedValues>();
    const renamedCells = values.processes.map(({ id, symmetric, roleName }, process) => {
      const key = symmetric ? roleName : String(id);
      // There are as many cells as processes.
      const renamed = byRole.get(key) ?? renaming.cells(cells[process]!);
      byRole.set(key, renamed);
      return renamed;
    });
    super(permutations, {
      width: cells.length + 2,
      values: [...renamedCells, nameless(permutations), renaming.histories],
      columns: permutations.members.ids.map((id) => {
        const slot = values.processes.findIndex((process) => String(process.id) === String(id));
        return slot < 0 ? [] : [slot];
      }),
    });
    this.renaming = renaming;
    this.#values = values;
  }

  /** @throws ModelError if the initial history is another one in other names. */
  testHistory(history: number): void {
    const { histories } = this.renaming;
    if (this.samples.every((one) => histories.image(history, one) === history)) return;
    throw new ModelError(
      `${this.#values.name}: the initial history treats some symmetric processes or values specially. It must be the same whatever they are called; or declare no symmetry.`,
    );
  }

  /**
   * Tests that a history with an event becomes another one as it does in other names.
   * @throws ModelError if not.
   */
  testRecord(
    history: number,
    event: number,
    next: number,
    record: (history: number, event: number) => number,
  ): void {
    if (this.#testing) return;
    this.#testing = true;
    const { histories, events } = this.renaming;
    const by = (one: number) => record(histories.image(history, one), events.image(event, one));
    const fits = (one: number) => histories.image(next, one) === by(one);
    const bad = this.samples.find((one) => !fits(one));
    if (bad !== undefined) {
      const values = this.#values;
      const inputOf = (one: number) =>
        `${canonicalKey(values.histories.valueOf(histories.image(history, one)))} and ${canonicalKey(values.events.valueOf(events.image(event, one)))}`;
      throw this.blame.errorOf({
        place: `${values.name}: history record`,
        permutation: bad,
        input: inputOf(0),
        answer: canonicalKey(values.histories.valueOf(next)),
        renamedInput: inputOf(bad),
        renamedAnswer: canonicalKey(values.histories.valueOf(by(bad))),
        showsBy: (one) => !fits(one),
      });
    }
    this.#testing = false;
  }
}
