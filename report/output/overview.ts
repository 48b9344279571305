import { escaped } from '../render/escape.ts';
import { htmlTable } from '../render/html-table.ts';
import type { Report } from './report.ts';

/** HTML: several runs beside one another; nothing for one alone. */
export function overviewSection({ runs }: Report): string {
  if (runs.length < 2) return '';
  const rows = runs.map((run, index) => {
    const [found, held, refused] = run.words.overview(run);
    return [
      `<a href="#run${index + 1}">run ${index + 1}</a><div class="soft">${escaped(run.inputs.join(', '))}</div>`,
      escaped(found),
      held,
      refused,
      run.gate,
    ];
  });
  const head = ['', 'verdict', 'held', 'upgrades refused', 'gate'];
  return `<section class="card"><h2>${runs.length} runs</h2>${htmlTable(head, rows)}</section>`;
}
