/** How names of keys are written, those with escapes too. A key of another form may be what somebody wrote. */
const NAME = /^[\w$@.:\\-]{1,40}$/;
/** So many keys are told one by one. */
const MAX_TOLD = 20;

export const isName = (key: string): boolean => NAME.test(key);

/** Keys of an object of JSON, for an error: one that is not written as a name is told by its length, without its text. */
export function keysInWords(keys: readonly string[]): string {
  const told = keys.slice(0, MAX_TOLD).map((key) => (isName(key) ? key : `a key of ${key.length} characters`));
  return keys.length > MAX_TOLD ? `${told.join(', ')} and ${keys.length - MAX_TOLD} more` : told.join(', ');
}
