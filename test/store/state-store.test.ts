import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOfKeys, forgetBefore } from '../../checker/store/key-list.ts';
import { KeySet } from '../../checker/store/key-set.ts';
import { StateStore } from '../../checker/store/state-store.ts';

/** Vectors of one width, some with ids so large that they cannot be packed side by side. */
const vectors = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), bits: fc.integer({ min: 1, max: 31 }) })
  .chain(({ width, bits }) =>
    fc.array(
      fc.array(fc.integer({ min: 0, max: 2 ** bits - 1 }), { minLength: width, maxLength: width }),
      { minLength: 1, maxLength: 300 },
    ),
  );

/** A set of all keys of a store. */
function adopted({ order }: StateStore): KeySet {
  const set = new KeySet();
  set.adopt(order);
  return set;
}

/** A store with a set of its keys, as a search has it: adds a vector, and says whether it is new. */
function storeOf(width: number) {
  const store = new StateStore(width);
  let set = new KeySet();
  const add = (vector: Int32Array): boolean => {
    if (!store.encode(vector)) {
      set = store.layOut(vector, set) ?? adopted(store);
      store.encode(vector);
    }
    const { high, low } = store.encoder;
    const isNew = set.add(high, low);
    if (!set.has(high, low)) throw new Error('a key was lost');
    if (isNew) store.push(high, low);
    return isNew;
  };
  return { store, add };
}

test('a store holds exactly the distinct vectors, in the order they came', () => {
  fc.assert(
    fc.property(vectors, fc.infiniteStream(fc.nat(3)), (all, repeats) => {
      const width = all[0]?.length ?? 0;
      const { store, add } = storeOf(width);
      const distinct = new Map<string, { readonly vector: readonly number[] }>();
      for (const vector of all.flatMap((one) => Array(1 + (repeats.next().value ?? 0)).fill(one))) {
        const isNew = !distinct.has(vector.join());
        expect(add(Int32Array.from(vector))).toBe(isNew);
        if (isNew) distinct.set(vector.join(), { vector });
      }
      expect(store.size).toBe(distinct.size);
      const read = new Int32Array(width);
      [...distinct.values()].forEach(({ vector }, number) => {
        store.read(number, read);
        expect([...read]).toEqual(vector);
      });
    }),
  );
});

test('the greatest ids there are have room beside small ones', () => {
  const { store, add } = storeOf(3);
  for (const id of [2 ** 30, 2 ** 31 - 1]) {
    expect(add(Int32Array.of(2, 0, id))).toBe(true);
    expect(add(Int32Array.of(2, 0, id))).toBe(false);
  }
  expect(Math.max(...store.encoder.layout.bits)).toBe(31);
});

test('keys that are folded when there are many lose none, also of those that no sample holds', () => {
  const width = 6;
  const { store, add } = storeOf(width);
  const many = 60_000;
  // The ids fit side by side at first; then all grow at once.
  const vectorAt = (i: number) => {
    const most = i < 50_000 ? 1009 : 60_013;
    return Int32Array.from([1, 7919, 31, 337, 5, 77], (factor, slot) =>
      i < 50_000 ? (i * factor + Math.floor(i / (slot + 3))) % most : (i * factor) % most,
    );
  };
  for (let i = 0; i < many; i++)
    if (!add(vectorAt(i))) throw new Error(`state ${i} was taken for another`);
  expect(store.encoder.layout.folds.length).toBeGreaterThan(1);
  const read = new Int32Array(width);
  let lost = 0;
  for (let i = 0; i < many; i++) {
    store.read(i, read);
    if (read.join() !== vectorAt(i).join()) lost++;
  }
  expect(lost).toBe(0);
});

test('a store of many states grows without losing any', () => {
  const { store, add } = storeOf(3);
  const vector = new Int32Array(3);
  const many = 300_000;
  for (let i = 0; i < many; i++) {
    vector.set([i % 7, i, (i * 31) % 1000]);
    if (!add(vector)) throw new Error(`state ${i} was taken for another`);
  }
  let lost = 0;
  for (let i = 0; i < many; i++) {
    vector.set([i % 7, i, (i * 31) % 1000]);
    if (add(vector)) lost++;
  }
  expect([lost, store.size]).toEqual([0, many]);
  for (let i = 0; i < many; i += 997) {
    store.read(i, vector);
    expect([...vector]).toEqual([i % 7, i, (i * 31) % 1000]);
  }
});

test('a vector wider than a key has bits is folded', () => {
  const { store, add } = storeOf(200);
  const zero = new Int32Array(200);
  const one = Int32Array.from({ length: 200 }, (_, slot) => (slot === 150 ? 1 : 0));
  expect(add(zero)).toBe(true);
  expect(add(one)).toBe(true);
  expect(add(zero)).toBe(false);
  const read = new Int32Array(200);
  store.read(1, read);
  expect([...read]).toEqual([...one]);
});

test('keys are laid out anew when most of the order was forgotten', () => {
  const { store, add } = storeOf(2);
  const many = 150_000;
  for (let i = 0; i < many; i++) add(Int32Array.of(i, i % 3));
  forgetBefore(store.order, many - 1000);
  expect(bytesOfKeys(store.order)).toBeLessThan(8 * many);
  // Needs more bits than any before, so that all keys are written anew.
  expect(add(Int32Array.of(2 ** 30, 2 ** 30))).toBe(true);
  let lost = 0;
  for (let i = 0; i < many; i++) if (add(Int32Array.of(i, i % 3))) lost++;
  expect(lost).toBe(0);
  const read = new Int32Array(2);
  store.read(many - 1, read);
  expect([...read]).toEqual([many - 1, (many - 1) % 3]);
});
