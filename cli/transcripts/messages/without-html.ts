import { Parser } from 'htmlparser2';

const LOOKS_LIKE =
  /<\/?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|img|table|tr|td|h[1-6]|html|body|font|blockquote|pre|code|attachment|emoji)\b[^<>]*>|&(?:[a-z]{2,8}|#\d{2,6}|#x[\da-f]{2,6});/i;
/** Elements after which a new line begins. */
const BLOCKS = new Set([
  'p',
  'div',
  'li',
  'tr',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'table',
]);
const UNSEEN = new Set(['script', 'style', 'head', 'title']);

export const looksLikeHtml = (text: string): boolean =>
  (text.includes('<') || text.includes('&')) && LOOKS_LIKE.test(text);

/** The text that a page shows for HTML: no tags, entities as their signs, and a new line where a paragraph ends. */
export function withoutHtml(html: string): string {
  let [text, unseen] = ['', 0];
  const parser = new Parser({
    onopentagname: (name) => {
      if (name === 'br') text += '\n';
      if (UNSEEN.has(name)) unseen++;
    },
    ontext: (part) => {
      if (unseen === 0) text += part;
    },
    onclosetag: (name) => {
      if (BLOCKS.has(name)) text += '\n';
      if (UNSEEN.has(name)) unseen--;
    },
  });
  parser.write(html);
  parser.end();
  return text.trim();
}
