import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import { type Dialogue, parseDialogues } from '../transcripts/dialogue.ts';
import { sampleTranscripts } from '../transcripts/sample.ts';
import { refusalOf } from './approval.ts';
import { openFirst } from './files.ts';
import { loadPlan } from './load.ts';
import { scheduleOf } from './schedule.ts';
import type { Plan } from './schema.ts';
import { isLoopback } from './target.ts';

/**
 * What every script does in init: read the plan once for all VUs, and refuse in one line (`exec.test.abort`, exit 108)
 * what must not run. Each VU asks again whether it may, since a run can be started in its window and outlast it.
 */

type Shared = { readonly plan: Plan; readonly overrides: readonly string[] } | { readonly error: string };

export interface Prepared {
  readonly plan: Plan;
  readonly overrides: readonly string[];
  readonly dialogues: number;
  readonly dialogueAt: (index: number) => Dialogue | undefined;
}

/** Ends the test from init with one line. Never returns: k6 interrupts the VU. */
export function refuse(line: string): never {
  exec.test.abort(line);
  throw new Error(line);
}

export function prepare(): Prepared {
  const { plan, overrides } = readPlan();
  const refusal = refusalOf(plan, Date.now(), scheduleOf(plan).longestMs) ?? cloudRefusal(plan);
  if (refusal !== undefined) refuse(refusal);
  const dialogues = readDialogues(plan);
  return { plan, overrides, dialogues: dialogues.length, dialogueAt: (index) => dialogues[index] };
}

function readPlan(): { readonly plan: Plan; readonly overrides: readonly string[] } {
  const shared = new SharedArray<Shared>('plan', () => {
    const path = __ENV.PLAN;
    const file = path ? openFirst(path) : undefined;
    if (path && file === undefined) {
      return [
        { error: `plan ${path}: no such file (looked for as given, beside the script and in the folder above it)` },
      ];
    }
    const parsed = loadPlan(file, path ?? 'built in', __ENV);
    return [parsed.ok ? { plan: parsed.plan, overrides: parsed.overrides } : { error: parsed.error }];
  });
  const read = shared[0];
  if (read === undefined || 'error' in read) refuse(read?.error ?? 'no plan');
  return read;
}

/** A k6 cloud load generator has no tenant on its loopback. */
function cloudRefusal(plan: Plan): string | undefined {
  if (!isLoopback(plan.target) || !__ENV.K6_CLOUDRUN_INSTANCE_ID) return undefined;
  return 'target: a loopback address means the load generator itself in k6 cloud: name the org’s domain';
}

function readDialogues(plan: Plan): readonly Dialogue[] {
  const path = plan.transcripts?.path;
  // An error must outlive the builder, where nothing can be aborted: it travels as the only element.
  const shared = new SharedArray<Dialogue>('transcripts', () => {
    if (path === undefined) return parseDialogues(sampleTranscripts);
    const text = openFirst(path);
    if (text === undefined) return [failed(`transcripts ${path}: no such file`)];
    try {
      return parseDialogues(text);
    } catch (error) {
      return [failed(`transcripts ${path}: ${error instanceof Error ? error.message : String(error)}`)];
    }
  });
  const first = shared[0];
  if (first?.turns.length === 0) refuse(first.id);
  return shared;
}

/** A dialogue without turns cannot be read from a file, so it is free to carry an error. */
function failed(line: string): Dialogue {
  return { id: line, turns: [] };
}
