import { parseArgs } from 'node:util';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    searches: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    families: { type: 'string', default: '' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

switch (positionals[0]) {
  case 'ceiling': {
    const { ceilingLab } = await import('./search/ceiling-lab.ts');
    ceilingLab(Number(values.searches), Number(values.seed), values.families, say);
    break;
  }
  case 'attribute': {
    const { attributionLab } = await import('./search/attribution-lab.ts');
    attributionLab(Number(values.searches), Number(values.seed), values.families, say);
    break;
  }
  default:
    process.stderr.write(`lab ${positionals[0] ?? ''}: allowed: ceiling, attribute\n`);
    process.exitCode = 104;
}
