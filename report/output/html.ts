import type { Told } from '../model/told.ts';
import type { Chart } from '../page/chart.ts';
import { badge } from '../render/badge.ts';
import { escaped, jsonInScript } from '../render/escape.ts';
import { type Glossary, glossarySection, termsLinked } from '../render/glossary.ts';
import { toldSection } from '../render/told-section.ts';
import { overviewSection } from './overview.ts';
import { nameOfReport, type Report } from './report.ts';
import { toldRun } from './told-run.ts';

/** The page's own script and styles, as built, and the words that it may have to explain. */
export interface PageAssets {
  readonly script: string;
  readonly styles: string;
  readonly glossary?: Glossary;
}

/** The whole report as one file that asks nothing of anyone: the policy at its top forbids every request. */
export function htmlOf(report: Report, { script, styles, glossary = [] }: PageAssets): string {
  const runs = report.runs.map((run, index) => toldRun(report, run, index));
  const charts: Record<string, Chart> = Object.assign({}, ...runs.map((run) => run.charts));
  const shown = [
    ...runs.map(({ told }, index) => ({ told, id: `run${index + 1}` })),
    ...report.documents.map(({ told }, index) => ({ told, id: `document${index + 1}` })),
  ];
  const sections = [
    overviewSection(report),
    contentsOf(shown),
    ...shown.map(({ told, id }) => toldSection(told, id)),
    notesSection(report),
  ];
  const { html, used } = termsLinked(sections.filter((section) => section !== '').join('\n'), glossary);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(nameOfReport(report))}</title>
<style>${styles}</style>
</head>
<body>
<header><a class="skip" href="#main">Skip to the answer</a><h1>headroom</h1><span class="soft">${escaped(nameOfReport(report).replace(/^headroom report: /, ''))}</span></header>
<main id="main">
${html}
${glossarySection(used)}
</main>
<script type="application/json" id="charts">${jsonInScript(charts)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** HTML: what a page of several results has, and where: a reader of the first need not know that there are more. */
function contentsOf(shown: readonly { readonly told: Told; readonly id: string }[]): string {
  if (shown.length < 2) return '';
  const entries = shown.map(
    ({ told: { title, tone, word }, id }) => `<li><a href="#${id}">${escaped(title)}</a> ${badge(tone, word)}</li>`,
  );
  return `<nav aria-label="On this page"><ul>${entries.join('')}</ul></nav>`;
}

/** What could not be read, or not to its end. */
function notesSection({ notes }: Report): string {
  if (notes.length === 0) return '';
  const list = notes.map((note) => `<li>${escaped(note)}</li>`).join('');
  return `<section class="card"><h2>What was not read, or not whole</h2><ul>${list}</ul></section>`;
}
