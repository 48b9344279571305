import type { Plan } from '../../../lib/plan/schema.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import type { StormReading } from '../../../lib/verdict/storm/reading.ts';
import { afterText, type StormPlan, stormTable } from '../../../lib/verdict/storm/text.ts';
import type { GateLine } from '../../model/gate-lines.ts';
import type { Told, Tone } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import { GIVE_SAMPLES, type RunWords, UNSPLIT } from '../../render/run-kind.ts';

export const stormWords: RunWords = {
  headline({ storms, unknown, gate, gates }, plan) {
    if (unknown.length > 0) {
      const advice = [{ name: 'To be sure', text: GIVE_SAMPLES }];
      return { tone: 'unsure', word: 'reconnect storm', says: UNSPLIT, advice, unknown: [] };
    }
    const tone: Tone = gate === 'holds' ? 'good' : gate === 'crossed' ? 'bad' : 'unsure';
    const [first] = storms.filter(({ dropped }) => dropped > 0);
    return {
      tone,
      word: 'reconnect storm',
      ...(first === undefined ? {} : { figure: figureOf(first, plan) }),
      says: stormSays(storms, plan),
      evidence: [...storms.map((storm) => evidenceOf(storm, plan)), ...crossedText(gates)],
      advice: [
        ...changesText(storms, plan).map((text) => ({ name: 'What to change', text })),
        {
          name: 'How sure',
          text: 'One storm of each way to come back: what another run would show is not known. It has figures and no verdict.',
        },
      ],
      unknown: [
        ...(plan && isLoopback(plan.target) ? ['what a real org does: this was a simulated tenant'] : []),
        'how clients of another make come back',
        'other hours, regions and source addresses',
      ],
    };
  },

  /** The storms of the run beside one another. */
  parts({ storms }, plan) {
    if (storms.length === 0) return [];
    const head = ['what', ...storms.map(({ reconnect }) => reconnect)];
    return [{ title: 'How the dropped came back', head, rows: stormTable(storms, stormPlanOf(plan)) }];
  },

  // Nothing counts when the sessions of a storm leave.
  drawsSessions: false,
  outcomesTitle: 'Upgrade attempts a second from each drop on, by outcome',
};

/** The storms in a sentence, with no judgement: what is better depends on what the org can bear. */
export function stormSays(storms: readonly StormReading[], plan: Plan | undefined): string {
  const all = storms.filter(({ dropped }) => dropped > 0);
  if (all.length === 0) return 'No session was open to be dropped: there was no storm.';
  const after = all.map(
    ({ reconnect, backAfterMs }) => `${afterText(backAfterMs.most, stormPlanOf(plan))} (${reconnect})`,
  );
  return `95 % of the dropped were back after ${after.join(', and after ')}.`;
}

/** How long the first storm lasted for most of those who were dropped. */
function figureOf(
  { reconnect, dropped, backAfterMs }: StormReading,
  plan: Plan | undefined,
): NonNullable<Told['figure']> {
  const wanted = plan === undefined ? '' : `, of ${digits(plan.customers.sessions)} wanted`;
  return {
    value: afterText(backAfterMs.most, stormPlanOf(plan)),
    of: `until 95 % of ${digits(dropped)} sessions that were dropped at once${wanted}, were back (${reconnect})`,
  };
}

/** The rules of the gate that were crossed, with what was measured. */
function crossedText(gates: readonly GateLine[]): string[] {
  return gates
    .filter(({ ok }) => ok === false)
    .map(
      ({ metric, rule, observed }) =>
        `gate rule crossed: ${metric} ${rule}${observed === undefined ? '' : `, measured ${digits(observed)}`}`,
    );
}

/** What the figures ask for, a sentence for each thing that went wrong; none where there was no storm. */
function changesText(storms: readonly StormReading[], plan: Plan | undefined): string[] {
  const all = storms.filter(({ dropped }) => dropped > 0);
  if (all.length === 0) return [];
  const [refused, stayedOut] = [all.filter(failed), all.filter(({ back, dropped }) => back < dropped)];
  const [first] = refused;
  const [out] = stayedOut;
  const says: string[] = [];
  if (first?.reconnect === 'sdk') {
    const other = all.find(({ reconnect }) => reconnect === 'backoff');
    const instead =
      other === undefined ? 'storm.reconnect "backoff" measures that beside it' : `here ${evidenceOf(other, plan)}`;
    says.push(
      `Upgrades fail when all come back at the fixed wait of the SDKs. Clients of your own can back off with jitter: ${instead}.`,
    );
  } else if (first !== undefined)
    says.push(
      `Upgrades fail even when clients back off: raise retry.first and retry.factor, or ask Genesys what limits the rate of connections (headroom attribute <plan> --axes pace).`,
    );
  if (out !== undefined)
    says.push(
      `${digits(out.dropped - out.back)} ${out.dropped - out.back === 1 ? 'session was' : 'sessions were'} not back (${out.reconnect}): ${out.reconnect === 'sdk' ? '' : 'allow more tries (retry.attempts), '}watch longer (storm.watch), and see in the refusals' words whether the org holds the places of those who were dropped.`,
    );
  return [says.length > 0 ? says.join(' ') : 'Nothing: all were back, and each upgrade opened.'];
}

const failed = ({ causes }: StormReading): boolean => Object.values(causes).some((count) => count > 0);

/** How the sessions of a storm came back, and how many of their upgrades did not open. */
function evidenceOf(storm: StormReading, plan: Plan | undefined): string {
  const cells = new Map(stormTable([storm], stormPlanOf(plan)).map(([label = '', cell = '']) => [label, cell]));
  const way = cells.get('comes back');
  const tried = `${cells.get('upgrades tried')} upgrades tried, ${cells.get('did not open')} did not open, ${cells.get('not back')} not back`;
  return `${storm.reconnect}${way === undefined ? '' : ` (${way})`}: ${tried}`;
}

function stormPlanOf(plan: Plan | undefined): StormPlan | undefined {
  return plan && { retry: plan.retry, watchMs: plan.storm.watchMs };
}
