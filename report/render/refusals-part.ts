import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import { phrasesText } from '../../lib/verdict/reading/refusals.ts';
import type { RunReport } from '../model/run-report.ts';
import type { Part } from '../model/told.ts';
import { capitalised } from './capitalised.ts';
import { deploymentsText, periodText, WORDS_NOT_KEPT } from './refusal-text.ts';

const TITLE = 'What refusals say';

/** Each kind of refusal with its words, or where there are no samples the number of each phrase. */
export function refusalParts({ refusals, reading }: RunReport): Part[] {
  if (refusals !== undefined && refusals.length > 0) return [refusalsPart(refusals)];
  const said = phrasesText(reading ?? {});
  if (said === '') return [];
  const note = refusals === undefined ? { note: sentence(WORDS_NOT_KEPT) } : {};
  return [{ title: TITLE, ...note, head: [], rows: [['by phrase', said]] }];
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

const sentence = (text: string): string => `${capitalised(text)}.`;
