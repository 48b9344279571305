/** How text that others wrote is shown: an org's names and bodies, what a file holds. */

/** What stands in place of a secret. */
export const HIDDEN = '[hidden]';

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

/** A JSON Web Token, or the beginning of one. */
const JWT = /\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g;
/** What follows the name of a scheme or of a field that holds a credential. */
const NAMED =
  /\b((?:bearer|basic)\s+|(?:access_token|refresh_token|id_token|client_secret|assertion|SAMLResponse|code_verifier)["']?\s*[=:]\s*["']?)[A-Za-z0-9+/_.~%-]{6,}={0,2}/gi;
/** A run of letters and digits as long as a token of Genesys. Ids are shorter, or have no capitals. */
const RUN = /[A-Za-z0-9_-]{40,}|[A-Za-z0-9+/]{100,}={0,2}/g;

/** Replaces what has the form of a credential: a token, an assertion, and what is named as one. */
export function credentialsHidden(text: string): string {
  return text
    .replace(NAMED, (_, name: string) => `${name}${HIDDEN}`)
    .replace(JWT, HIDDEN)
    .replace(RUN, (run) => (/[a-z]/.test(run) && /[A-Z]/.test(run) && /[0-9]/.test(run) ? HIDDEN : run));
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
