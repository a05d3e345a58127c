import { Command, Option } from 'commander';
import { STRATEGIES, type StrategyName } from '../explore/result.ts';
import { MEMORY_SHARE } from './memory.ts';
import { oneOf, setting, wholeNumber } from './option-values.ts';
import { FORMATS, type Format } from './request.ts';

/** How long random walks go on where no time is given, in seconds: of themselves they never end. */
export const RANDOM_SECONDS = 30;

/** More threads than this are never of use. */
const MOST_WORKERS = 64;

/** The options of a check, as far as they are given. */
export interface CheckOptions {
  readonly set?: Readonly<Record<string, string>>;
  readonly variant?: string;
  readonly strategy?: StrategyName;
  readonly seed?: number;
  readonly workers?: number;
  readonly symmetry?: 'on' | 'off';
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxSeconds?: number;
  readonly memory?: number;
  readonly compact?: true;
  readonly format?: Format;
  readonly all?: true;
  readonly update?: true;
}

const number = (flags: string, about: string, least: number, most?: number): Option =>
  new Option(flags, about).argParser(wholeNumber(flags.replace(/ .*/, ''), least, most));

const word = (flags: string, about: string, words: readonly string[]): Option =>
  new Option(flags, about).argParser(oneOf(flags.replace(/ .*/, ''), words));

/** The grammar of `check`. */
export const checkCommand = (): Command =>
  new Command('npm run check --')
    .description(
      'Searches every state of a spec within its bounds and says what holds. Without a name: lists the specs.',
    )
    .argument('[name]', 'the spec to check')
    .addOption(
      new Option(
        '--set <name=value>',
        'sets a parameter, a bound, a fault budget or the network; may be repeated',
      ).argParser(setting),
    )
    .option('--variant <name>', 'checks a broken form of the model, by its name')
    .addOption(word('--strategy <name>', 'bfs (the default), dfs or random', STRATEGIES))
    .addOption(number('--seed <n>', 'of random walks (default: 1)', 0, 2 ** 32 - 1))
    .addOption(
      word('--symmetry <on|off>', 'visits one state of each orbit only (default: on)', [
        'on',
        'off',
      ]),
    )
    .addOption(
      number('--workers <n>', 'threads of a large search (default: one a core)', 1, MOST_WORKERS),
    )
    .addOption(number('--max-states <n>', 'stops after so many distinct states', 1))
    .addOption(number('--max-depth <n>', 'goes no deeper than so many transitions', 1))
    .addOption(
      number(
        '--max-seconds <n>',
        `stops after so long (default: none; random walks: ${RANDOM_SECONDS})`,
        1,
      ),
    )
    .addOption(
      number(
        '--memory <megabytes>',
        `stops when the process takes so much (default: ${MEMORY_SHARE * 100} % of what the machine allows)`,
        1,
      ),
    )
    .option(
      '--compact',
      'takes two thirds of the memory, with one worker; a counterexample takes a second search',
    )
    .addOption(word('--format <name>', 'text (the default) or json', FORMATS))
    .option('--all', 'checks the spec, or every spec, and all variants against what is expected')
    .option('--update', 'with --all: rewrites the counterexamples and the table of specs')
    .addHelpText('after', EXIT_CODES);

/** The grammar of `replay`. */
export const replayCommand = (): Command =>
  new Command('npm run replay --')
    .description('Replays a written trace through the functions of the model alone.')
    .argument('<file>', 'a counterexample in JSON, as counterexamples/raft/vote-not-durable.json')
    .addHelpText(
      'after',
      '\nExit codes: 0 confirmed, 1 the trace differs from the model, 2 no trace file.',
    );

const EXIT_CODES = `
Exit codes: 0 every property is as expected; 1 a property is violated, or an expected violation
was not found; 2 bad usage, bad parameters or a faulty model; 3 inconclusive, a limit was reached
first; 130 interrupted.`;
