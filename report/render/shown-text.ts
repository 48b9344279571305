import { credentialsHidden } from '../../lib/base/clean-text.ts';

/** How text that others wrote is shown: an org's names and bodies, what a file holds. */

/**
 * What a terminal or a page would obey and not show: control characters, marks without a width, among them those that
 * turn the direction of text, and separators of lines that are none in ASCII.
 */
const CONTROLS = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Shows control characters as their escapes, which JSON reads as the same characters. Tabs and ends of lines stay. */
export function controlsShown(text: string): string {
  return text.replace(CONTROLS, (character) =>
    [...Array(character.length).keys()]
      .map((place) => `\\u${character.charCodeAt(place).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** Text of others as it may be printed, over as many lines as it has. */
export const shownText = (text: string): string => controlsShown(credentialsHidden(text));

/** The longest text of others that is printed in one place. */
const MAX_CHARACTERS = 300;

/** Text of others as it may be printed in one line, and no longer than `max` characters. */
export function shownLine(text: string, max = MAX_CHARACTERS): string {
  const line = shownText(text).replace(/\s+/g, ' ').trim();
  return line.length <= max ? line : `${line.slice(0, max)}… (${line.length} characters)`;
}
