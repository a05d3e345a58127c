import type { PropertyResult, Stop } from '../explore/result.ts';
import { inShort, lengthText } from '../trace/wording.ts';
import { count, counted } from './figures.ts';
import { type Answer, expectationOf, failed, foremost } from './outcome.ts';

/** The verdict in a word. */
export const WORDS = {
  holds: 'HOLDS',
  violated: 'VIOLATED',
  inconclusive: 'INCONCLUSIVE',
} as const;

/** What the verdict means, in sentences: each a paragraph. Only a complete search says that anything holds. */
export function meaningOf(answer: Answer): readonly string[] {
  switch (answer.result.outcome) {
    case 'holds':
      return [...wholeSpace(answer), ...surprise(answer)];
    case 'violated':
      return [
        ...foremostFailure(answer),
        ...otherFailures(answer),
        ...surprise(answer),
        ...unfinished(answer),
        ...notDecided(answer),
      ];
    case 'inconclusive':
      if (answer.result.complete && answer.result.stopped === undefined) return notDecided(answer);
      return [
        `${shortfall(answer)} What was covered shows no violation; what was not covered may have one.`,
      ];
  }
}

/** How a result compares with what the variant must break, for behind the headline. */
export function remark(answer: Answer): string | undefined {
  switch (expectationOf(answer)) {
    case 'as expected':
      return 'as expected';
    case 'another violated':
    case 'not violated':
      return 'NOT as expected';
    default:
      return undefined;
  }
}

function wholeSpace({ result }: Answer): readonly string[] {
  const witnesses = result.properties.some(({ status }) => status === 'reached');
  const found = witnesses ? ' and every witness was found' : '';
  return [
    `Every state within the bounds below was searched: no property is violated${found}. ` +
      'Nothing is said of what lies beyond them.',
  ];
}

function foremostFailure(answer: Answer): readonly string[] {
  const property = foremost(answer);
  return property === undefined ? [] : [failureOf(property, answer)];
}

function failureOf(property: PropertyResult, { result }: Answer): string {
  if (property.status === 'unreachable')
    return `"${property.name}" is never reached, in any state within the bounds below. What depends on it was never tested.`;
  const length = property.path?.steps.length ?? 0;
  if (property.path?.loop !== undefined)
    return `"${property.name}" is violated by a fair run for ever (${lengthText(length, property.path.loop)}): ${property.reason}.`;
  const shortest = result.strategy === 'bfs' ? '; there is no shorter way' : '';
  const reason =
    property.reason === undefined ? '.' : `: ${inShort(property.reason).replace(/\.?$/, '.')}`;
  return `"${property.name}" is violated after ${counted(length, 'step')}${shortest}${reason}`;
}

/** Liveness that the bounds leave open. */
const notDecided = ({ result }: Answer): readonly string[] =>
  result.properties.flatMap(({ name, status, reason }) =>
    status === 'undecided' && reason !== undefined
      ? [`"${name}" is not decided within the bounds: ${reason}.`]
      : [],
  );

function otherFailures(answer: Answer): readonly string[] {
  const drawn = foremost(answer);
  const others = answer.result.properties.filter(
    (property) => failed(property) && property !== drawn,
  );
  return others.map((property) => failureOf(property, answer));
}

function surprise(answer: Answer): readonly string[] {
  const expected = `The variant ${answer.result.variant} must violate "${answer.violates}"`;
  switch (expectationOf(answer)) {
    case 'another violated':
      return [`${expected}; that was not found.`];
    case 'not violated':
      return [`${expected}, but within these bounds it does not.`];
    default:
      return [];
  }
}

/** Said so that nobody takes the rest as searched. */
function unfinished(answer: Answer): readonly string[] {
  if (answer.result.complete) return [];
  const why =
    answer.result.stopped === undefined ? 'The search ended there' : shortfall(answer).slice(0, -1);
  return [`${why}; the other properties are undecided.`];
}

/** Why a search ended early, and what lets it go further. */
function shortfall({ result, limits, seed }: Answer): string {
  const reasons: Record<Stop, string> = {
    states: `The search was cut short by the limit of ${counted(limits.states ?? result.states, 'state')}; --max-states raises it.`,
    depth: `The search was cut short by the limit of ${counted(limits.depth ?? result.depth, 'transition')} in depth; --max-depth raises it.`,
    time: `The search was cut short by the limit of ${counted(limits.seconds ?? result.seconds, 'second')}; --max-seconds raises it.`,
    memory: `The search ran out of memory${limits.megabytes === undefined ? '' : `: it may take ${count(limits.megabytes)} MB`}; --memory raises the limit, NODE_OPTIONS=--max-old-space-size that of JavaScript's own heap.`,
    interrupted: 'The search was interrupted.',
    'a worker thread ended':
      'A worker thread ended before the search did, so it went no further; --workers 1 does without.',
    'random walks never end': `Random walks from seed ${seed} sample the states and never cover them all.`,
  };
  return result.stopped === undefined ? 'The search is not complete.' : reasons[result.stopped];
}
