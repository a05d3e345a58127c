import fc from 'fast-check';
import { expect, test } from 'vitest';
import { setBit, withoutBit } from '../../checker/kernel/label-bits.ts';
import { sharedInts } from '../../checker/store/shared-ints.ts';

test('labels without their bit are found, also those that there are no bits for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200)), fc.array(fc.nat(400)), (set, labels) => {
      const bits = sharedInts(1);
      for (const label of set) setBit(bits, label);
      const found = new Int32Array(labels.length);
      const count = withoutBit(bits.data, Int32Array.from(labels), labels.length, found);
      const without = [...labels.keys()].filter((index) => !set.includes(labels[index]!));
      expect([...found.subarray(0, count)]).toEqual(without);
    }),
  );
});
