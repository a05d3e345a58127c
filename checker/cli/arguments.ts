import { type Command, CommanderError } from 'commander';
import { UsageError } from '../errors.ts';
import type { SearchLimits, StrategyName } from '../explore/result.ts';
import { unknown } from '../spec/configuration.ts';
import { type CheckOptions, checkCommand, RANDOM_SECONDS, replayCommand } from './options.ts';
import type { Request } from './request.ts';

/**
 * Reads a command and its arguments. `swallowed` are the options that never came here.
 * @throws UsageError in one line, with the nearest valid choice where there is one.
 */
export function requestOf(args: readonly string[], swallowed: readonly string[]): Request {
  const [name = '', ...rest] = args;
  if (swallowed.length > 0) throw taken(name, rest[0] ?? '', swallowed.join(' '));
  switch (name) {
    case 'check':
      return parsed(checkCommand(), rest, checkRequest);
    case 'replay':
      return parsed(replayCommand(), rest, (file = '') => ({ command: 'replay', file }));
    default:
      throw new UsageError(unknown('command', name, ['check', 'replay']));
  }
}

/** npm keeps options that no `--` stands before, and what is left would be another question. */
const taken = (command: string, name: string, options: string): UsageError =>
  new UsageError(
    `npm took ${options} for itself. Options go after --: npm run ${command} ${`${name} -- ${options}`.trim()}`,
  );

type Read = (argument: string | undefined, options: CheckOptions) => Request;

function parsed(command: Command, args: readonly string[], read: Read): Request {
  let help = '';
  command.exitOverride().configureOutput({
    writeOut: (text) => {
      help += text;
    },
    writeErr: () => {},
    getOutHelpWidth: () => 100,
  });
  try {
    command.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { command: 'help', text: help };
    throw new UsageError(inOneLine(error));
  }
  // The options are read by the parsers they are declared with, next to the type.
  return read(command.args[0], command.opts<CheckOptions>());
}

/** What commander says, without its prefix and in one line. */
function inOneLine({ code, message }: CommanderError): string {
  const text = message.replace(/^error: /, '').replace(/\n\((.*)\)$/, '. $1');
  const line = `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/[^.?]$/, '$&.');
  switch (code) {
    case 'commander.excessArguments':
      return 'There is more than one name. Options go after --, as in: npm run check raft -- --max-states 1000';
    case 'commander.unknownOption':
      return line.endsWith('?') ? line : `${line} See --help.`;
    default:
      return line;
  }
}

function checkRequest(spec: string | undefined, options: CheckOptions): Request {
  const { format = 'text', variant, set, strategy = 'bfs', seed = 1, symmetry = 'on' } = options;
  if (options.all) return regressionRequest(spec, options);
  if (options.update) throw new UsageError('--update goes with --all.');
  if (spec === undefined) {
    const [needless] = Object.keys(options).filter((name) => name !== 'format');
    if (needless !== undefined)
      throw new UsageError(`${flagOf(needless)} needs the name of a spec: npm run check NAME -- …`);
    return { command: 'list', format };
  }
  refuseConflicts(strategy, options);
  const compact = options.compact === true;
  const limits = limitsOf(options);
  return {
    command: 'check',
    spec,
    variant,
    settings: set ?? {},
    strategy,
    seed,
    workers: compact ? 1 : options.workers,
    compact,
    symmetry: symmetry === 'on',
    limits: strategy === 'random' ? { seconds: RANDOM_SECONDS, ...limits } : limits,
    format,
  };
}

/** @throws UsageError where options ask for what only a breadth-first search, or only one thread, can do. */
function refuseConflicts(strategy: StrategyName, { workers = 1, compact }: CheckOptions): void {
  const refused =
    strategy !== 'bfs' && workers > 1
      ? `--workers ${workers} does not go with --strategy ${strategy}, which one thread does.`
      : compact && strategy !== 'bfs'
        ? `--compact does not go with --strategy ${strategy}, only with bfs.`
        : compact && workers > 1
          ? `--compact does not go with --workers ${workers}, only with 1.`
          : undefined;
  if (refused !== undefined) throw new UsageError(refused);
}

function regressionRequest(spec: string | undefined, options: CheckOptions): Request {
  const { variant, set, strategy, seed, compact, symmetry } = options;
  const [conflict] = Object.entries({ variant, set, strategy, seed, compact, symmetry })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => name);
  if (conflict !== undefined)
    throw new UsageError(
      `${flagOf(conflict)} does not go with --all, which checks everything as it is declared.`,
    );
  const { format = 'text', update = false } = options;
  const { workers } = options;
  return { command: 'regression', spec, limits: limitsOf(options), workers, format, update };
}

const limitsOf = (options: CheckOptions): SearchLimits => ({
  ...(options.maxStates === undefined ? {} : { states: options.maxStates }),
  ...(options.maxDepth === undefined ? {} : { depth: options.maxDepth }),
  ...(options.maxSeconds === undefined ? {} : { seconds: options.maxSeconds }),
  ...(options.memory === undefined ? {} : { megabytes: options.memory }),
});

const flagOf = (name: string): string =>
  `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
