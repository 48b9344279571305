import { escaped } from './escape.ts';

/** A word that headroom uses, and what it means: docs/glossary.md. */
export type Glossary = readonly { readonly word: string; readonly meaning: string }[];

/** The words of the glossary, from its table in Markdown. */
export function glossaryIn(markdown: string): Glossary {
  return markdown.split('\n').flatMap((line) => {
    const [, word, meaning] = /^\| ([^|]+?) \| (.+) \|$/.exec(line) ?? [];
    if (word === undefined || meaning === undefined || word === 'word') return [];
    return [{ word, meaning: meaning.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '') }];
  });
}

/** Places whose words are explained: heads of tables, names of facts and figures, legends. */
const PLACES = /(<th scope="(?:row|col)"[^>]*>|<dt>|<span class="name">)([^<]+)(?=<)/g;

/**
 * HTML in which the names of rows, columns and figures lead to the glossary, and the words that do. Of a name its longest
 * word that the glossary has is linked.
 */
export function termsLinked(html: string, glossary: Glossary): { readonly html: string; readonly used: Glossary } {
  const words = glossary
    .flatMap((entry) => entry.word.split(', ').map((name) => ({ name, entry })))
    .sort((a, b) => b.name.length - a.name.length);
  const used = new Set<Glossary[number]>();
  const linked = html.replace(PLACES, (whole, open: string, text: string) => {
    for (const { name, entry } of words) {
      const found = new RegExp(`(?<![\\w-])${patternOf(name)}(?![\\w-])`, 'i').exec(text);
      if (found === null) continue;
      used.add(entry);
      const [before, after] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
      return `${open}${before}<a class="term" href="#${idOf(entry.word)}">${found[0]}</a>${after}`;
    }
    return whole;
  });
  return { html: linked, used: glossary.filter((entry) => used.has(entry)) };
}

/** HTML: the words that the page uses, and what they mean. */
export function glossarySection(glossary: Glossary): string {
  if (glossary.length === 0) return '';
  const entries = glossary.map(
    ({ word, meaning }) => `<div><dt id="${idOf(word)}">${escaped(word)}</dt><dd>${escaped(meaning)}</dd></div>`,
  );
  return `<section class="card long"><h2>Words</h2><dl class="words">${entries.join('')}</dl></section>`;
}

/** In the singular as well as in the plural. */
const patternOf = (name: string): string => `${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/s$/, '')}s?`;

const idOf = (word: string): string => `term-${word.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
