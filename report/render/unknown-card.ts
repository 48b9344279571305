import { badge } from './badge.ts';

/** What is said of a run whose metrics are whole where they have to be split by tag. */
export const UNSPLIT = 'Unknown: the metrics of this result are not split by tag, as in a run with --no-thresholds.';

/** HTML: the card at the top of the page of such a run. */
export function unknownCard(word: string, gate: string): string {
  return `<section class="card verdict unsure">${badge('unsure', word)} ${gate}<p class="says">${UNSPLIT}</p><p class="next soft">Give its samples (--out json=…): they carry every tag.</p></section>`;
}
