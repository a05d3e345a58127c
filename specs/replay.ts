import { runHere } from '../checker/cli/node.ts';

void runHere('replay', async () => (await import('./index.ts')).specs);
