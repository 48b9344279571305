import type { Shape } from '../../lib/genesys/platform/shape.ts';
import type { Exchange } from './exchanges.ts';
import { isFields, isList, NOTHING } from './seen-shape.ts';

/** What `headroom hello` found, as `--output` and `--json` have it. */
export interface Hello {
  readonly plan: string;
  readonly target: string;
  /** ISO 8601. */
  readonly at: string;
  readonly exchanges: readonly Exchange[];
  /** What did not come, a line each. */
  readonly missed: readonly string[];
}

export function helloText({ plan, target, exchanges, missed }: Hello): string {
  const lines = [`hello of ${plan} on ${target}`];
  for (const { what, count, status, shape, expected, differences } of exchanges) {
    lines.push(
      '',
      `  ${what}${status === undefined ? '' : `, HTTP ${status}`}${count === 1 ? '' : `, ${count} times`}`,
    );
    lines.push(`    seen      ${shapeText(shape)}`);
    lines.push(`    expected  ${expected === undefined ? 'nothing is read of it' : shapeText(expected)}`);
    for (const { where, kind, expected: wanted, seen } of differences) {
      lines.push(
        kind === 'more' ? `    +         ${where}: ${seen}` : `    DIFFERS   ${where}: ${seen}; expected: ${wanted}`,
      );
    }
  }
  const differing = exchanges.filter(({ differences }) => differences.some(({ kind }) => kind !== 'more')).length;
  lines.push('', ...missed.map((line) => `  MISSED      ${line}`));
  lines.push(
    `  ${exchanges.length} kinds of frames and answers, ${differing} otherwise than expected, ${missed.length} steps missed`,
  );
  return `${lines.join('\n')}\n`;
}

function shapeText(shape: Shape): string {
  if (isList(shape)) return shape[0] === NOTHING ? '[]' : `[${shapeText(shape[0])}]`;
  if (!isFields(shape)) return shape;
  const fields = Object.entries(shape).map(([key, inner]) => `${key}: ${inner === undefined ? '' : shapeText(inner)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
