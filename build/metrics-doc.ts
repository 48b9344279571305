import type { Measure, TagValues } from '../lib/measures/table/measure.ts';
import { MEASURES } from '../lib/measures/table/rows.ts';

const HEAD = `# Metrics

Names are public: gates, tests and dashboards use them. Trends are in ms unless said otherwise. This page is made from the table of
measures (lib/measures/table); \`npm run docs:metrics\` writes it anew.

| name | kind | unit | tags | meaning |
|---|---|---|---|---|
`;

const FOOT = `
No token, user, conversation id or text is ever a tag, and \`url\` is left out of \`systemTags\`.
`;

/** A tag with more values than this has them in a list below the table. */
const MAX_IN_ROW = 12;

/** docs/metrics.md: one row for each metric of the table. */
export function metricsMarkdown(): string {
  return `${HEAD}${MEASURES.map(row).join('')}${MEASURES.map(longTags).join('')}${FOOT}`;
}

function row({ name, kind, unit, tags, says }: Measure): string {
  return `| \`${name}\` | ${kind} | ${unit} | ${tagsText(tags)} | ${says} |\n`;
}

function tagsText(tags: TagValues): string {
  return Object.entries(tags)
    .map(([tag, values]) => `\`${tag}\`: ${valuesText(values)}`)
    .join('; ');
}

function valuesText(values: readonly string[]): string {
  if (values.length === 0) return 'a number';
  return values.length > MAX_IN_ROW ? 'see below' : values.join(', ');
}

/** The values of tags that have too many for a row, one a line. */
function longTags({ name, tags }: Measure): string {
  const long = Object.entries(tags).filter(([, values]) => values.length > MAX_IN_ROW);
  return long
    .map(
      ([tag, values]) => `\nValues of \`${tag}\` in \`${name}\`:\n\n${values.map((one) => `- \`${one}\`\n`).join('')}`,
    )
    .join('');
}
