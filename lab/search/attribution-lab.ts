import { streamFor } from '../../lib/base/random.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import { settingsOf } from '../../lib/plan/probes/settings.ts';
import { type Attribution, analyseAttribution } from '../../search/attribution/attribution.ts';
import { AXES, type Axis, designOf } from '../../search/attribution/attribution-axes.ts';
import { nextGroundwork } from '../../search/attribution/groundwork.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import { nextTrial, type Trial } from '../../search/trials/trials.ts';
import { ATTRIBUTION_FAMILIES, type AttributionFamily, randomOf } from './attribution-families.ts';
import { PlayedPhases } from './played-phase.ts';
import { TenantModel } from './tenant-model.ts';

const DEPLOYMENTS = 4;
const ADDRESSES = ['127.0.0.1', '127.0.0.2'];

/** The plan of the attributions: four deployments, sixty agents, at most 400 sessions. */
function labPlan() {
  const deployments = Array.from({ length: DEPLOYMENTS }, (_, n) => ({
    id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
    origin: 'https://example.com',
  }));
  const customers = { sessions: 400, perMinute: 600, hold: '1m', longestVisit: '1m' };
  const agents = { count: 60, perMinute: 600, capacity: 5, tokens: { source: 'simulated' } };
  const text = { name: 'lab', target: { address: '127.0.0.1:1' }, deployments, customers, agents };
  const parsed = parsePlan(JSON.stringify({ ...text, ceiling: { window: '5s', budget: '24h' } }), 'lab', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}

/** Runs an attribution on a tenant of the family. Undefined where there was no level to vary things at. */
export function playedAttribution(
  family: AttributionFamily,
  seed: number,
  axes: readonly Axis[] = AXES,
): Attribution | undefined {
  const plan = labPlan();
  const settings = settingsOf(plan);
  const played = new PlayedPhases(new TenantModel(family.rules(randomOf(seed)), streamFor(seed, 8)), DEPLOYMENTS);
  const ground: MeasuredPhase[] = [];
  let step = nextGroundwork(settings, ground, undefined);
  for (; step.kind === 'measure'; step = nextGroundwork(settings, ground, undefined)) {
    ground.push(played.measure(step.phase));
  }
  if (step.kind === 'none') return undefined;
  const { level, says } = step.groundwork;
  const wanted = says === 'nothing' || says === 'state' ? axes : [];
  const design = designOf(plan, settings, level, ADDRESSES, wanted, step.groundwork);
  const history: Trial[] = [];
  for (;;) {
    const next = nextTrial(design.axes, history, { trials: 6, seed, budgetMs: settings.budgetMs });
    if (next.kind === 'done') return analyseAttribution(design, history, level, seed, step.groundwork);
    const { contrast, arm, warmUp, phase } = next;
    history.push({ contrast, arm, warmUp, measured: played.measure(phase) });
  }
}

/** `npm run lab -- attribute --searches 100 --seed 1`: a line for each family. */
export function attributionLab(count: number, seed: number, only: string, say: (line: string) => void): void {
  say('family | right | wrong | undetermined | said');
  for (const [place, family] of ATTRIBUTION_FAMILIES.entries()) {
    if (!family.name.includes(only)) continue;
    const said = Array.from({ length: count }, (_, n) => {
      const found = playedAttribution(family, (seed * 1_000_003 + place * 10_007 + n) >>> 0);
      return found === undefined ? 'no level' : [...found.attachedTo].sort().join('+');
    });
    const right = [...family.right].sort().join('+');
    const open = (name: string) => name === 'no level' || name.includes('undetermined');
    const counts = new Map<string, number>();
    for (const name of said) counts.set(name, (counts.get(name) ?? 0) + 1);
    const shown = [...counts].sort((a, b) => b[1] - a[1]).map(([name, times]) => `${name} ${times}`);
    const rights = said.filter((name) => name === right).length;
    const opens = said.filter(open).length;
    say([family.name, rights, count - rights - opens, opens, shown.join(', ')].join(' | '));
  }
}
