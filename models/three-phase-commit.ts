/**
 * Three-phase commit: before anyone commits, everyone knows that all have voted yes (preCommit). So those who
 * are left when the coordinator crashes can decide without it. Follows the source document's section
 * 3.3, and Skeen, "Nonblocking Commit Protocols" (1981), with the termination protocol as in Bernstein, Hadzilacos
 * and Goodman, "Concurrency Control and Recovery in Database Systems", section 7.5.
 *
 * There is one transaction, and several may want to decide it: its coordinator, each participant that takes over as
 * its backup, and each that aborts of itself before it has voted.
 *
 * It is made for processes that crash for good and a network that delivers within a tick: who has not answered
 * when a tick has passed has crashed. Left out: restarts, and logs with them; the acknowledgement of doCommit, for which
 * nobody would wait. Simplified:
 * - To tell several is to tell one after the other, in any order and with no time between, so that a crash may
 *   come in between.
 * - The election of a backup: each participant waits two ticks longer than the one before it, which is
 *   longer than a backup can be silent.
 */
import { Map, Set } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';

export type Standing = 'working' | 'uncertain' | 'preCommitted' | 'committed' | 'aborted';

/** What a leader, the coordinator or a backup, tells participants. */
type Order = 'canCommit' | 'preCommit' | 'doCommit' | 'doAbort' | 'stateRequest';
type Answer = 'yes' | 'no' | 'ack';

type Message =
  | { readonly [K in Order | Answer]: { readonly kind: K } }[Order | Answer]
  | { readonly kind: 'state'; readonly standing: Standing };

/** An order on its way out, and who is still to be told. */
interface Telling {
  readonly order: Order | null;
  readonly to: Set<ProcessId>;
}

export interface Coordinator {
  readonly phase: 'voting' | 'preparing' | 'committed' | 'aborted';
  /** Who has voted yes; who has acknowledged the preCommit. */
  readonly heard: Set<ProcessId>;
  readonly telling: Telling;
}

export interface Participant {
  readonly standing: Standing;
  /** What it does in place of the coordinator, if that is its turn. */
  readonly backup: 'no' | 'asks' | 'prepares';
  /** Of a backup that asks: how the others stand. */
  readonly heard: Map<ProcessId, Standing>;
  readonly telling: Telling;
}

/** Ways to get it wrong, each a switch. */
const mistakes = { skipsPreCommit: false, decidesByOwnState: false, waitsForCoordinator: false };
type Mistakes = typeof mistakes;

const { role, protocol, step, send, start, stop } = vocabulary<
  Message,
  'coordinator' | 'participant',
  'tell' | 'wait'
>();

const nobody: Telling = { order: null, to: Set() };

const telling = (order: Order, to: readonly ProcessId[]): Telling => ({ order, to: Set(to) });

/** Tells one of those who are still to be told, and then the next. After the last it waits, if they are to answer. */
function tellOne<L extends { readonly telling: Telling }>(leader: L, awaitsAnswers: boolean) {
  const { order, to } = leader.telling;
  if (order === null) return false;
  return [...to].map((one) => {
    const rest = to.delete(one);
    const next = { ...leader, telling: rest.isEmpty() ? nobody : { order, to: rest } };
    const then = !rest.isEmpty() ? start('tell', 0) : awaitsAnswers ? start('wait', 1) : [];
    return step<L>(next, send(one, { kind: order }), then);
  });
}

const coordinator = ({ skipsPreCommit }: Mistakes) => {
  type All = { all(role: 'participant'): readonly ProcessId[] };
  /** Enters a phase, and tells the participants. */
  const enter = (phase: Coordinator['phase'], order: Order, { all }: All) =>
    step<Coordinator>(
      { phase, heard: Set(), telling: telling(order, all('participant')) },
      start('tell', 0),
      stop('wait'),
    );
  const commit = (context: All) => enter('committed', 'doCommit', context);
  const abort = (context: All) => enter('aborted', 'doAbort', context);
  const prepare = (context: All) =>
    skipsPreCommit ? commit(context) : enter('preparing', 'preCommit', context);

  /** Notes an answer; the last one lets it go on. */
  const hear = (
    before: Coordinator,
    from: ProcessId,
    context: All,
    goOn: (context: All) => ReturnType<typeof commit>,
  ) => {
    const heard = before.heard.add(from);
    return heard.size === context.all('participant').length
      ? goOn(context)
      : step({ ...before, heard });
  };

  return role<Coordinator>({
    initial: ({ all }) => ({
      phase: 'voting',
      heard: Set(),
      telling: telling('canCommit', all('participant')),
    }),
    initialTimers: { tell: 0 },
    durable: 'everything',
    on: {
      yes: (coordinator, { from }, context) =>
        coordinator.phase === 'voting' && hear(coordinator, from, context, prepare),
      no: (coordinator, _, context) => coordinator.phase === 'voting' && abort(context),
      ack: (coordinator, { from }, context) =>
        coordinator.phase === 'preparing' && hear(coordinator, from, context, commit),
    },
    timers: {
      tell: (coordinator) =>
        tellOne(coordinator, coordinator.phase === 'voting' || coordinator.phase === 'preparing'),
      /** Who has not voted, or acknowledged, has crashed. */
      wait: (coordinator, context) =>
        coordinator.phase === 'voting' ? abort(context) : commit(context),
    },
  });
};

