import { UsageError } from '../errors.ts';
import { unknown } from '../spec/configuration.ts';
import type { Spec } from '../spec/spec.ts';

/**
 * The spec of a name.
 * @throws UsageError with the nearest name where there is none.
 */
export function specNamed(specs: readonly Spec[], name: string): Spec {
  const spec = specs.find((one) => one.name === name);
  if (spec !== undefined) return spec;
  throw new UsageError(
    unknown(
      'spec',
      name,
      specs.map((one) => one.name),
    ),
  );
}
