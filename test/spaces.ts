import { expect } from 'vitest';
import { check } from '../checker/check.ts';
import type { ParameterValue } from '../checker/model/parameters.ts';
import { configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import { searching } from './reference/agreement.ts';

export type Settings = Readonly<Record<string, ParameterValue>>;

/** Nothing goes wrong. */
export const calm: Settings = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/** Bounds beside the default ones, with the exact size of the space; what cannot be reached there is named. */
export interface Space {
  readonly spec: Spec;
  readonly set: Settings;
  readonly states: number;
  readonly transitions?: number;
  readonly unreachable: readonly string[];
}

/** Expects that a space has its size, that everything holds in it, and that all is reached but what is named. */
export async function expectSpace(space: Space, symmetry = false): Promise<void> {
  const { spec, set, unreachable, states, transitions } = space;
  const result = await check(configure(spec, undefined, set), searching('bfs', { symmetry }));
  expect(result).toMatchObject({
    complete: true,
    states,
    ...(transitions !== undefined && { transitions }),
  });
  for (const { name, kind, status } of result.properties) {
    const sought = unreachable.includes(name) ? 'unreachable' : 'reached';
    expect([name, status]).toEqual([name, kind.startsWith('reachable') ? sought : 'holds']);
  }
}

/** Expects that a variant violates its property in a shortest counterexample of so many transitions. */
export async function expectLength(
  spec: Spec,
  variant: string,
  length: number | undefined,
  symmetry = false,
): Promise<void> {
  const { properties } = await check(configure(spec, variant), searching('bfs', { symmetry }));
  const target = properties.find(({ name }) => name === spec.variants[variant]?.violates);
  expect([target?.status, target?.path?.steps.length]).toEqual(['violated', length]);
}
