import type { Spec } from '../spec/spec.ts';
import { counted } from './figures.ts';
import { clip, WIDTH, widest } from './layout.ts';

/** Every spec, one line each: its name, how many variants it has, what it is about. */
export function listing(specs: readonly Spec[]): string {
  const rows = specs.map((spec) => ({
    name: spec.name,
    variants: counted(Object.keys(spec.variants).length, 'variant'),
    about: spec.about,
  }));
  const names = widest(rows.map(({ name }) => name));
  const counts = widest(rows.map(({ variants }) => variants));
  return rows
    .map(({ name, variants, about }) =>
      clip(`${name.padEnd(names)}  ${variants.padStart(counts)}  ${about}`, WIDTH).trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** The same for `--format json`. */
export const jsonListing = (specs: readonly Spec[]): object => ({
  specs: specs.map(({ name, about, properties, parameters, variants }) => ({
    name,
    about,
    properties: properties.map((property) => property.name),
    parameters,
    variants: Object.entries(variants).map(([variant, { violates }]) => ({
      name: variant,
      violates,
    })),
  })),
});
