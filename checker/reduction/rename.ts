import { ProcessId } from '../model/process-id.ts';
import { replace } from '../model/replace.ts';

/** What each id is called after a renaming. */
export type NewName = (id: ProcessId) => ProcessId;

/** A value with every id in it replaced, wherever it is. */
export const rename = (value: unknown, newName: NewName): unknown =>
  replace(value, (one) => (one instanceof ProcessId ? newName(one) : one));
