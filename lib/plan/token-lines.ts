/** One user token, and its line in the file, from 1. */
interface TokenLine {
  readonly token: string;
  readonly line: number;
}

/** The tokens of a file of one user token a line; blank lines count only in the numbers. */
export function tokenLines(text: string): TokenLine[] {
  return text
    .split('\n')
    .map((one, index) => ({ token: one.trim(), line: index + 1 }))
    .filter(({ token }) => token !== '');
}

/**
 * Why these tokens are not those of `agents` agents, in words; undefined where they are. Of a file that holds more, the
 * first ones are used. It never quotes a token.
 */
export function wrongTokens(lines: readonly TokenLine[], agents: number): string | undefined {
  if (lines.length < agents) return `${lines.length} tokens; allowed: one a line for each of ${agents} agents`;
  const seen = new Map<string, number>();
  for (const { token, line } of lines.slice(0, agents)) {
    const first = seen.get(token);
    if (first !== undefined)
      return `the token in line ${line} is that of line ${first}; allowed: a token of another user for each of ${agents} agents`;
    seen.set(token, line);
  }
  return undefined;
}
