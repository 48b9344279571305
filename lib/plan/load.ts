import { type Dialogue, parseDialogues } from '../dialogues/dialogue.ts';
import { openingsOf } from '../dialogues/openings.ts';
import { sampleTranscripts } from '../dialogues/sample.ts';
import builtIn from './built-in.json';
import { formatDuration } from './duration.ts';
import { openFirst } from './open-file.ts';
import { type ParsedPlan, parsePlan } from './parse.ts';
import type { Loaded } from './prepared.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';
import { isLoopback } from './target.ts';
import { expiringTokens } from './token-expiry.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** A SharedArray builder cannot abort the test: an error travels as the only element, one line. */
export interface Failed {
  readonly error: string;
}

/**
 * What a SharedArray builder does, once a run, zod included. One function, because the build makes this module's code
 * only when it is called (build/lazy.ts). Gives the elements, or one `Failed`.
 */
export function load(what: 'plan' | 'transcripts' | 'openings' | 'tokens', env: Env): unknown[] {
  try {
    const loaded = loadPlan(env);
    if (what === 'plan') {
      if (!loaded.ok) return [failed(loaded.error)];
      const { plan, overrides } = loaded;
      return [{ plan, overrides, loopback: isLoopback(plan.target), loadedAtMs: Date.now() } satisfies Loaded];
    }
    // A bad plan is told by its own array.
    if (!loaded.ok) return [];
    if (what === 'tokens') return loadTokens(loaded.plan, env);
    const dialogues = loadTranscripts(loaded.plan.transcripts?.path);
    return what === 'transcripts' ? dialogues : openingsOf(dialogues);
  } catch (error) {
    return [failed(error instanceof Error ? error.message : String(error))];
  }
}

function failed(error: string): Failed {
  return { error };
}

/** The plan that `PLAN` names; without one the small plan built in, aimed at the tenant's default address. */
function loadPlan(env: Env): ParsedPlan {
  if (!env.PLAN) return parsePlan(JSON.stringify(builtIn), 'built in', env);
  const text = openFirst(env.PLAN);
  if (text !== undefined) return parsePlan(text, env.PLAN, env);
  const error = `plan ${env.PLAN}: no such file; allowed: a path as given, beside the script or in the folder above it`;
  return { ok: false, error };
}

function loadTranscripts(path: string | undefined): Dialogue[] {
  const text = path === undefined ? sampleTranscripts : openFirst(path);
  if (text === undefined) throw new Error(`transcripts ${path}: no such file; allowed: a JSONL file of dialogues`);
  try {
    return parseDialogues(text);
  } catch (error) {
    throw new Error(`transcripts ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A file has one user token a line; secrets are asked for one by one, and the simulated tenant needs none of it. */
function loadTokens(plan: Plan, env: Env): unknown[] {
  const { agents } = plan;
  if (agents?.tokens.source !== 'file') return [];
  const { path } = agents.tokens;
  const text = openFirst(path);
  if (text === undefined) throw new Error(`agents.tokens ${path}: no such file; allowed: one user token a line`);
  const lines = text.split('\n').map((line) => line.trim());
  const tokens = lines.filter((line) => line !== '');
  if (tokens.length < agents.count) {
    const have = `${tokens.length} tokens; allowed: one a line for each of ${agents.count} agents`;
    throw new Error(`agents.tokens ${path}: ${have}`);
  }
  // A phase of a ceiling search is shorter than the plan's run.
  const lastsMs = env.PHASE === undefined ? scheduleOf(plan).longestMs : 0;
  const count = { tokens: tokens.length, agents: agents.count };
  const expiring = expiringTokens(openFirst(`${path}.expiry.json`), { ...count, nowMs: Date.now(), lastsMs });
  if (expiring !== undefined) {
    const { count, minutes } = expiring;
    const early = `${count} of ${agents.count} tokens expire before the run must be over, in ${formatDuration(minutes * 60_000)}`;
    throw new Error(
      `agents.tokens ${path}: ${early}; allowed: tokens that last, by headroom tokens --renew ${minutes}`,
    );
  }
  return tokens.slice(0, agents.count);
}
