import { type Json, textOf } from '../model/canonical.ts';

/** What stands for an id in a blurred form; undefined where its own name stays. */
export type Blur = (name: string) => string | undefined;

/**
 * A canonical form in which ids are blurred: those that cannot be told apart any more are written alike. What has
 * no order (maps, sets) is sorted afterwards, so that two forms that differ only in blurred names are equal.
 */
export function blurred(form: Json, blur: Blur): Json {
  if (typeof form !== 'object' || form === null) return form;
  if (isArray(form)) return form.map((item) => blurred(item, blur));
  const id = form['#id'];
  if (typeof id === 'string') return { '#id': blur(id) ?? id };
  return Object.fromEntries(
    Object.entries(form).map(([name, item]): [string, Json] => {
      const inner = blurred(item, blur);
      const isUnordered = name === '#map' || name === '#set';
      return [name, isUnordered && isArray(inner) ? sortedByText(inner) : inner];
    }),
  );
}

/** Forms in the order of their texts. */
export const sortedByText = (forms: readonly Json[]): readonly Json[] =>
  forms
    .map((form) => ({ form, text: textOf(form) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ form }) => form);

/** `Array.isArray` does not narrow a readonly array. */
const isArray = (form: Json): form is readonly Json[] => Array.isArray(form);
