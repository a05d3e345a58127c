import { expect, test } from 'vitest';
import { traceToText } from '../../checker/render/trace-text.ts';
import { everyEnvironment, everyFault, prepared } from './traces.ts';

test('a trace of a protocol', () => {
  expect(traceToText(everyFault)).toMatchInlineSnapshot(`
    "lock-server: 9 steps

       1  client-1  ask
                    at idle → waiting
                    sends acquire to server
       2  server    the network duplicates acquire from client-1 (sent in step 1)
       3  server    receives acquire from client-1 (sent in step 1)
                    queue [] → [client-1], token 0 → 1
                    sends granted {token 1} to client-1
       4  server    crashes
                    queue [client-1] → []
       5  server    is down and misses acquire from client-1 (copied in step 2)
       6  client-2  ask
                    at idle → waiting
                    sends acquire to server
       7  server    restarts
       8  server    receives acquire from client-2 (sent in step 6)
                    queue [] → [client-2], token 1 → 2
                    sends granted {token 2} to client-2
       9  client-2  the network loses granted {token 2} from server (sent in step 8)

    Violated: two clients are never inside at once
      it is not said why
    "
  `);
});

test('a trace of a plain system', () => {
  expect(traceToText(prepared)).toMatchInlineSnapshot(`
    "counters: 4 steps

       1  tick
          turn 0 → 2, marks + hop
       2  prepare worker-1
          worker worker-1: working → prepared
       3  prepare worker-2
          worker worker-2: working → prepared
       4  prepare worker-3
          worker worker-3: working → prepared

    Reached: all are prepared after an odd start
      it is true in this state
    "
  `);
});

test('time, clocks, partitions, pauses and lies in words', async () => {
  await expect(traceToText(everyEnvironment)).toMatchFileSnapshot('golden/every-environment.txt');
});
