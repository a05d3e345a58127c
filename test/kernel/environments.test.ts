import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_FAULTS } from '../../checker/faults/faults.ts';
import { Environments } from '../../checker/kernel/environments.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { leasesSpec } from '../faults/leases.ts';

const configuration = configure(leasesSpec, undefined, { clients: 3 });
const { model, environment } = configuration;
if (model.kind !== 'protocol') throw new TypeError('leases are a protocol');
const environments = new Environments(model, {
  ...environment,
  budget: { ...NO_FAULTS, partition: 1, byzantine: 2, loss: 1 },
});

/** The server stays what it is; the clients change parts. */
const permutations = [
  [0, 1, 2, 3],
  [0, 2, 1, 3],
  [0, 3, 2, 1],
  [0, 2, 3, 1],
] as const;

const ids = fc.nat(environments.size - 1);

test('an environment with the processes in other parts has its links and liars there', () => {
  fc.assert(
    fc.property(ids, fc.constantFrom(...permutations), (id, to) => {
      const renamed = environments.renamed(id, to);
      expect(environments.countsOf(renamed)).toEqual(environments.countsOf(id));
      expect(environments.hasNames(renamed)).toBe(environments.hasNames(id));
      if (!environments.hasNames(id)) expect(renamed).toBe(id);
      for (const [process, place] of to.entries()) {
        const lies = (at: number, who: number) =>
          environments.after(environments.changes.lie + who, at) === at;
        expect(lies(renamed, place)).toBe(lies(id, process));
        for (const [sender, from] of to.entries()) {
          const isCut = (at: number, s: number, r: number) =>
            (environments.cutFrom(at, r) & (1 << s)) !== 0;
          expect(isCut(renamed, from, place)).toBe(isCut(id, sender, process));
        }
      }
    }),
  );
});
