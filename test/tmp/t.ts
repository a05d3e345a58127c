import { runHere } from '../../checker/cli/node.ts';

await runHere('check', async () => [(await import('./specs/lock-server.ts')).lockServerSpec]);
