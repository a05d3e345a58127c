import {
  because,
  eachStep,
  invariant,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import { lostUpdate, STOCK } from '../models/lost-update.ts';

const calm = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/**
 * The whole space of three servers with each fault once: nobody sends anything again, so there is nothing to bound.
 * By default updates are guarded by compare and set. With `--set by=lock` the same holds if messages are not
 * duplicated, or nobody crashes (`test/specs-locks.test.ts`); a variant shows what both together do to it.
 */
export const lostUpdateSpec: Spec = spec(lostUpdate, {
  about: 'read, subtract one, write: no update is lost with compare and set, or with a lock',
  properties: [
    invariant('no update is lost', ({ database, server }) => {
      const sales = server.count(({ sold }) => sold);
      const stock = database.first()?.stock ?? STOCK;
      return (
        STOCK - stock >= sales || because(`of ${STOCK}, ${sales} are sold, and ${stock} are left`)
      );
    }),
    stepInvariant(
      'the stock only falls, by one at a time',
      eachStep(
        'database',
        (before, after) =>
          after.stock === before.stock ||
          after.stock === before.stock - 1 ||
          because(`it goes from ${before.stock} to ${after.stock}`),
      ),
    ),
    reachable('all have sold', ({ server }) => server.every(({ sold }) => sold)),
    reachableStep(
      'a server is refused, and reads anew',
      eachStep('server', (before, after) => before.at === 'writing' && after.at === 'reading'),
    ),
    // That is another matter than a lost update, and for idempotent requests to prevent.
    reachable(
      'a server that crashed has sold twice',
      ({ database, server }) =>
        server.every(({ sold }) => sold) &&
        database.every(({ stock }) => STOCK - stock > server.size),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  variants: {
    bare: {
      set: { ...calm, by: 'nothing', servers: 2 },
      violates: 'no update is lost',
    },
    // One of the two writes comes after a third sale.
    'bare-and-slow': {
      set: { ...calm, by: 'nothing' },
      violates: 'the stock only falls, by one at a time',
    },
    // A copy of a write comes when its server, which has crashed meanwhile, holds the lock again. Fencing would tell them apart.
    'lock-and-an-old-copy': {
      set: { by: 'lock', servers: 2, loss: 0 },
      violates: 'the stock only falls, by one at a time',
    },
  },
});
