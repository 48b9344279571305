import { RECEIPT_STATES } from '../../lib/dialogues/receipts.ts';
import { SHIFT_OUTCOMES, VISIT_OUTCOMES } from '../../lib/measures/table/tag-values.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { MessageReading } from '../../lib/verdict/reading/messages.ts';
import { figureLines } from '../../lib/verdict/run/text.ts';
import type { RunReport } from '../model/run-report.ts';
import { type Cell, factsOf, factsPart, type Part } from '../model/told.ts';
import { digits } from '../page/number-format.ts';
import { NOT_EVALUATED, observedValue } from './key-figures.ts';

/** What a run has to tell beside its charts, a part each; empty where there is nothing of it. */

const GATE_WORDS: Readonly<Record<`${boolean | null}`, Cell>> = {
  true: { tone: 'good', word: 'pass' },
  false: { tone: 'bad', word: 'fail' },
  null: { tone: 'unsure', word: 'not evaluated' },
};
const FIRST = [false, null, true];

/** The gate, rule by rule, what failed first. */
export function gatePart({ gate, gates }: RunReport): Part[] {
  const note = gate === 'not evaluated' ? { note: NOT_EVALUATED } : {};
  if (gates.length === 0) return gate === 'not evaluated' ? [{ title: 'Gate', ...note, head: [], rows: [] }] : [];
  const rows = [...gates]
    .sort((a, b) => FIRST.indexOf(a.ok) - FIRST.indexOf(b.ok))
    .map((line) => [GATE_WORDS[`${line.ok}`], `${line.metric}: ${line.rule}`, observedValue(line), line.meaning]);
  return [{ title: 'Gate', ...note, head: ['', 'rule', 'was', 'what it is about'], rows }];
}

/** The lines of the run's own summary, as k6 or the engine printed them. */
export function summaryPart({ reading, script }: RunReport, plan: Plan | undefined): Part[] {
  if (reading === undefined || plan === undefined || script === 'reconnect-storm') return [];
  return [
    factsPart(
      'The figures of its summary',
      factsOf(figureLines({ script: script ?? 'contact-centre', plan }, reading)),
    ),
  ];
}

/** By deployment, by its place in the plan. No tag tells the queue. */
export function deploymentsPart({ reading }: RunReport): Part[] {
  const { deployments = [] } = reading?.wayIn ?? {};
  const tried = deployments.filter((one) => one.tried > 0);
  if (tried.length === 0) return [];
  return [
    {
      title: 'By deployment',
      note: 'Upgrades by the place of their deployment in the plan; those beyond the 16th together are "other". No measure tells queues apart.',
      head: ['deployment', 'upgrades tried', 'refused', 'share refused'],
      rows: tried.map(({ place, tried: all, refused }) => [place, all, refused, `${digits((100 * refused) / all)} %`]),
    },
  ];
}

/** What became of every message, by the side that sent it, and what the other side received. */
export function ledgerParts({ reading }: RunReport): Part[] {
  if (reading === undefined) return [];
  const sides = Object.entries(reading.messages).filter(([, { sent }]) => sent > 0);
  const states: readonly (keyof MessageReading)[] = [
    'sent',
    'acked',
    'lost',
    'altered',
    'duplicated',
    'reordered',
    'unresolved',
  ];
  const received = (['customer', 'agent'] as const).flatMap((side) => {
    const counts = reading.received?.[side];
    return counts === undefined ? [] : [{ side, counts }];
  });
  const sent: Part = {
    title: 'Messages: what became of each',
    head: ['state', ...sides.map(([side]) => `by ${side}s`)],
    rows: states.map((state) => [state, ...sides.map(([, counts]) => counts[state])]),
  };
  const heard: Part = {
    title: 'Messages: what the other side received',
    head: ['state', ...received.map(({ side }) => `of ${side}s`)],
    rows: RECEIPT_STATES.map((state) => [state, ...received.map(({ counts }) => counts[state])]),
  };
  return [...(sides.length === 0 ? [] : [sent]), ...(received.length === 0 ? [] : [heard])];
}

/** What became of visits and of shifts. */
export function outcomesPart({ reading }: RunReport): Part[] {
  const { service } = reading ?? {};
  if (service === undefined) return [];
  const visits = VISIT_OUTCOMES.flatMap((outcome) => counted('visits', outcome, service.outcomes[outcome]));
  const shifts = SHIFT_OUTCOMES.flatMap((outcome) => counted('shifts', outcome, service.shifts[outcome]));
  const rows = [...visits, ...shifts];
  return rows.length === 0 ? [] : [{ title: 'What customers had of it', head: ['of', 'outcome', 'number'], rows }];
}

const counted = (of: string, outcome: string, count: number): Cell[][] => (count > 0 ? [[of, outcome, count]] : []);

export function statusPart({ statuses }: RunReport): Part[] {
  if (statuses.length === 0) return [];
  const rows = statuses.map(([status, count]) => [status, count]);
  return [{ title: "HTTP status of the customers' upgrades", head: ['status', 'upgrades'], rows }];
}

export function metricsPart({ metrics, reading }: RunReport): Part {
  const unseen = reading?.refusals?.unseen ?? 0;
  const rows = Object.entries(metrics)
    .filter(([name]) => !name.includes('{'))
    .map(([name, { type, values }]) => {
      const figures = Object.entries(values).map(([key, value]) => `${key} ${digits(value)}`);
      // The dense transport has no sample of a refusal here: its 0 is none.
      if (name === 'ws_upgrade_503' && unseen > 0)
        figures.push(`status not seen of ${digits(unseen)} refusals (dense)`);
      return [name, type, figures.join(' · ')];
    });
  return { title: 'All metrics', head: ['metric', 'kind', 'values'], rows, fold: `${rows.length} metrics` };
}
