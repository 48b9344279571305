/** The format of results, as their key `format`. Within one format keys are added and none changes its meaning. */
export const RESULT_FORMAT = 1;

/** A result as it is written, with its format first. `indent` as for `JSON.stringify`. */
export function resultText(content: object, indent?: number): string {
  return `${JSON.stringify({ format: RESULT_FORMAT, ...content }, null, indent)}\n`;
}
