import { ModelError } from '../errors.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Permutations } from '../reduction/permutations.ts';
import type { RenamedValues } from '../reduction/renamed-values.ts';
import type { Cells } from './cells.ts';
import type { ProtocolChanges } from './changes.ts';
import type { HistorySlots } from './history-slots.ts';
import type { ProtocolRenaming } from './protocol-renaming.ts';
import type { ProtocolValues } from './protocol-values.ts';
import { RecordTest } from './record-test.ts';
import { nameless, renamedInterner } from './renamed-interner.ts';
import type { Field } from './slots.ts';
import { permutationsOf, refuseHalf, Symmetry, slotsOf } from './symmetry.ts';

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
export class ProtocolSymmetry extends Symmetry implements ProtocolChanges {
  readonly renaming: ProtocolRenaming;
  readonly #values: ProtocolValues;
  readonly #record: RecordTest;

  /**
   * @param cells for each process; processes of a class must have theirs in common
   * @throws ModelError if the history has some members of a class as keys and not all
   */
  constructor(
    values: ProtocolValues,
    cells: readonly Cells[],
    history: HistorySlots,
    renaming: ProtocolRenaming,
  ) {
    const { permutations } = renaming;
    const byRole = new Map<string, RenamedValues>();
    const renamedCells = values.processes.map(({ id, symmetric, roleName }, process) => {
      const key = symmetric ? roleName : String(id);
      // There are as many cells as processes.
      const renamed = byRole.get(key) ?? renaming.cells(cells[process]!);
      byRole.set(key, renamed);
      return renamed;
    });
    const firstSlot = cells.length + 1;
    const { members } = permutations;
    super(permutations, {
      width: firstSlot + history.tables.slots,
      values: [
        ...renamedCells,
        nameless(permutations),
        ...history.fields.flatMap((field) => renamedField(field, permutations)),
      ],
      columns: members.ids.map((id) => {
        const process = values.processes.findIndex((one) => String(one.id) === String(id));
        const own = process < 0 ? [] : [process];
        return [...own, ...slotsOf(id, history.fields).map((slot) => firstSlot + slot)];
      }),
    });
    for (const field of history.fields) refuseHalf(values.name, field, members);
    this.renaming = renaming;
    this.#values = values;
    const imageOf = (state: Int32Array, one: number) => this.#imageOf(state, one);
    this.#record = new RecordTest(values, history, firstSlot, this, imageOf);
  }

  /** @throws ModelError if the initial history is another one in other names. */
  testInitial(state: Int32Array): void {
    const fits = (one: number) => this.#record.isSame(this.#imageOf(state, one), state);
    if (this.samples.every(fits)) return;
    throw new ModelError(
      `${this.#values.name}: the initial history treats some symmetric processes or values specially. It must be the same whatever they are called; or declare no symmetry.`,
    );
  }

  /** Tests that an event changes the history of a state as it does in other names. */
  get record(): RecordTest {
    return this.#record;
  }

  #imageOf(state: Int32Array, permutation: number): Int32Array {
    const image = new Int32Array(state.length);
    this.states.imageOf(state, 0, permutation, image);
    return image;
  }
}

/** The values of a field of the history, slot by slot. */
function renamedField(field: Field, permutations: Permutations): readonly RenamedValues[] {
  const renamed = renamedInterner(field.values, permutations);
  return Array.from({ length: field.keys?.length ?? 1 }, () => renamed);
}
