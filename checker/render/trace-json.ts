import { UsageError } from '../errors.ts';
import type { Json } from '../model/canonical.ts';
import { isList, isObject, type JsonObject } from '../trace/shape.ts';
import type { Trace, TraceStep } from '../trace/trace.ts';
import { prettyJson } from './pretty-json.ts';

/** The text of a trace file. */
export function traceToJson(trace: Trace): string {
  const { format, spec, variant, parameters, property, loop, rises, fairness, calls, ...shown } =
    trace;
  const { processes, initial, abstract, steps, ...others } = shown;
  const file = {
    ...{ format, spec, variant, parameters, property },
    ...(fairness === undefined ? {} : { fairness }),
    ...(loop === undefined ? {} : { loop }),
    ...(rises === undefined ? {} : { rises }),
    ...(calls === undefined ? {} : { calls }),
    ...{ processes, initial },
    ...(abstract === undefined ? {} : { abstract }),
    steps: steps.map(stepInOrder),
    ...others,
  };
  // Traces are JSON by their types; only optional members keep TypeScript from seeing it.
  return `${prettyJson(file as unknown as Json)}\n`;
}

function stepInOrder({ transition, changed, sent, sentAt, ...rest }: TraceStep): object {
  const origin = sentAt === undefined ? {} : { sentAt };
  return { transition: kindFirst(transition), ...origin, changed, sent, ...rest };
}

/** The members of a transition in one order, however it was built. */
function kindFirst(transition: TraceStep['transition']): object {
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(transition));
  const order = new Set([
    'kind',
    'process',
    'action',
    'timer',
    'member',
    'from',
    'message',
    ...given.keys(),
  ]);
  return Object.fromEntries(
    [...order].filter((key) => given.has(key)).map((key) => [key, given.get(key)]),
  );
}

/**
 * Reads the text of a trace file. What it does not know of it keeps, so that a replay will object.
 * @throws UsageError in one line, naming the place that is not as in a trace.
 */
export function traceFromJson(text: string): Trace {
  const json = parse(text);
  if (!isObject(json)) throw malformed('it is not a JSON object');
  if (json['format'] !== 'holds-trace/1') throw malformed('its "format" is not "holds-trace/1"');
  for (const [name, [shape, test]] of Object.entries(MEMBERS)) {
    if (!test(json[name])) throw malformed(`its "${name}" is not ${shape}`);
  }
  const steps = json['steps'];
  if (steps === undefined || !isList(steps)) throw malformed('its "steps" is not a list');
  for (const [index, step] of steps.entries()) refuseMalformedStep(step, index + 1);
  // Every member was found to be of its type, just above.
  return json as unknown as Trace;
}

function parse(text: string): Json {
  try {
    const json: Json = JSON.parse(text);
    if (depthBeyond(json, DEEPEST)) throw malformed('it is nested too deeply');
    return json;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw malformed(`it is not JSON (${firstLine(error.message)})`);
    throw error;
  }
}

const DEEPEST = 200;

const depthBeyond = (json: Json, depth: number): boolean => {
  if (typeof json !== 'object' || json === null) return false;
  const parts: readonly Json[] = Object.values(json);
  return depth === 0 || parts.some((part) => depthBeyond(part, depth - 1));
};

type Test = (value: Json | undefined) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isNumber: Test = (value) => typeof value === 'number' && Number.isInteger(value);
const isScalar: Test = (value) => ['string', 'number', 'boolean'].includes(typeof value);
const isMessage: Test = (value) => isObject(value) && isText(value['kind']);
const isPresent: Test = (value) => value !== undefined;
const listOf =
  (test: Test): Test =>
  (value) =>
    value !== undefined && isList(value) && value.every(test);
const has =
  (members: Readonly<Record<string, Test>>): Test =>
  (value) =>
    isObject(value) && Object.entries(members).every(([name, test]) => test(value[name]));

