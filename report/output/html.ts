import type { Charts } from '../page/chart.ts';
import { escaped, jsonInScript } from '../render/escape.ts';
import { planSection } from '../render/plan-section.ts';
import { metricsSection } from '../render/run-tables.ts';
import { toldSection } from '../render/told-section.ts';
import { notesSection } from './notes-section.ts';
import { overviewSection } from './overview.ts';
import { nameOfReport, type Report } from './report.ts';
import { runSections } from './run-sections.ts';

/** The page's own script and styles, as built. */
export interface PageAssets {
  readonly script: string;
  readonly styles: string;
}

/** The whole report as one file that asks nothing of anyone: the policy at its top forbids every request. */
export function htmlOf(report: Report, assets: PageAssets): string {
  const charts: Record<string, Charts[string]> = {};
  const runs = report.runs.map((run, index) => runSections(report, run, index, charts));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(nameOfReport(report))}</title>
<style>${assets.styles}</style>
</head>
<body>
<main>
${report.runs.length === 0 ? '<header><h1>headroom</h1></header>' : ''}
${overviewSection(report)}
${runs.join('\n')}
${report.documents.map(({ told }, index) => toldSection(told, `document${index + 1}`)).join('\n')}
${planSection(report.plan)}
${notesSection(report)}
${report.runs.map(metricsSection).join('\n')}
</main>
<script type="application/json" id="charts">${jsonInScript(charts)}</script>
<script>${assets.script}</script>
</body>
</html>
`;
}
