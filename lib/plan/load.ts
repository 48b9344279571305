import builtIn from './built-in.json';
import { type ParsedPlan, parsePlan } from './parse.ts';

/**
 * Entry of the code that validates: the build bundles it, zod included, into the body of one function, because a
 * module's top level costs each VU (k6.md section 11, hazard 2). Call it once, inside a SharedArray builder.
 *
 * `text` undefined takes the small plan the bundle was built with, aimed at the tenant's default address.
 */
export function loadPlan(
  text: string | undefined,
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): ParsedPlan {
  return parsePlan(text ?? JSON.stringify(builtIn), name, env);
}
