/**
 * The name of one process, as an opaque value: it can be compared with `===`, kept in sets and maps,
 * sent in messages and written into text, but neither ordered nor counted with. So the checker may
 * rename processes inside any state or message without changing what the model means. Ids of one role and
 * name are one value, also in different models: a protocol and the abstract system that it refines.
 */
export class ProcessId {
  static readonly #known = new Map<string, ProcessId>();
  /** The ids that are written alike: those of one number in several roles may be. */
  static readonly #written = new Map<string, readonly ProcessId[]>();
  readonly role: string;
  readonly #text: string;
  readonly #hash: number;

  private constructor(role: string, text: string) {
    this.role = role;
    this.#text = text;
    this.#hash = hashText(text);
    Object.freeze(this);
  }

  /**
   * The ids of `count` processes of a role: `server-1`, `server-2`, or just `server` where there is one. The same ids
   * each time.
   */
  static family(role: string, count: number): readonly ProcessId[] {
    return Array.from({ length: count }, (_, index) =>
      ProcessId.#named(role, count === 1 ? '' : `-${index + 1}`),
    );
  }

  static #named(role: string, number: string): ProcessId {
    const text = `${role}${number}`;
    const key = `${role}/${text}`;
    const known = ProcessId.#known.get(key);
    if (known !== undefined) return known;
    const made = new ProcessId(role, text);
    ProcessId.#known.set(key, made);
    ProcessId.#written.set(text, [...(ProcessId.#written.get(text) ?? []), made]);
    return made;
  }

  /** The id that is written like this, of those made so far; undefined if there is none, or if ids of several roles are written so. */
  static known(text: string): ProcessId | undefined {
    const written = ProcessId.#written.get(text);
    return written?.length === 1 ? written[0] : undefined;
  }

  /** The id of the same number in another role, as the process is called in another model. */
  as(role: string): ProcessId {
    return ProcessId.#named(role, this.#text.slice(this.role.length));
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }

  /** For Immutable.js: the same in every run, so that collections are laid out the same in every run. */
  hashCode(): number {
    return this.#hash;
  }

  equals(other: unknown): boolean {
    return this === other;
  }

  /** @throws TypeError when the id is ordered (`a < b`) or counted with: ids have no order. */
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.#text;
    throw new TypeError(
      `process id ${this.#text} was used as a number or in an order; ids can only be compared with ===`,
    );
  }
}

function hashText(text: string): number {
  let hash = 17;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  return hash;
}
