import type { SearchLimits, StrategyName } from '../explore/result.ts';

export const FORMATS = ['text', 'json'] as const;

export type Format = (typeof FORMATS)[number];

/** How one spec is to be checked. */
export interface CheckRequest {
  readonly command: 'check';
  readonly spec: string;
  readonly variant: string | undefined;
  readonly settings: Readonly<Record<string, string>>;
  readonly strategy: StrategyName;
  readonly seed: number;
  readonly symmetry: boolean;
  readonly limits: SearchLimits;
  /** Threads; as many as there are cores, unless said. */
  readonly workers: number | undefined;
  readonly compact: boolean;
  readonly format: Format;
}

/** How every spec and every variant, or those of one spec, are to be checked. */
export interface RegressionRequest {
  readonly command: 'regression';
  readonly spec: string | undefined;
  readonly limits: SearchLimits;
  readonly workers: number | undefined;
  readonly format: Format;
  /** Whether to rewrite the counterexamples rather than compare them. */
  readonly update: boolean;
}

/** What the user asks for. */
export type Request =
  | CheckRequest
  | RegressionRequest
  | { readonly command: 'list'; readonly format: Format }
  | { readonly command: 'replay'; readonly file: string }
  | { readonly command: 'help'; readonly text: string };
