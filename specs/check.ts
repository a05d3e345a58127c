import { runHere } from '../checker/cli/node.ts';

void runHere('check', async () => (await import('./index.ts')).specs);
