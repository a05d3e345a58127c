import { isCollection, isKeyed, Record } from 'immutable';
import { Rising } from '../../checker/model/rising.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';

/** All numbers of a family in a value, in no order, but those that are none. */
export function numbersOf(family: string, value: unknown): readonly number[] {
  if (value instanceof Rising) {
    const number = Number(value);
    return value.family === family && number >= 0 ? [number] : [];
  }
  return partsOf(value).flatMap((part) => numbersOf(family, part));
}

/** A value with all numbers of a family lower. */
export function lowered(family: string, by: number, value: unknown): unknown {
  if (value instanceof Rising) {
    const number = Number(value);
    return value.family === family && number >= 0 ? Rising.at(family, number - by) : value;
  }
  const inner = (part: unknown) => lowered(family, by, part);
  if (typeof value !== 'object' || value === null) return value;
  if (Record.isRecord(value))
    return Object.entries(value.toObject()).reduce(
      (lower, [name, part]) => lower.set(name, inner(part)),
      value,
    );
  if (isKeyed(value)) return value.mapEntries(([key, part]) => [inner(key), inner(part)]);
  if (isCollection(value)) return value.map(inner);
  if (Array.isArray(value)) return value.map(inner);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inner(part)]));
}

function partsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Record.isRecord(value)) return Object.values(value.toObject());
  if (isKeyed(value)) return value.toArray().flat();
  if (isCollection(value)) return value.toArray();
  return Array.isArray(value) ? value : Object.values(value);
}

/** A state whose numbers of each family are lower by a multiple of `round`, such that the least is below that. */
export function fromFirst<State>({ bounds }: Configuration, state: State, round = 1): State {
  return bounds.reduce((lower: State, { measure }) => {
    if (measure.over !== 'spread') return lower;
    const numbers = numbersOf(measure.family, lower);
    const least = numbers.length === 0 ? 0 : Math.min(...numbers);
    return lowered(measure.family, least - (least % round), lower) as State;
  }, state);
}
