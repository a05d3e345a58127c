import { check } from '../check.ts';
import { LimitReached, ModelError, UsageError } from '../errors.ts';
import { jsonListing, listing } from '../report/listing.ts';
import type { Spec } from '../spec/spec.ts';
import { requestOf } from './arguments.ts';
import { runCheck } from './check-command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import { runRegression } from './regression-command.ts';
import { runReplay } from './replay-command.ts';
import type { Request } from './request.ts';
import type { Tools } from './search.ts';

/** The specs, or a way to load them: they may be faulty, which is to be told like any other fault. */
export type Specs = readonly Spec[] | (() => Promise<readonly Spec[]>);

export const loaded = async (specs: Specs): Promise<readonly Spec[]> =>
  typeof specs === 'function' ? specs() : specs;

/** The command line: the command and its arguments in, an exit code out. All else goes through `io`. */
export async function main(
  args: readonly string[],
  specs: Specs,
  io: Io,
  checker: typeof check = check,
): Promise<ExitCode> {
  const controller = new AbortController();
  const done = io.onInterrupt(() => controller.abort());
  try {
    const request = requestOf(args, io.swallowed);
    return await run(request, await loaded(specs), {
      io,
      check: checker,
      signal: controller.signal,
    });
  } catch (error) {
    return explain(error, io);
  } finally {
    done();
  }
}

async function run(request: Request, specs: readonly Spec[], tools: Tools): Promise<ExitCode> {
  const { io } = tools;
  switch (request.command) {
    case 'check':
      return runCheck(request, specs, tools);
    case 'regression':
      return runRegression(request, specs, tools);
    case 'replay':
      return runReplay(request.file, specs, io);
    case 'list':
      io.out.write(
        request.format === 'json'
          ? `${JSON.stringify(jsonListing(specs), null, 2)}\n`
          : listing(specs),
      );
      return EXIT.ok;
    case 'help':
      io.out.write(request.text);
      return EXIT.ok;
  }
}

/** Says what went wrong: a mistake of the user or of a model in its own words, an error of Holds with all there is. */
function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof UsageError || error instanceof ModelError) {
    io.err.write(`${error.message}\n`);
    return EXIT.usage;
  }
  if (error instanceof LimitReached) {
    io.err.write(`${error.message}\n`);
    return EXIT.inconclusive;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err.write(`This is a bug in Holds: please report it with these lines.\n${detail}\n`);
  return EXIT.bug;
}
