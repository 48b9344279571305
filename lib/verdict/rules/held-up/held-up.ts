import type { AgentsPlan, Plan } from '../../../plan/schema.ts';
import type { Reading } from '../../reading/reading.ts';
import type { Finding } from '../finding.ts';
import { type Holder, holderOf, holdersText } from './holders.ts';
import { acceptance, capacity, partRouted, routing, stall, unknown } from './sayings.ts';

/** What holds conversations up, with the figures that show it. */
export function heldUp(reading: Reading, plan: Plan, agents: AgentsPlan): Finding | undefined {
  const { waiting } = reading.tenant;
  const held = holderOf(reading, plan, agents, waiting);
  if (held === undefined) return undefined;
  const { cause, candidates } = held;
  const found = {
    'agent-acceptance': () => acceptance(reading, agents),
    'wrap-up-stall': () => stall(reading, agents),
    'queue-capacity': () => capacity(reading, plan, agents),
    'slow-routing': () => routing(reading, agents),
    'flow-not-routing': () => partRouted(reading),
    undetermined: () => unknown(reading),
  }[cause]();
  const finding = { ...found, evidence: [...found.evidence, ...holdersText(waiting)] };
  return candidates === undefined ? finding : { ...finding, candidates, next: EXPERIMENTS[cause] };
}

/** What tells a cause from the other candidates that are given with it. */
const EXPERIMENTS: Readonly<Record<Holder | 'undetermined', string>> = {
  undetermined:
    'Run it again with agents’ tokens that may read analytics (headroom preflight), a longer hold and a shorter monitor.interval.',
  'agent-acceptance': 'A run with twice the agents tells: where alerts are late, they stay so.',
  'wrap-up-stall':
    "Run it again with the queue's after-contact work switched off: if conversations still wait, double agents.count.",
  'queue-capacity':
    'Run it again with twice the agents (agents.count): if conversations still wait, look at after-contact work.',
  'slow-routing': 'Run it again with a tenth of the customers: what the flow takes stays, and what agents take goes.',
  'flow-not-routing': 'Run it again with a longer customers.longestVisit: what is routed late then comes.',
};