/** How the backup goes on from how all stand that have answered it (BHG, section 7.5). */
export function verdict(standings: Set<Standing>): 'commit' | 'abort' | 'prepare' {
  if (standings.has('aborted')) return 'abort';
  if (standings.has('committed')) return 'commit';
  return standings.has('preCommitted') ? 'prepare' : 'abort';
}

const isUndecided = ({ standing }: Participant): boolean =>
  standing !== 'committed' && standing !== 'aborted';

interface Context {
  readonly self: ProcessId;
  readonly peers: readonly ProcessId[];
  all(role: 'participant'): readonly ProcessId[];
}

/** A participant waits for its leader anew: the later it is in line, the longer. */
const waitOn = ({ self, all }: Context) => start('wait', 2 + 2 * all('participant').indexOf(self));

/** A participant stands so, and leads nobody. */
const follower = (before: Participant, standing: Standing): Participant => ({
  ...before,
  standing,
  backup: 'no',
  heard: Map(),
  telling: nobody,
});

/** A participant ends the transaction. */
const end = (before: Participant, standing: 'committed' | 'aborted') =>
  step(follower(before, standing), stop('wait'), stop('tell'));

/** A backup ends the transaction, and tells the others. */
const decide = (before: Participant, standing: 'committed' | 'aborted', { peers }: Context) =>
  step<Participant>(
    {
      ...follower(before, standing),
      telling: telling(standing === 'committed' ? 'doCommit' : 'doAbort', peers),
    },
    start('tell', 0),
    stop('wait'),
  );

/** A participant becomes the backup: it asks how the others stand. */
const takeOver = (before: Participant, { self, peers }: Context) =>
  step<Participant>(
    {
      ...before,
      backup: 'asks',
      heard: Map([[self, before.standing]]),
      telling: telling('stateRequest', peers),
    },
    start('tell', 0),
  );

/** A backup has the others who are uncertain prepare to commit, itself first. If there are none it commits. */
function prepare(before: Participant, context: Context) {
  const uncertain = before.heard.filter((one) => one === 'uncertain').delete(context.self);
  if (uncertain.isEmpty()) return decide(before, 'committed', context);
  return step<Participant>(
    {
      standing: 'preCommitted',
      backup: 'prepares',
      heard: Map(),
      telling: telling('preCommit', [...uncertain.keys()]),
    },
    start('tell', 0),
  );
}

/** A backup goes on: all who are left have answered. */
function goOn(before: Participant, context: Context) {
  if (before.backup === 'prepares') return decide(before, 'committed', context);
  const next = verdict(before.heard.toSet());
  if (next === 'prepare') return prepare(before, context);
  return decide(before, next === 'commit' ? 'committed' : 'aborted', context);
}

const participant = (mistakes: Mistakes) =>
  role<Participant>({
    initial: () => ({ standing: 'working', backup: 'no', heard: Map(), telling: nobody }),
    initialTimers: { wait: 2 },
    durable: 'everything',
    on: {
      canCommit: (before, { from }, context) =>
        before.standing === 'working' && [
          step(follower(before, 'uncertain'), send(from, { kind: 'yes' }), waitOn(context)),
          step(follower(before, 'aborted'), send(from, { kind: 'no' }), stop('wait')),
        ],
      preCommit: (before, { from }, context) =>
        isUndecided(before) &&
        step(follower(before, 'preCommitted'), send(from, { kind: 'ack' }), waitOn(context)),
      doCommit: (before) => isUndecided(before) && end(before, 'committed'),
      doAbort: (before) => isUndecided(before) && end(before, 'aborted'),
      stateRequest(before, { from }, context) {
        const { standing } = before;
        const answer = send(from, { kind: 'state', standing });
        return isUndecided(before)
          ? step(follower(before, standing), answer, waitOn(context))
          : step(before, answer);
      },
      state: (before, { from, standing }) =>
        before.backup === 'asks' && step({ ...before, heard: before.heard.set(from, standing) }),
    },
    timers: {
      tell: (before) => tellOne(before, before.backup !== 'no'),
      /** The leader is silent; or the backup has waited for answers. */
      wait(before, context) {
        const { standing, backup } = before;
        if (standing === 'working') return end(before, 'aborted');
        if (mistakes.waitsForCoordinator) return false;
        if (mistakes.decidesByOwnState)
          return end(before, standing === 'uncertain' ? 'aborted' : 'committed');
        return backup === 'no' ? takeOver(before, context) : goOn(before, context);
      },
    },
  });

export const threePhaseCommit = protocol({
  name: 'three-phase-commit',
  parameters: { participants: integer(3, { from: 2, to: 4 }), ...mistakes },
  roles: ({ participants, ...mistakes }) => ({
    coordinator: { count: 1, role: coordinator(mistakes) },
    // Not symmetric: who takes over first is given by their order.
    participant: { count: participants, role: participant(mistakes) },
  }),
});
