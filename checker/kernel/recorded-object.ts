/**
 * An object whose fields are looked up, and so noted as read, when they are looked at, and cannot be written. One object a run
 * of a function: getters and closures made anew each time cost more than the run.
 */
export abstract class RecordedObject implements ProxyHandler<object> {
  protected abstract get names(): readonly string[];
  protected abstract hasField(name: string): boolean;
  /** The value of a field that there is. */
  protected abstract valueOf(name: string): unknown;

  get(_: object, name: string | symbol): unknown {
    return this.#isField(name) ? this.valueOf(name) : Reflect.get(Object.prototype, name);
  }

  has(_: object, name: string | symbol): boolean {
    return this.#isField(name) || Reflect.has(Object.prototype, name);
  }

  ownKeys(): string[] {
    return [...this.names];
  }

  getOwnPropertyDescriptor(_: object, name: string | symbol): PropertyDescriptor | undefined {
    if (!this.#isField(name)) return undefined;
    const value = this.valueOf(name);
    return { enumerable: true, configurable: true, writable: false, value };
  }

  set(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot assign to read only property '${String(name)}' of a state`);
  }

  defineProperty(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot define property ${String(name)} of a state`);
  }

  deleteProperty(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot delete property '${String(name)}' of a state`);
  }

  #isField(name: string | symbol): name is string {
    return typeof name === 'string' && this.hasField(name);
  }
}
