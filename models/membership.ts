/**
 * What a Raft log says of membership: entries, and the configurations that some of them hold. A server
 * uses the latest configuration in its log, whether it is committed or not.
 */
import { type List, Record, type RecordOf, Set } from 'immutable';
import type { ProcessId } from '../checker/index.ts';

interface ConfigurationFields {
  readonly members: Set<ProcessId>;
  /** In a joint configuration: who are the members next. Decisions then take a majority of both. */
  readonly next: Set<ProcessId> | null;
}
export type Configuration = RecordOf<ConfigurationFields>;
export const Configuration = Record<ConfigurationFields>(
  { members: Set(), next: null },
  'Configuration',
);

/** An entry holds a configuration, or else a command, which decides nothing. */
interface EntryFields {
  readonly term: number;
  readonly configuration: Configuration | null;
}
export type Entry = RecordOf<EntryFields>;
export const Entry = Record<EntryFields>({ term: 0, configuration: null }, 'Entry');

export type Log = List<Entry>;

/** The latest configuration in a log: without members, if there is none. */
export const configurationIn = (log: Log): Configuration =>
  log.findLast(({ configuration }) => configuration !== null)?.configuration ?? Configuration();

/** The index of the latest configuration; 0, if there is none. */
export const configurationIndex = (log: Log): number =>
  log.findLastIndex(({ configuration }) => configuration !== null) + 1;

/** All who are in a configuration, before or after the change. */
export const participants = ({ members, next }: Configuration): Set<ProcessId> =>
  members.union(next ?? []);

/** Whether these servers decide: a majority of the members, and of the next members too in a joint configuration. */
export const isQuorum = (servers: Set<ProcessId>, { members, next }: Configuration): boolean =>
  isMajorityOf(members, servers) && (next === null || isMajorityOf(next, servers));

const isMajorityOf = (members: Set<ProcessId>, servers: Set<ProcessId>): boolean =>
  members.count((member) => servers.has(member)) * 2 > members.size;