const isMissingOr =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);
const isCall: Test = (value) =>
  has({
    client: isText,
    text: isText,
    from: isNumber,
    to: isMissingOr(isNumber),
    end: oneOf('answered', 'cut off', 'pending'),
    place: isMissingOr(isNumber),
    instead: isMissingOr(isText),
  })(value);

/** The members of a trace besides its format and steps, in words and as a test. */
const MEMBERS: Readonly<Record<string, readonly [string, Test]>> = {
  spec: ['a text', isText],
  variant: ['a text or null', (value) => value === null || isText(value)],
  parameters: [
    'an object of numbers, words and flags',
    (value) => isObject(value) && Object.values(value).every(isScalar),
  ],
  property: [
    'an object with name, kind, shows and reason',
    has({ name: isText, kind: isText, reason: isText, shows: oneOf('violation', 'witness') }),
  ],
  processes: ['a list of texts', listOf(isText)],
  initial: ['an object', isObject],
  loop: ['the number of a step', (value) => value === undefined || isNumber(value)],
  rises: [
    'an object of numbers',
    (value) => value === undefined || (isObject(value) && Object.values(value).every(isNumber)),
  ],
  fairness: ['a list of texts', (value) => value === undefined || listOf(isText)(value)],
  calls: [
    'an object with "keeps" and a list of calls',
    (value) =>
      value === undefined ||
      has({ keeps: oneOf('real-time', 'program'), calls: listOf(isCall) })(value),
  ],
  abstract: [
    'an object with the name of a system and an initial state',
    (value) => value === undefined || has({ system: isText, initial: isObject })(value),
  ],
};

function oneOf(...words: readonly string[]): Test {
  return (value) => typeof value === 'string' && words.includes(value);
}

/** What each kind of transition must have. */
const TRANSITIONS: ReadonlyMap<string, Test> = new Map([
  ['act', has({ process: isText, action: isText })],
  ['action', has({ action: isText })],
  ...['deliver', 'discard', 'loss', 'duplication'].map(
    (kind) => [kind, has({ process: isText, from: isText, message: isMessage })] as const,
  ),
  ...['crash', 'restart', 'pause', 'resume', 'byzantine'].map(
    (kind) => [kind, has({ process: isText })] as const,
  ),
  ['timer', has({ process: isText, timer: isText })],
  ...['jump', 'drift'].map((kind) => [kind, has({ process: isText, by: isNumber })] as const),
  ['lie', has({ process: isText, to: isText, content: isMessage })],
  ['partition', has({ away: listOf(isText), links: oneOf('both', 'out', 'in') })],
  ...['heal', 'tick', 'late'].map((kind) => [kind, isObject] as const),
]);

function refuseMalformedStep(step: Json, number: number): void {
  const wrong = (what: string) => malformed(`step ${number}: ${what}`);
  if (!isObject(step)) throw wrong('it is not an object');
  const transition: JsonObject = isObject(step['transition']) ? step['transition'] : {};
  const test = TRANSITIONS.get(String(transition['kind']));
  if (test === undefined)
    throw wrong(`its transition is none of ${[...TRANSITIONS.keys()].join(', ')}`);
  if (!test(transition)) throw wrong(`its transition lacks a part of ${transition['kind']}`);
  if (!isObject(step['changed'])) throw wrong('its "changed" is not an object');
  if (!listOf(has({ to: isText, message: isMessage }))(step['sent']))
    throw wrong('its "sent" is not a list of messages with receivers');
  if (isPresent(step['sentAt']) && !isNumber(step['sentAt']))
    throw wrong('its "sentAt" is not the number of a step');
  if (isPresent(step['abstract']) && !isAbstractStep(step['abstract']))
    throw wrong('its "abstract" is neither "stutters" nor a change of an abstract system');
}

const isAbstractStep: Test = (value) =>
  value === 'stutters' ||
  (has({ changed: isObject })(value) &&
    has({ transition: (one) => one === undefined || has({ action: isText })(one) })(value));

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

const malformed = (what: string): UsageError => new UsageError(`This is no trace file: ${what}.`);
