import { ModelError } from '../errors.ts';
import {
  COMMON_FAULTS,
  type Environment,
  FAULTS,
  type Fault,
  type Ignored,
  type NetworkOrder,
  type Partitions,
  type Roles,
} from '../faults/faults.ts';
import { choice, integer, type Parameter, type ParameterValue } from '../model/parameters.ts';

/** What a spec can say of the environment of a protocol. */
export interface EnvironmentDefinition<RoleName extends string> {
  readonly network?: NetworkOrder;
  /** What becomes of a message that its receiver ignores; it is received, unless said. */
  readonly ignored?: Ignored;
  /** How often each fault may happen; none, unless said. One that is not common is a parameter only if it is named. */
  readonly faults?: { readonly [F in Fault]?: number };
  /** The roles whose processes may crash; all, unless said. */
  readonly crashing?: readonly RoleName[];
  /** The roles whose processes may be paused; all, unless said. */
  readonly pausing?: readonly RoleName[];
  /** The roles whose clocks may jump; all, unless said. */
  readonly jumping?: readonly RoleName[];
  /** The roles whose processes may be cut off by a partition; all, unless said. */
  readonly partitioning?: readonly RoleName[];
  /** The roles whose processes may become Byzantine; all that declare an alphabet, unless said. */
  readonly lying?: readonly RoleName[];
  /** What a partition cuts: both ways between two sides, unless said. */
  readonly partitions?: Partitions;
  /** By how many ticks a clock jumps at most; 1, unless said. */
  readonly jumpBy?: number;
  /** Whether messages arrive and timers are served within a tick; not, unless said. */
  readonly synchronous?: boolean;
  /** By how many ticks clocks may deviate from true time; not at all, unless said. */
  readonly drift?: number;
}

/** What a variant or the command line can set of it. */
export type EnvironmentSettings = { readonly [F in Fault]?: number } & {
  readonly network?: NetworkOrder;
  readonly jumpBy?: number;
  readonly synchronous?: boolean;
  readonly drift?: number;
};

/** What of it is fixed by the spec. */
export type EnvironmentChoices = Pick<
  Environment,
  'ignored' | 'crashing' | 'pausing' | 'jumping' | 'partitioning' | 'lying' | 'partitions'
>;

/** The largest budget of a fault; all combinations of counts must fit a small table. */
const MOST_FAULTS = 30;

/** The most ticks that a clock may jump or deviate by. */
const MOST_TICKS = 100;

/** The parameters of the environment: the common ones, and those that the spec or one of its variants speaks of. */
export function environmentParameters(
  definition: EnvironmentDefinition<string>,
  settings: readonly Readonly<Record<string, ParameterValue>>[],
): readonly (readonly [string, Parameter])[] {
  const { faults = {}, network, jumpBy = 1, synchronous = false, drift = 0 } = definition;
  const speaksOf = (name: string) =>
    Object.hasOwn(definition, name) || settings.some((set) => Object.hasOwn(set, name));
  const isThere = (fault: Fault) =>
    COMMON_FAULTS.some((common) => common === fault) ||
    faults[fault] !== undefined ||
    settings.some((set) => Object.hasOwn(set, fault));
  const ticks = { from: 0, to: MOST_TICKS };
  return [
    ...FAULTS.filter(isThere).map(
      (fault) => [fault, integer(faults[fault] ?? 0, { from: 0, to: MOST_FAULTS })] as const,
    ),
    ...(isThere('jump') ? [['jumpBy', integer(jumpBy, { ...ticks, from: 1 })] as const] : []),
    ...(speaksOf('synchronous')
      ? [['synchronous', { type: 'flag', default: synchronous }] as const]
      : []),
    ...(speaksOf('drift') ? [['drift', integer(drift, ticks)] as const] : []),
    ['network', networkParameter(network)] as const,
  ];
}

const networkParameter = (network: NetworkOrder = 'unordered') =>
  network === 'unordered' ? choice('unordered', 'fifo') : choice('fifo', 'unordered');

/** What of the environment a spec fixes, with what it is unless said. */
export const environmentChoices = ({
  ignored = 'received',
  crashing = 'all',
  pausing = 'all',
  jumping = 'all',
  partitioning = 'all',
  lying = 'all',
  partitions = 'symmetric',
}: Partial<EnvironmentChoices>): EnvironmentChoices => ({
  ignored,
  crashing,
  pausing,
  jumping,
  partitioning,
  lying,
  partitions,
});

const WORDS = [
  'network',
  'ignored',
  'faults',
  'crashing',
  'pausing',
  'jumping',
  'partitioning',
  'lying',
  'partitions',
  'jumpBy',
  'synchronous',
  'drift',
] as const satisfies readonly (keyof EnvironmentDefinition<string>)[];

/** @throws ModelError if a plain system is given an environment. */
export function refuseEnvironment(model: string, definition: EnvironmentDefinition<string>): void {
  if (WORDS.every((word) => definition[word] === undefined)) return;
  throw new ModelError(
    `${model}: a plain system has no network and no processes that crash; leave faults out.`,
  );
}

/** The roles that an environment names, each with the word it stands behind. */
export const rolesNamed = (
  environment: Environment,
): readonly { readonly what: string; readonly role: string }[] =>
  (['crashing', 'pausing', 'jumping', 'partitioning', 'lying'] as const).flatMap((what) => {
    const roles: Roles = environment[what];
    return roles === 'all' ? [] : roles.map((role) => ({ what, role }));
  });
