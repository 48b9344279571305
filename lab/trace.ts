import { seededRandom, streamFor } from '../lib/base/random.ts';
import { nextSearchStep } from '../search/ceiling-search.ts';
import { phaseText } from '../cli/experiments/phase-text.ts';
import { CEILING_FAMILIES } from './search/ceiling-families.ts';
import { labSettings } from './search/ceiling-lab.ts';
import { PlayedPhases } from './search/played-phase.ts';
import { TenantModel } from './search/tenant-model.ts';
const place = CEILING_FAMILIES.findIndex((f) => f.name.includes(process.argv[2] ?? ''));
const f = CEILING_FAMILIES[place]!;
const seed = (Number(process.argv[3]) * 1_000_003 + place * 10_007 + Number(process.argv[4])) >>> 0;
const s = labSettings(f);
const p = new PlayedPhases(new TenantModel(f.rules(seed, seededRandom(seed ^ 0x51ab)), streamFor(seed, 3)), 12);
const h: any[] = [];
for (let i = 0; i < Number(process.argv[5] ?? 60); i++) {
  const step = nextSearchStep(s, h, seed);
  if (step.kind === 'done') { console.log(JSON.stringify({ ...step.result, windows: 0 })); break; }
  console.log(step.says, JSON.stringify(step.phase.probes[0]));
  const m = p.measure(step.phase); h.push(m); console.log(phaseText(m));
}
