import { type Dialogue, parseDialogues } from '../dialogues/dialogue.ts';
import { sampleTranscripts } from '../dialogues/sample.ts';
import { isInParts, partIn, partPath, partsBy, refuseOtherPart } from '../dialogues/set-part.ts';
import { openingsOf } from '../dialogues/transcript-by-opening.ts';
import { asidesAmongTurns } from './asides.ts';
import builtIn from './built-in.json';
import { formatDuration } from './duration.ts';
import { loadGuests } from './guest-credentials.ts';
import { type Inputs, inputsOf } from './inputs.ts';
import { onceRefusal } from './once-fits.ts';
import { type Beside, openFirst } from './open-file.ts';
import { type ParsedPlan, parsePlan } from './parse.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';
import { isLoopback } from './target.ts';
import { expiringTokens } from './token-expiry.ts';
import { tokenLines, wrongTokens } from './token-lines.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * What a script loads beside the plan. `visits` loads nothing: the dialogues are played by visits, into which they have to
 * fit where they are planned once. `phase tokens` are tokens where the phase of a ceiling search has agents.
 */
export type Wanted = 'dialogues' | 'visits' | 'openings' | 'tokens' | 'phase tokens' | 'guests';

/**
 * Reads plan, transcripts, tokens and guests' credentials, each once, and validates them. It is the builder of a script's SharedArray, so
 * that it runs once a run. Where something fails, the reason is the only element.
 */
export function loadInputs(env: Env, wanted: readonly Wanted[]): Inputs {
  try {
    const parsed = loadPlan(env);
    if (!parsed.ok) return [{ error: parsed.error }];
    const { plan, overrides } = parsed;
    const { dialogues, part } = wanted.includes('dialogues')
      ? loadTranscripts(plan.transcripts?.path, env)
      : NO_DIALOGUES;
    const loaded = { plan, overrides, part, loopback: isLoopback(plan.target), loadedAtMs: Date.now() };
    const error =
      asidesAmongTurns(plan.customers, dialogues) ??
      (wanted.includes('visits') ? onceRefusal(plan, dialogues) : undefined);
    if (error !== undefined) return [{ error }];
    const openings = wanted.includes('openings') ? openingsOf(dialogues) : [];
    const tokens = wantsTokens(wanted, env) ? loadTokens(plan, env) : [];
    const guests = wanted.includes('guests') ? loadGuests(plan, besideIn(env)) : [];
    return inputsOf(loaded, { dialogues, openings, tokens, guests });
  } catch (error) {
    return [{ error: error instanceof Error ? error.message : String(error) }];
  }
}

function wantsTokens(wanted: readonly Wanted[], { PHASE }: Env): boolean {
  return wanted.includes('tokens') || (wanted.includes('phase tokens') && PHASE?.includes('"agents":') === true);
}

/** The plan that `PLAN` names; without one the small plan built in, aimed at the tenant's default address. */
function loadPlan(env: Env): ParsedPlan {
  if (!env.PLAN) return parsePlan(JSON.stringify(builtIn), 'built in', env);
  const text = openFirst(env.PLAN, { folder: env.PWD });
  if (text !== undefined) return parsePlan(text, env.PLAN, env);
  const error = `plan ${env.PLAN}: no such file; allowed: a path as given, beside the script, in the folder above it or in the working folder`;
  return { ok: false, error };
}

interface LoadedSet {
  readonly dialogues: readonly Dialogue[];
  readonly part: string | undefined;
}

const NO_DIALOGUES: LoadedSet = { dialogues: [], part: undefined };

function loadTranscripts(path: string | undefined, env: Env): LoadedSet {
  if (path === undefined) return { dialogues: parseDialogues(sampleTranscripts), part: undefined };
  const first = openPart(path, 1, env);
  if (!isInParts(path)) return { dialogues: dialoguesOf(path, first), part: partIn(first) };
  const parts = partsBy(path, first);
  const dialogues = dialoguesOf(partPath(path, 1), first);
  for (let n = 2; n <= parts; n++) {
    const text = openPart(path, n, env);
    refuseOtherPart(path, text, n, parts);
    for (const dialogue of dialoguesOf(partPath(path, n), text)) dialogues.push(dialogue);
  }
  return { dialogues, part: undefined };
}

function openPart(path: string, n: number, env: Env): string {
  const file = partPath(path, n);
  const text = openFirst(file, besideIn(env));
  if (text === undefined) throw new Error(`transcripts ${file}: no such file; allowed: a JSONL file of dialogues`);
  return text;
}

function dialoguesOf(path: string, text: string): Dialogue[] {
  try {
    return parseDialogues(text);
  } catch (error) {
    throw new Error(`transcripts ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const besideIn = ({ PLAN, PWD }: Env): Beside => ({ plan: PLAN, folder: PWD });

/**
 * Reads a file of one user token a line. Secrets are read one by one when they are needed, and the simulated tenant
 * needs no file.
 */
function loadTokens(plan: Plan, env: Env): string[] {
  const { agents } = plan;
  if (agents?.tokens.source !== 'file') return [];
  const { path } = agents.tokens;
  const text = openFirst(path, besideIn(env));
  if (text === undefined) throw new Error(`agents.tokens ${path}: no such file; allowed: one user token a line`);
  const lines = tokenLines(text);
  const wrong = wrongTokens(lines, agents.count);
  if (wrong !== undefined) throw new Error(`agents.tokens ${path}: ${wrong}`);
  const tokens = lines.map(({ token }) => token);
  // A phase of a ceiling search is shorter than the plan's run.
  const lastsMs = env.PHASE === undefined ? scheduleOf(plan).longestMs : 0;
  const count = { tokens: tokens.length, agents: agents.count };
  const expiring = expiringTokens(openFirst(`${path}.expiry.json`, besideIn(env)), {
    ...count,
    nowMs: Date.now(),
    lastsMs,
  });
  if (expiring !== undefined) {
    const { count, minutes } = expiring;
    const early = `${count} of ${agents.count} tokens expire before the run must be over, in ${formatDuration(minutes * 60_000)}`;
    throw new Error(
      `agents.tokens ${path}: ${early}; allowed: tokens that last, by headroom tokens --renew ${minutes}`,
    );
  }
  return tokens.slice(0, agents.count);
}
