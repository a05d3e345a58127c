import { runHere } from '../checker/cli/node.ts';

await runHere('replay', async () => (await import('./index.ts')).specs);
