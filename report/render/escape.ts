import { shownText } from './shown-text.ts';

/**
 * Text as it may stand in HTML and XML, between tags and in quotes: control characters shown, credentials hidden. What
 * XML has no place for besides is dropped.
 */
export function escaped(text: string): string {
  return shownText(text)
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON as it may stand in a script element. */
export function jsonInScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028');
}
