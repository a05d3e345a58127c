import { type Json, textOf } from '../model/canonical.ts';
import { readable } from './readable.ts';
import { isList, isObject, type JsonObject } from './shape.ts';

/** A place where a trace and the model disagree, and what each says there. */
export interface Mismatch {
  readonly place: string;
  readonly trace: string;
  readonly model: string;
}

/** The innermost places in which two forms differ. */
export function mismatches(trace: Json, model: Json, place: string): readonly Mismatch[] {
  if (textOf(trace) === textOf(model)) return [];
  if (isObject(trace) && isObject(model)) return inObjects(trace, model, place);
  if (isList(trace) && isList(model) && trace.length === model.length)
    return trace.flatMap((item, index) =>
      mismatches(item, model[index] ?? null, `${place}[${index}]`),
    );
  return [{ place, trace: readable(trace), model: readable(model) }];
}

function inObjects(trace: JsonObject, model: JsonObject, place: string): readonly Mismatch[] {
  const names = Object.keys({ ...trace, ...model });
  return names.flatMap((name) => {
    const at = place === '' ? name : `${place}.${name}`;
    const [old, now] = [trace[name], model[name]];
    return old === undefined || now === undefined ? lonely(at, old, now) : mismatches(old, now, at);
  });
}

/** A member that only one of two objects has. */
function lonely(place: string, trace: Json | undefined, model: Json | undefined): Mismatch[] {
  if (trace === undefined && model === undefined) return [];
  const text = (form: Json | undefined) => (form === undefined ? 'missing' : readable(form));
  return [{ place, trace: text(trace), model: text(model) }];
}
