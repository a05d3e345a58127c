import { Map } from 'immutable';
import { because, type ProcessId } from '../checker/index.ts';
import {
  type Configuration,
  configurationIn,
  type Entry,
  type Log,
  participants,
} from '../models/membership.ts';
import type { Server } from '../models/raft-membership.ts';
import type { Decided } from './membership-history.ts';

/** What both ways to change the membership are asked: the history beside the servers. */
interface Observed {
  readonly history: Decided;
}

/** Election safety: each term has elected one leader at most. */
export function oneLeaderATerm(_: unknown, { history: { elected } }: Observed) {
  const [term, logs] = elected.findEntry((logs) => logs.size > 1) ?? [];
  const led = logs?.map((log) => named(configurationIn(log))).join(' and ');
  return term === undefined || because(`term ${term} elected ${logs?.size} leaders, by ${led}`);
}

/** Leader completeness: leaders of later terms were elected with every committed entry in their logs. */
export function leadersAreComplete(_: unknown, { history }: Observed) {
  const { elected, committed } = history;
  for (const [index, terms] of committed)
    for (const [entry, inTerm] of terms) {
      const later = elected.filter((_, term) => term > inTerm);
      const lacks = (log: Log) => !entry.equals(log.get(index - 1));
      const [term, logs] = later.findEntry((logs) => logs.some(lacks)) ?? [];
      if (term === undefined) continue;
      return because(
        `${written(entry)} was committed at index ${index} in term ${inTerm}, but a leader of term ${term} was elected with the log ${logs?.find(lacks)?.map(written).join(', ') || 'empty'}`,
      );
    }
  return true;
}

/** State machine safety: one entry at most is committed at an index. */
export function oneEntryAnIndex(_: unknown, { history: { committed } }: Observed) {
  const [index, terms] = committed.findEntry((terms) => terms.size > 1) ?? [];
  return (
    index === undefined ||
    because(`at index ${index}, ${terms?.keySeq().map(written).join(' and ')} were committed`)
  );
}

/** By role: those that leave, stay and join, where there are any. */
interface Servers {
  readonly [role: string]: Map<ProcessId, Server>;
}

/** Every server there is. */
export const everyServer = (servers: Servers): Map<ProcessId, Server> =>
  Map<ProcessId, Server>().concat(...Object.values(servers));

/** The greatest of a measure of all servers. */
const greatest = (servers: Servers, measure: (server: Server) => number): number =>
  everyServer(servers).map(measure).max() ?? 0;

export const highestTerm = (servers: Servers): number => greatest(servers, ({ term }) => term);

export const longestLog = (servers: Servers): number => greatest(servers, ({ log }) => log.size);

/** How many servers ask for votes at the same time. */
export const candidates = (servers: Servers): number =>
  everyServer(servers).count(({ role }) => role === 'candidate');

/** Whether such a configuration is committed, besides the first. */
export const hasCommitted = (
  { committed }: Decided,
  which: (configuration: Configuration) => boolean,
): boolean =>
  committed.some(
    (terms, index) =>
      index > 1 &&
      terms.some((_, { configuration }) => configuration !== null && which(configuration)),
  );

/** An entry in words. */
const written = ({ term, configuration }: Entry): string =>
  `${configuration === null ? 'a command' : named(configuration)} of term ${term}`;

const named = (configuration: Configuration): string =>
  `${configuration.next === null ? 'the configuration' : 'the joint configuration'} {${participants(configuration).map(String).toArray().sort().join(' ')}}`;
