import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import { phrasesText } from '../../lib/verdict/reading/refusals.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Part } from '../model/told.ts';
import { escaped } from './escape.ts';
import { plain } from './markdown-text.ts';
import { deploymentsText, periodText, refusalText, WORDS_NOT_KEPT } from './refusal-text.ts';
import { partSection } from './told-section.ts';

const TITLE = 'What refusals say';

/** HTML: each kind of refusal with its words, or where there are no samples the number of each phrase. */
export function refusalsSection({ refusals, reading }: RunReport): string {
  if (refusals !== undefined && refusals.length > 0) return partSection(refusalsPart(refusals));
  const said = phrasesText(reading ?? {});
  if (said === '') return '';
  const note = refusals === undefined ? `<p class="soft">${escaped(sentence(WORDS_NOT_KEPT))}</p>` : '';
  return `<section class="card"><h2>${TITLE}</h2><p>${escaped(said)}</p>${note}</section>`;
}

/** Each kind of refusal, in number, with its words and from when to when. */
export function refusalsPart(refusals: readonly SeenRefusals[]): Part {
  return {
    title: TITLE,
    head: ['number', 'status', 'words', 'more', 'first to last'],
    rows: refusals.map((each) => {
      const { count, status, says, words, server, retry_after, correlation, scenario } = each;
      const more = [
        says,
        scenario && `scenario ${scenario}`,
        server && `server ${server}`,
        retry_after && `Retry-After ${retry_after}`,
        deploymentsText(each),
        correlation && `correlation id of the first ${correlation}`,
      ].filter((part) => part !== undefined && part !== '');
      return [count, status, words === '' ? '–' : words, more.join(' · '), periodText(each)];
    }),
  };
}

/** Markdown of the same. */
export function refusalsMarkdown({ refusals, reading }: RunReport): string {
  if (refusals !== undefined && refusals.length > 0) return refusalsList(refusals);
  const said = phrasesText(reading ?? {});
  if (said === '') return '';
  return `\n${TITLE}: ${plain(refusals === undefined ? `${said}; ${WORDS_NOT_KEPT}` : said)}\n`;
}

export function refusalsList(refusals: readonly SeenRefusals[]): string {
  return `\n${TITLE}:\n\n${refusals.map((each) => `- ${plain(refusalText(each))}\n`).join('')}`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
