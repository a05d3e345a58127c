import { List, Map, Record, type RecordOf } from 'immutable';
import { ModelError } from '../errors.ts';
import type { ProcessId } from '../model/process-id.ts';
import { type Behaviour, behaviourOf } from './behaviour.ts';
import { type CallEvent, isStillPending } from './call-history.ts';
import { isSame, keyOf } from './same.ts';
import type { Call, SequentialObject } from './sequential-object.ts';

interface Abandoned {
  readonly client: ProcessId;
  readonly call: Call;
}

interface WayFields {
  /** The state of the object. */
  readonly state: unknown;
  /** The pending calls that have taken effect, by client, with the answers they must get. */
  readonly effects: Map<ProcessId, unknown>;
  /** The calls that a crash cut off and that have not taken effect, in the order of their texts. */
  readonly abandoned: List<Abandoned>;
}

/** One way in which the calls so far may have taken effect. */
type Way = RecordOf<WayFields>;
const Way = Record<WayFields>({ state: null, effects: Map(), abandoned: List() }, 'Way');

interface WaysFields {
  readonly pending: Map<ProcessId, Call | null>;
  /** In the order of their texts. None: the calls so far cannot be linearized. */
  readonly ways: List<Way>;
}

/**
 * A monitor of linearizability: all the ways in which the calls so far may have taken effect. It forgets
 * in which order that was, so that more states are equal than with the plain history. Of the ways it keeps
 * those from which the others follow by letting pending calls take effect; they are unique.
 */
export type Ways = RecordOf<WaysFields>;
const Ways = Record<WaysFields>({ pending: Map(), ways: List() }, 'Ways');

type SomeObject = SequentialObject<Call, unknown>;

export const firstWays = (clients: readonly ProcessId[], { initial }: SomeObject): Ways =>
  Ways({
    pending: Map(clients.map((client): [ProcessId, null] => [client, null])),
    ways: List([Way({ state: initial })]),
  });

/** The ways that are left after an event. */
export function waysAfter(before: Ways, event: CallEvent, object: SomeObject): Ways {
  const { client, call } = event;
  if (isStillPending(before.pending.get(client, null), event)) return before;
  const ended = event.ends === null ? before : withEnd(before, event, behaviourOf(object));
  if (call === undefined) return ended;
  if (ended.pending.get(client, null) !== null)
    throw new ModelError(
      `${client} invokes a call while another is pending; a client has one at a time. Look at \`answered\`.`,
    );
  // A history has only calls that are declared for its object.
  return ended.set('pending', ended.pending.set(client, call as Call));
}

function withEnd(before: Ways, { client, ends, answer }: CallEvent, object: Behaviour): Ways {
  const call = before.pending.get(client, null);
  if (call === null && ends === 'abandoned') return before;
  if (call === null)
    throw new ModelError(`${client} ends a call, but has invoked none. Look at \`answered\`.`);
  const all = allWays(before, object);
  const left =
    ends === 'answered'
      ? all.filter(({ effects }) => effects.has(client) && isSame(effects.get(client), answer))
      : all;
  const forgotten = left.map((way) =>
    ends === 'answered' || way.effects.has(client)
      ? way.set('effects', way.effects.remove(client))
      : way.set('abandoned', inOrder(way.abandoned.push({ client, call }))),
  );
  const pending = before.pending.set(client, null);
  return Ways({ pending, ways: leastOf(forgotten, pending, object) });
}

/** The ways, and those that follow from them when pending calls take effect. */
function allWays({ pending, ways }: Ways, object: Behaviour): readonly Way[] {
  const found = new globalThis.Map(ways.map((way) => [keyOf(way), way]));
  // A Map goes on to what is added while it is gone through.
  for (const way of found.values())
    for (const next of nextWays(way, pending, object)) {
      const key = keyOf(next);
      if (!found.has(key)) found.set(key, next);
    }
  return [...found.values()];
}

/** The ways that follow from no other of them. */
function leastOf(all: readonly Way[], pending: Ways['pending'], object: Behaviour): List<Way> {
  const byKey = new globalThis.Map(all.map((way) => [keyOf(way), way]));
  const follow = new Set(
    all.flatMap((way) => nextWays(way, pending, object).map((next) => keyOf(next))),
  );
  return inOrder(List([...byKey].filter(([key]) => !follow.has(key)).map(([, way]) => way)));
}

/** What a way becomes when one more call takes effect. */
function nextWays(way: Way, pending: Ways['pending'], object: Behaviour): readonly Way[] {
  const { state, effects, abandoned } = way;
  const answered = [...pending].flatMap(([client, call]) => {
    if (call === null || effects.has(client)) return [];
    const effect = object.apply(state, call, client);
    if (effect === undefined) return [];
    return [way.merge({ state: effect[0], effects: effects.set(client, effect[1]) })];
  });
  const unanswered = abandoned.toArray().flatMap(({ client, call }, index) => {
    const effect = object.apply(state, call, client);
    return effect === undefined
      ? []
      : [way.merge({ state: effect[0], abandoned: abandoned.remove(index) })];
  });
  return [...answered, ...unanswered];
}

const inOrder = <T>(items: List<T>): List<T> => items.sortBy(keyOf);
