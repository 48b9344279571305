import { readFileSync } from 'node:fs';
import type * as z from 'zod';
import { RESULT_FORMAT } from '../../lib/verdict/result-text.ts';
import { isObject, type JsonObject } from './json.ts';
import { cleanupSchema, verifySchema } from './org-files.ts';
import { preflightSchema } from './preflight.ts';
import { runSchema, stormSchema } from './run-result.ts';
import { attributeSchema, ceilingSchema, compareSchema, phaseSchema, resumeSchema } from './search-result.ts';

/**
 * The files that headroom writes for itself and for others: what `-e RESULT` names, what `headroom ceiling`,
 * `attribute`, `compare`, `preflight`, `verify` and `cleanup` print with `--json`, and what an interrupted search goes on
 * from. Everything that reads one back does it here.
 */

const SCHEMAS = {
  run: runSchema,
  storm: stormSchema,
  phase: phaseSchema,
  ceiling: ceilingSchema,
  attribute: attributeSchema,
  compare: compareSchema,
  resume: resumeSchema,
  preflight: preflightSchema,
  verify: verifySchema,
  cleanup: cleanupSchema,
} as const;

export type ResultKind = keyof typeof SCHEMAS;
export type ResultOf<K extends ResultKind> = z.output<(typeof SCHEMAS)[K]>;
export type Result = { [K in ResultKind]: { readonly kind: K; readonly content: ResultOf<K> } }[ResultKind];

/** Why a result cannot be read, in one line: the place in it, what is there and what is allowed. */
export class ResultError extends Error {
  override readonly name = 'ResultError';
  /** The line without the name of the file. */
  readonly why: string;

  constructor(why: string, file?: string) {
    const line = why.replace(/\s+/g, ' ');
    super(file === undefined ? line : `${file}: ${line}`);
    this.why = line;
  }
}

/**
 * Takes a parsed file for what it says it is. Undefined when it is none of headroom's results, such as a summary of
 * k6's own. Throws `ResultError` when it is one that cannot be read: of a higher format, or with a value of a wrong type.
 *
 * @example
 * const result = resultIn(JSON.parse(text));
 * if (result?.kind === 'run') console.log(result.content.plan?.name);
 */
export function resultIn(document: unknown): Result | undefined {
  if (!isObject(document)) return undefined;
  checkFormat(document);
  const kind = kindOf(document);
  return kind && ({ kind, content: contentOf(kind, document) } as Result);
}

/** What writes each kind, for messages. */
const WRITTEN_BY: Readonly<Record<ResultKind, string>> = {
  run: 'the file of -e RESULT',
  storm: 'the file of -e RESULT',
  phase: 'the file of -e RESULT',
  ceiling: 'headroom ceiling --json',
  attribute: 'headroom attribute --json',
  compare: 'headroom compare --json',
  resume: 'what an interrupted search left',
  preflight: 'headroom preflight --json',
  verify: 'headroom verify --json',
  cleanup: 'headroom cleanup --json',
};

/** Reads a file that has to be a result of one of these kinds. Throws `ResultError` with `name`, or else the file's path. */
export function readResult<K extends ResultKind>(
  file: string,
  kinds: readonly K[],
  name = file,
): Extract<Result, { readonly kind: K }> {
  const allowed = [...new Set(kinds.map((kind) => WRITTEN_BY[kind]))].join(', ');
  try {
    const result = resultIn(parsed(file, allowed));
    if (isOneOf(kinds, result)) return result;
    throw new ResultError(`not one; allowed: ${allowed}`);
  } catch (error) {
    throw error instanceof ResultError ? new ResultError(error.why, name) : error;
  }
}

function isOneOf<K extends ResultKind>(
  kinds: readonly K[],
  result: Result | undefined,
): result is Extract<Result, { readonly kind: K }> {
  return kinds.some((kind) => kind === result?.kind);
}

function parsed(file: string, allowed: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const found = code === undefined ? 'not JSON' : code === 'ENOENT' ? 'no such file' : code;
    throw new ResultError(`${found}; allowed: ${allowed}`);
  }
}

function checkFormat({ format }: JsonObject): void {
  if (format === undefined) return;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    throw new ResultError(`format: ${shown(format)}; allowed: ${RESULT_FORMAT}`);
  }
  if (format > RESULT_FORMAT) {
    throw new ResultError(`format: ${format}; allowed: up to ${RESULT_FORMAT}: update headroom to read it`);
  }
}

/** What a file is, by the script or the command that it names, or else by what only one command writes. */
function kindOf(document: JsonObject): ResultKind | undefined {
  const { script, run, of, history, result, metrics, plan, checks } = document;
  if (script === 'ceiling') return 'phase';
  if (script === 'reconnect-storm') return 'storm';
  if (script !== undefined || run !== undefined || (metrics !== undefined && plan !== undefined)) return 'run';
  if (of !== undefined && history !== undefined) return 'resume';
  if (isObject(result)) {
    if ('windows' in result) return 'ceiling';
    if ('findings' in result) return 'attribute';
    if ('answer' in result) return 'compare';
  }
  if (document.discrepancies !== undefined && document.transcripts !== undefined) return 'verify';
  if (isObject(document.cleanup)) return 'cleanup';
  return checks === undefined ? undefined : 'preflight';
}

/** The document itself, keys that this headroom does not know included. */
function contentOf<K extends ResultKind>(kind: K, document: JsonObject): ResultOf<K> {
  const checked = SCHEMAS[kind].safeParse(document);
  if (checked.success) return document as ResultOf<K>;
  const [issue] = checked.error.issues;
  throw new ResultError(issue === undefined ? 'not valid' : lineOf(issue, document));
}

function lineOf({ path, message }: z.core.$ZodIssue, document: JsonObject): string {
  const where = path.length === 0 ? 'the file' : shortened(path.map(String).join('.'));
  const allowed = message.replace(/^Invalid (?:input|option): expected /, '').replace(/, received .*$/, '');
  return `${where}: ${shown(valueAt(document, path))}; allowed: ${allowed}`;
}

function valueAt(document: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce((value, key) => (Object(value) as Record<PropertyKey, unknown>)[key], document);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : shortened(JSON.stringify(value));
}

const LONGEST = 60;
function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}…` : text;
}
