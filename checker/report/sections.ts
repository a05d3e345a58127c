import type { CheckResult, PropertyResult, StrategyName } from '../explore/result.ts';
import { FAULTS } from '../faults/faults.ts';
import { count, counted, duration, perSecond } from './figures.ts';
import { clip, hanging, WIDTH, widest, wrap } from './layout.ts';
import type { Answer } from './outcome.ts';
import type { Paint } from './paint.ts';

const STRATEGY: Record<StrategyName, string> = {
  bfs: 'breadth-first',
  dfs: 'depth-first',
  random: 'random walks',
};

/** Under which parameters, bounds, faults and network, and how it was searched. */
export function circumstances({ result, kind, seed }: Answer): readonly string[] {
  const values = new Map(Object.entries(result.parameters));
  const network = values.get('network');
  const budgets = FAULTS.flatMap((fault) => {
    const budget = values.get(fault);
    return typeof budget === 'number' && budget > 0 ? [`${fault} ${budget}`] : [];
  });
  for (const name of [...FAULTS, 'network', ...result.limits.map(({ name }) => name)])
    values.delete(name);
  const parameters = [...values].map(([name, value]) => `${name}=${value}`);
  const bounds = result.limits.map(({ name, limit }) => `${name} ≤ ${limit}`);
  const search = [
    STRATEGY[result.strategy],
    ...(result.strategy === 'random' ? [`seed ${seed}`] : []),
    counted(result.workers, 'worker'),
    result.symmetry === false
      ? 'no symmetry reduction'
      : `symmetry reduced (${count(result.symmetry.group)} permutations)`,
    ...(result.rising ? ['numbers modulo shift'] : []),
  ];
  return [
    ...(parameters.length > 0 ? listed('parameters', parameters, ' ') : []),
    ...listed('bounds', bounds.length > 0 ? bounds : ['none']),
    ...(kind === 'system'
      ? []
      : [
          ...listed('faults', budgets.length > 0 ? budgets : ['none']),
          ...listed('network', [String(network)]),
        ]),
    ...listed('search', search),
  ];
}

/** A heading and a list behind it, broken only between items. */
function listed(heading: string, items: readonly string[], separator = ', '): readonly string[] {
  const glued = items.map((item) => item.replaceAll(' ', '\u00a0')).join(separator);
  return hanging(`  ${heading.padEnd(12)}`, glued).map((line) => line.replaceAll('\u00a0', ' '));
}

/** One line a property: what became of it. */
export function properties(result: CheckResult, paint: Paint): readonly string[] {
  const wide = Math.min(64, widest(result.properties.map(({ name }) => name)));
  return result.properties.map((property) => {
    const [mark, colour] = markOf(property, paint);
    const status = colour(clip(statusOf(property), 30));
    return `  ${colour(mark)} ${clip(property.name, wide).padEnd(wide)}  ${status}`;
  });
}

function markOf({ status }: PropertyResult, paint: Paint): readonly [string, Paint['green']] {
  switch (status) {
    case 'holds':
    case 'reached':
      return ['✓', paint.green];
    case 'violated':
    case 'unreachable':
      return ['✗', paint.red];
    case 'undecided':
      return ['?', paint.yellow];
  }
}

function statusOf({ status, kind, path, reason }: PropertyResult): string {
  if (path?.loop !== undefined) return `violated: ${runOf(path.steps.length, path.loop)}`;
  const steps = path === undefined ? '' : counted(path.steps.length, 'step');
  switch (status) {
    case 'reached':
      return steps === '' ? 'reached' : `reached in ${steps}`;
    case 'violated':
      return steps === '' ? 'violated' : `violated after ${steps}`;
    case 'unreachable':
      return 'never reached';
    case 'undecided':
      if (reason !== undefined) return 'not decided within the bounds';
      return kind.startsWith('reachable') ? 'not reached so far' : 'undecided';
    case 'holds':
      return 'holds';
  }
}

/** A run for ever, in few words. */
const runOf = (steps: number, loop: number): string =>
  loop === steps
    ? `stops after ${counted(steps, 'step')}`
    : `stem ${count(loop)}, cycle ${count(steps - loop)}`;

/** How often each action and fault was taken; what never was is said last, and loudly. */
export function coverage(result: CheckResult, paint: Paint): readonly string[] {
  const taken = result.actions.filter(({ taken }) => taken > 0);
  const never = result.actions.filter(({ taken }) => taken === 0).map(({ name }) => name);
  const when = result.complete ? 'Never taken' : 'Not taken so far';
  const warning =
    never.length === 0
      ? []
      : hanging(
          '  ! ',
          `${when}: ${never.join(', ')}. What follows from ${never.length === 1 ? 'it' : 'them'} is untested.`,
        );
  return [
    ...aligned(taken.map(({ name, taken }) => [name, taken] as const)),
    ...warning.map((line) => paint.bold(paint.yellow(line))),
  ];
}

/** Which bound cut how many transitions. */
export const cuts = ({ limits }: CheckResult): readonly string[] =>
  aligned(limits.map(({ name, limit, cut }) => [`${name} ≤ ${limit}`, cut] as const));

/** Names and numbers in as many columns as there is room for, read downward. */
function aligned(rows: readonly (readonly [string, number])[]): readonly string[] {
  const names = widest(rows.map(([name]) => name));
  const numbers = widest(rows.map(([, number]) => count(number)));
  const cells = rows.map(
    ([name, number]) => `${name.padEnd(names)}  ${count(number).padStart(numbers)}`,
  );
  const columns = Math.max(1, Math.min(3, Math.floor((WIDTH + 2) / (names + numbers + 8))));
  const height = Math.ceil(cells.length / columns);
  return Array.from({ length: height }, (_, row) =>
    clip(`  ${cells.filter((_, index) => index % height === row).join('      ')}`, WIDTH),
  );
}

/** The size and the cost of the search. */
export function figures(result: CheckResult): readonly string[] {
  const { states, transitions, seconds, modelRuns, modelRunsElsewhere = 0 } = result;
  const elsewhere =
    modelRunsElsewhere > 0 ? `, ${count(modelRunsElsewhere)} shared out among threads` : '';
  const each = modelRuns > 0 ? Math.floor(transitions / modelRuns) : 0;
  const share = each > 1 ? `, one for ${counted(each, 'transition')}` : '';
  return [
    ...found(result),
    `${duration(seconds)}, ${count(perSecond(states, seconds))} states/s, ${count(perSecond(transitions, seconds))} transitions/s, ${bytes(result.bytesPerState)} a state`,
    `${counted(modelRuns, 'run')} of model functions${elsewhere}${share}`,
  ].flatMap((line) => wrap(line, WIDTH - 2).map((part) => `  ${part}`));
}

/** How much was found; of representatives also how many states they stand for. */
function found({ states, transitions, depth, symmetry }: CheckResult): readonly string[] {
  const rest = `${counted(transitions, 'transition')}, depth ${count(depth)}`;
  if (symmetry === false) return [`${counted(states, 'distinct state')}, ${rest}`];
  return [
    `${counted(states, 'state')} (orbits); they stand for ${count(symmetry.unreduced)}`,
    rest,
  ];
}

const bytes = (value: number): string =>
  value < 1000 ? `${value.toFixed(1)} bytes` : counted(Math.round(value), 'byte');
