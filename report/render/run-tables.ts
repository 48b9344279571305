import { RECEIPT_STATES } from '../../lib/dialogues/receipts.ts';
import { SHIFT_OUTCOMES, VISIT_OUTCOMES } from '../../lib/measures/table/tag-values.ts';
import type { MessageReading } from '../../lib/verdict/reading/messages.ts';
import type { RunReport } from '../model/run-report.ts';
import { digits } from '../page/number-format.ts';
import { badge, type Tone } from './badge.ts';
import { escaped } from './escape.ts';
import { htmlTable } from './html-table.ts';
import { NOT_EVALUATED, observedValue } from './key-figures.ts';

const GATE_WORDS: Readonly<Record<`${boolean | null}`, readonly [Tone, string]>> = {
  true: ['good', 'pass'],
  false: ['bad', 'fail'],
  null: ['unsure', 'not evaluated'],
};
const FIRST = [false, null, true];

/** HTML: the gate, rule by rule, what failed first. */
export function gateSection({ gate, gates }: RunReport): string {
  const says = gate === 'not evaluated' ? `<p class="soft">${NOT_EVALUATED}</p>` : '';
  if (gates.length === 0) return `<section class="card"><h2>Gate</h2>${says}</section>`;
  const rows = [...gates]
    .sort((a, b) => FIRST.indexOf(a.ok) - FIRST.indexOf(b.ok))
    .map((line) => [
      badge(...GATE_WORDS[`${line.ok}`]),
      `<code>${escaped(line.metric)}: ${escaped(line.rule)}</code><div class="soft">${escaped(line.meaning)}</div>`,
      observedValue(line),
    ]);
  return `<section class="card"><h2>Gate</h2>${says}${htmlTable(['', 'rule', 'was'], rows)}</section>`;
}

/** What became of every message, by the side that sent it. */
export function ledgerSection({ reading }: RunReport): string {
  if (reading === undefined) return '';
  const sides = Object.entries(reading.messages).filter(([, { sent }]) => sent > 0);
  if (sides.length === 0) return '';
  const states: readonly (keyof MessageReading)[] = [
    'sent',
    'acked',
    'lost',
    'altered',
    'duplicated',
    'reordered',
    'unresolved',
  ];
  const rows = states.map((state) => [state, ...sides.map(([, counts]) => counts[state])]);
  return `<section class="card"><h2>Messages: what became of each</h2>${htmlTable(['', ...sides.map(([side]) => `by ${side}s`)], rows)}</section>`;
}

/** What the other side received, by the side that sent it, beside what became of visits and shifts. */
export function serviceSection({ reading }: RunReport): string {
  const { service, received } = reading ?? {};
  const tables: string[] = [];
  const visits = service === undefined ? [] : VISIT_OUTCOMES.filter((outcome) => service.outcomes[outcome] > 0);
  if (service !== undefined && visits.length > 0)
    tables.push(
      htmlTable(
        ['visits', ''],
        visits.map((outcome) => [outcome, service.outcomes[outcome]]),
      ),
    );
  const shifts = service === undefined ? [] : SHIFT_OUTCOMES.filter((outcome) => service.shifts[outcome] > 0);
  if (service !== undefined && shifts.length > 0)
    tables.push(
      htmlTable(
        ['shifts', ''],
        shifts.map((outcome) => [outcome, service.shifts[outcome]]),
      ),
    );
  const sides = (['customer', 'agent'] as const).flatMap((side) => {
    const counts = received?.[side];
    return counts === undefined ? [] : [{ side, counts }];
  });
  if (sides.length > 0) {
    const rows = RECEIPT_STATES.map((state) => [state, ...sides.map(({ counts }) => counts[state])]);
    tables.push(htmlTable(['what the other side received', ...sides.map(({ side }) => `of ${side}s`)], rows));
  }
  if (tables.length === 0) return '';
  return `<section class="card"><h2>What customers had of it</h2>${tables.join('')}</section>`;
}

export function statusTable({ statuses }: RunReport): string {
  if (statuses.length === 0) return '';
  const all = statuses.map(([status, count]) => `<b>${digits(count)}</b> × ${escaped(status)}`);
  return `<p class="soft">HTTP status of the customers' upgrades: ${all.join(' · ')}</p>`;
}

export function metricsSection({ metrics, reading }: RunReport): string {
  const unseen = reading?.refusals?.unseen ?? 0;
  const rows = Object.entries(metrics)
    .filter(([name]) => !name.includes('{'))
    .map(([name, { type, values }]) => {
      const figures = Object.entries(values).map(([key, value]) => `${key} ${digits(value)}`);
      // The dense transport has no sample of a refusal here: its 0 is none.
      if (name === 'ws_upgrade_503' && unseen > 0)
        figures.push(`status not seen of ${digits(unseen)} refusals (dense)`);
      return [`<code>${escaped(name)}</code>`, type, escaped(figures.join(' · '))];
    });
  return `<section class="card long"><details><summary>All metrics</summary>${htmlTable(['metric', 'kind', 'values'], rows)}</details></section>`;
}
