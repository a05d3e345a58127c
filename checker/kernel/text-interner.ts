/** Numbers values from 0 up by texts that tell them apart. */
export class TextInterner<Value> {
  readonly #values: Value[] = [];
  readonly #ids = new Map<string, number>();

  get size(): number {
    return this.#values.length;
  }

  /** The number of the value with a text, which is made if it is new. */
  idOf(text: string, make: () => Value): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#values.length);
    return this.#values.push(make()) - 1;
  }

  valueOf(id: number): Value {
    // Numbers are only ever made above.
    return this.#values[id]!;
  }
}
