import { runHere } from '../checker/cli/node.ts';

await runHere('check', async () => (await import('./index.ts')).specs);
