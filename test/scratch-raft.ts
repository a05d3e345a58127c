import { check } from '../checker/check.ts';
import { configure } from '../checker/spec/configuration.ts';
import { raftSpec } from '../specs/raft.ts';
async function main() {
  const args = process.argv.slice(2);
  const settings = Object.fromEntries(args.filter((a) => a.includes('=')).map((a) => a.split('=')));
  const max = settings['max']; delete settings['max'];
  const r = await check(configure(raftSpec, args.find((a) => !a.includes('=')), settings), { strategy: 'bfs', seed: 1, limits: max ? { states: Number(max) } : {} });
  const { properties, actions, parameters, ...rest } = r as any;
  console.log(JSON.stringify(rest));
  for (const p of properties) console.log(p.status, p.name, p.path?.steps.length ?? '', p.reason ?? '');
  console.log(JSON.stringify(actions));
  console.log(process.memoryUsage().rss / 1e6);
}
main();
