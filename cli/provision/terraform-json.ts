/** Blocks of Terraform's JSON syntax. */

/** A block, or several by their names. */
export type Blocks = Readonly<Record<string, unknown>>;

export const list = <T>(count: number, of: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index + 1));

/** The blocks `<prefix>_1` to `<prefix>_<count>`. */
export const named = (prefix: string, count: number, of: (n: number) => Blocks): Blocks =>
  Object.fromEntries(list(count, (n) => [`${prefix}_${n}`, of(n)]));

export const ref = (...names: readonly string[]): string => `\${${names.join('.')}}`;

/** Escapes text from outside, so that Terraform evaluates nothing in it. */
export const literal = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');
