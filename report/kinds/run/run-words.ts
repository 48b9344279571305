import { badge } from '../../render/badge.ts';
import { escaped } from '../../render/escape.ts';
import { plain } from '../../render/markdown-text.ts';
import type { RunWords } from '../../render/run-kind.ts';
import { UNSPLIT, unknownCard } from '../../render/unknown-card.ts';

const NEEDS_PLAN = [
  'No verdict: the plan is not known.',
  'Give the file that the run wrote with -e RESULT=… beside its samples, or the plan with --plan.',
] as const;

export const runWords: RunWords = {
  overview: ({ verdict, reading, whole }) => [
    verdict?.cause ?? 'no verdict',
    reading?.heldAfterHold ?? '–',
    whole.refused,
  ],

  card({ verdict, whole, unknown }, plan, gate) {
    if (unknown.length > 0) return unknownCard('no verdict', gate);
    if (verdict === undefined) {
      const nobody = whole.agentsConnected > 0 ? 'No verdict: only agents ran.' : 'No verdict: nothing ran.';
      const [why, next] = plan ? [nobody, ''] : NEEDS_PLAN;
      return `<section class="card verdict unsure">${badge('unsure', 'no verdict')} ${gate}<p class="says">${why}</p><p class="next soft">${next}</p></section>`;
    }
    const tone = verdict.cause === 'none' ? 'good' : verdict.cause === 'undetermined' ? 'unsure' : 'bad';
    const evidence = verdict.evidence.map((line) => `<li>${escaped(line)}</li>`).join('');
    return `<section class="card verdict ${tone}">${badge(tone, verdict.cause)} ${gate}
<p class="says">${escaped(verdict.says)}</p><ul>${evidence}</ul>
${verdict.change === undefined ? '' : `<p class="change"><b>What to change.</b> ${escaped(verdict.change)}</p>`}
${verdict.next === undefined ? '' : `<p class="next soft"><b>To be sure.</b> ${escaped(verdict.next)}</p>`}
${verdict.also.map(({ cause, says }) => `<p class="also soft"><b>Also ${escaped(cause)}.</b> ${escaped(says)}</p>`).join('')}</section>`;
  },

  sections: () => [],

  drawsSessions: true,

  outcomesTitle: 'Upgrade attempts a second, by outcome',

  markdown({ verdict, unknown }) {
    if (unknown.length > 0) return `**${plain(UNSPLIT)}**\n\n`;
    if (verdict === undefined) return `**${plain('No verdict.')}**\n\n`;
    const evidence = verdict.evidence.map((line) => `- ${plain(line)}\n`).join('');
    const advice = [
      verdict.change && `What to change: ${verdict.change}`,
      verdict.next && `To be sure: ${verdict.next}`,
      ...verdict.also.map(({ cause, says }) => `Also ${cause}: ${says}`),
    ];
    const next = advice.map((text) => (text ? `\n${plain(text)}\n` : '')).join('');
    return `**${plain(verdict.says)}** (\`${verdict.cause}\`)\n\n${evidence}${next}`;
  },

  markdownTable: () => '',

  plain({ verdict, unknown }) {
    if (verdict === undefined) return 'no verdict';
    const missing = unknown.length > 0 ? UNSPLIT : '';
    const lines = [`verdict: ${verdict.cause}`, verdict.says, missing, ...verdict.evidence, verdict.change ?? ''];
    return lines.filter((line) => line !== '').join('\n');
  },
};
