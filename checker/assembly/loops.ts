import { readFileSync } from 'node:fs';
import type { LinearMemory } from './linear-memory.ts';

/** The compiled loops, which work in one memory. */
export interface Loops {
  /** Where the context is that `read` and `expand` work with, as an address. */
  use(context: number): void;
  /** See `source/expand.ts`. */
  read(): void;
  expand(from: number, to: number): number;
  stabilizers(from: number): number;
  /** See `source/plain.ts`. */
  usePlain(plain: number): void;
  readPlain(): void;
  expandPlain(from: number, to: number): number;
  /** See `source/sieve.ts`. */
  sift(
    recent: number,
    mask: number,
    rowKeys: number,
    from: number,
    to: number,
    candidateKeys: number,
    candidateRows: number,
    count: number,
  ): number;
  /** See `source/numbering.ts`. */
  writeNewTo(keys: number, labels: number, parents: number, arrivals: number, room: number): void;
  takeFrom(
    keys: number,
    labels: number,
    arrivals: number,
    fresh: number,
    from: number,
    to: number,
  ): void;
  ofStates(first: number, end: number, ends: number, children: number, childrenRoom: number): void;
  takeNew(before: number, next: number, hasEnds: boolean): number;
  countLabels(from: number, to: number, labels: number, counts: number, known: number): number;
  /** See `source/key-set.ts`. All that is named after a place is an address. */
  begin(
    keys: number,
    marks: number,
    places: number,
    aside: number,
    asideRoom: number,
    table: number,
    leastHash: number,
  ): void;
  resize(buckets: number, bucketsOfHash: number, more: number): void;
  roomLeft(): number;
  addKeys(from: number, to: number): number;
  findKeys(count: number): void;
  moveUp(before: number): number;
  countAside(): number;
  putBack(count: number): void;
}

const FILE = new URL('../assembly/loops.wasm', import.meta.url);

let compiled: WebAssembly.Module | undefined;

/** The loops as the engine has compiled them. Another thread that is given them need not do so again. */
export function compiledLoops(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(FILE));
  return compiled;
}

/** Works with loops that another thread has compiled. */
export function takeLoops(loops: WebAssembly.Module): void {
  compiled = loops;
}

/** The loops, for one memory. They are compiled once, when they are asked for first. */
export function loopsIn({ memory }: LinearMemory): Loops {
  const { exports } = new WebAssembly.Instance(compiledLoops(), { env: { memory } });
  // A test compiles the source and expects this very module.
  return exports as unknown as Loops;
}
