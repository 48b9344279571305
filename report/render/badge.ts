import { escaped } from './escape.ts';

export type Tone = 'good' | 'bad' | 'unsure';

/** HTML: a word on a colour. */
export function badge(tone: Tone, text: string): string {
  return `<span class="badge ${tone}">${escaped(text)}</span>`;
}
