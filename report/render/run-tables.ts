import type { MessageReading } from '../../lib/verdict/reading.ts';
import type { Report, RunReport } from '../model/report.ts';
import { digits } from '../page/numbers.ts';
import { escaped } from './escape.ts';
import { table } from './html-table.ts';
import { observedValue } from './key-figures.ts';
import { stormRows } from './storms.ts';

/** Several runs beside one another; nothing for one alone. */
export function overviewSection({ runs }: Report): string {
  if (runs.length < 2) return '';
  const rows = runs.map(({ verdict, reading, storms, gates, inputs }, index) => [
    `<a href="#run${index + 1}">run ${index + 1}</a><div class="soft">${escaped(inputs.join(', '))}</div>`,
    escaped(verdict?.cause ?? (storms.length > 0 ? 'reconnect storm' : 'no verdict')),
    storms.length > 0 ? '–' : reading.heldAfterHold,
    storms.length > 0 ? '–' : reading.refused,
    gates.every(({ ok }) => ok) ? 'holds' : 'crossed',
  ]);
  const head = ['', 'verdict', 'held', 'upgrades refused', 'gate'];
  return `<section class="card"><h2>${runs.length} runs</h2>${table(head, rows)}</section>`;
}

export function gateSection({ gates }: RunReport): string {
  if (gates.length === 0) return '';
  const rows = [...gates]
    .sort((a, b) => Number(a.ok) - Number(b.ok))
    .map((line) => [
      `<span class="badge ${line.ok ? 'good' : 'bad'}">${line.ok ? 'pass' : 'fail'}</span>`,
      `<code>${escaped(line.metric)}: ${escaped(line.rule)}</code><div class="soft">${escaped(line.meaning)}</div>`,
      observedValue(line),
    ]);
  return `<section class="card"><h2>Gate</h2>${table(['', 'rule', 'was'], rows)}</section>`;
}

/** The storms of a run beside one another; nothing for any other run. */
export function stormSection({ plan }: Report, { storms }: RunReport): string {
  if (storms.length === 0) return '';
  const rows = stormRows(storms, plan).map(({ name, cells }) => [name, ...cells.map(escaped)]);
  const head = ['', ...storms.map(({ reconnect }) => reconnect)];
  return `<section class="card"><h2>How the dropped came back</h2>${table(head, rows)}</section>`;
}

/** What became of every message, by the side that sent it. */
export function ledgerSection({ reading }: RunReport): string {
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
  return `<section class="card"><h2>Messages: what became of each</h2>${table(['', ...sides.map(([side]) => `by ${side}s`)], rows)}</section>`;
}

export function statusTable({ statuses }: RunReport): string {
  if (statuses.length === 0) return '';
  const all = statuses.map(([status, count]) => `<b>${digits(count)}</b> × ${escaped(status)}`);
  return `<p class="soft">HTTP status of the customers' upgrades: ${all.join(' · ')}</p>`;
}

export function metricsSection({ metrics }: RunReport): string {
  const rows = Object.entries(metrics)
    .filter(([name]) => !name.includes('{'))
    .map(([name, { type, values }]) => {
      const figures = Object.entries(values).map(([key, value]) => `${key} ${digits(value)}`);
      return [`<code>${escaped(name)}</code>`, type, escaped(figures.join(' · '))];
    });
  return `<section class="card long"><details><summary>All metrics</summary>${table(['metric', 'kind', 'values'], rows)}</details></section>`;
}
