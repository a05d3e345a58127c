import { Packing } from './packing.ts';
import { PairInterner } from './pair-interner.ts';

/**
 * Vectors of ids to 64-bit keys and back, one to one. Where the ids fit side by side they are packed;
 * where they do not, neighbours are first folded: a pair of ids is interned as one id, as often as it
 * takes (tree compression: Laarman, van de Pol, Weber, "Parallel Recursive State Compression for
 * Free", SPIN 2011). Exact in either case.
 */
export class Encoder {
  /** For each time that neighbours are folded, one interner for each two neighbours. */
  readonly #folds: readonly (readonly PairInterner[])[];
  readonly #width: number;
  /** The vector after folding; its first `#fields` ids are packed. */
  readonly #folded: Int32Array;
  readonly #fields: number;
  /** The greatest id that `measure` saw in each field. */
  readonly #most: Int32Array;
  #packing: Packing | undefined;

  private constructor(width: number, folds: readonly (readonly PairInterner[])[]) {
    this.#width = width;
    this.#folds = folds;
    this.#folded = new Int32Array(width);
    this.#fields = fieldsAfter(folds.length, width);
    this.#most = new Int32Array(this.#fields);
  }

  /** An encoder for vectors of `width` ids that are all small, with as few folds as it takes. */
  static ofWidth(width: number): Encoder {
    let encoder = new Encoder(width, []);
    while (!encoder.layOut()) encoder = encoder.folded();
    return encoder;
  }

  get high(): number {
    return this.#packing?.high ?? 0;
  }

  get low(): number {
    return this.#packing?.low ?? 0;
  }

  /** Makes the key of a vector; false if an id is too large for the layout. */
  encode(vectors: Int32Array, at: number): boolean {
    if (this.#packing === undefined) return false;
    if (this.#folds.length === 0) return this.#packing.pack(vectors, at);
    this.#fold(vectors, at);
    return this.#packing.pack(this.#folded, 0);
  }

  /** Writes the vector of a key that this encoder made. */
  decode(high: number, low: number, into: Int32Array, at: number): void {
    this.#packing?.unpack(high, low, into, at);
    for (let fold = this.#folds.length - 1; fold >= 0; fold--) this.#unfold(fold, into, at);
  }

  /** Takes note of a vector that the layout is to have room for. */
  measure(vectors: Int32Array, at: number): void {
    this.#fold(vectors, at);
    for (let field = 0; field < this.#fields; field++) {
      this.#most[field] = Math.max(this.#most[field]!, this.#folded[field]!);
    }
  }

  /** Lays out the fields for what was measured; false if that is more than a key holds. */
  layOut(): boolean {
    this.#packing = Packing.for(this.#most);
    return this.#packing !== undefined;
  }

  /** The same folds, to be laid out anew. */
  relaid(): Encoder {
    return new Encoder(this.#width, this.#folds);
  }

  /** One more fold of neighbours, to be laid out anew. */
  folded(): Encoder {
    const interners = Array.from({ length: this.#fields >> 1 }, () => new PairInterner());
    return new Encoder(this.#width, [...this.#folds, interners]);
  }

  get bytes(): number {
    return this.#folds.flat().reduce((sum, interner) => sum + interner.bytes, 0);
  }

  #fold(vectors: Int32Array, at: number): void {
    const folded = this.#folded;
    for (let i = 0; i < this.#width; i++) folded[i] = vectors[at + i]!;
    let fields = this.#width;
    for (const interners of this.#folds) {
      for (let pair = 0; pair < interners.length; pair++) {
        folded[pair] = interners[pair]!.idOf(folded[2 * pair]!, folded[2 * pair + 1]!);
      }
      if (fields % 2 === 1) folded[fields >> 1] = folded[fields - 1]!;
      fields = (fields + 1) >> 1;
    }
  }

  /** Undoes a fold in place, from the last pair to the first, so that nothing is written over unread. */
  #unfold(fold: number, into: Int32Array, at: number): void {
    const interners = this.#folds[fold]!;
    const fields = fieldsAfter(fold, this.#width);
    if (fields % 2 === 1) into[at + fields - 1] = into[at + (fields >> 1)]!;
    for (let pair = interners.length - 1; pair >= 0; pair--) {
      const id = into[at + pair]!;
      into[at + 2 * pair] = interners[pair]!.first(id);
      into[at + 2 * pair + 1] = interners[pair]!.second(id);
    }
  }
}

/** How many fields are left of `width` when neighbours have been folded `folds` times. */
const fieldsAfter = (folds: number, width: number): number => Math.ceil(width / 2 ** folds);
