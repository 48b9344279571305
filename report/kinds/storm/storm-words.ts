import { badge, type Tone } from '../../render/badge.ts';
import { escaped } from '../../render/escape.ts';
import { htmlTable } from '../../render/html-table.ts';
import { plain } from '../../render/markdown-text.ts';
import type { RunWords } from '../../render/run-kind.ts';
import { UNSPLIT, unknownCard } from '../../render/unknown-card.ts';
import { stormRows, stormSays } from './storm-rows.ts';

export const stormWords: RunWords = {
  overview: () => ['reconnect storm', '–', '–'],

  card({ storms, unknown, gate: outcome }, plan, gate) {
    if (unknown.length > 0) return unknownCard('reconnect storm', gate);
    const tone: Tone = outcome === 'holds' ? 'good' : outcome === 'crossed' ? 'bad' : 'unsure';
    return `<section class="card verdict ${tone}">${badge(tone, 'reconnect storm')} ${gate}<p class="says">${escaped(stormSays(storms, plan))}</p><p class="next soft">A storm has figures and no verdict: what is better depends on what the org can bear.</p></section>`;
  },

  /** The storms of the run beside one another. */
  sections({ storms }, plan) {
    if (storms.length === 0) return [];
    const rows = stormRows(storms, plan).map(({ name, cells }) => [name, ...cells.map(escaped)]);
    const head = ['', ...storms.map(({ reconnect }) => reconnect)];
    return [`<section class="card"><h2>How the dropped came back</h2>${htmlTable(head, rows)}</section>`];
  },

  // Nothing counts when the sessions of a storm leave.
  drawsSessions: false,

  outcomesTitle: 'Upgrade attempts a second from each drop on, by outcome',

  markdown: ({ storms, unknown }, plan) => `**${plain(unknown.length > 0 ? UNSPLIT : stormSays(storms, plan))}**\n\n`,

  markdownTable({ storms }, plan) {
    if (storms.length === 0) return '';
    const rows = stormRows(storms, plan).map(({ name, cells }) => `| ${[name, ...cells.map(plain)].join(' | ')} |\n`);
    const head = ['', ...storms.map(({ reconnect }) => reconnect)];
    return `\n| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}\n${rows.join('')}`;
  },

  plain: ({ storms, unknown }, plan) => `reconnect storm: ${unknown.length > 0 ? UNSPLIT : stormSays(storms, plan)}`,
};
