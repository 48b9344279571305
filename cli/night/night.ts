import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { parseDuration } from '../../lib/plan/duration.ts';
import { longestRunMs } from '../../lib/plan/longest-run.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { isLoopback, nameOf } from '../../lib/plan/target.ts';
import { badInput } from '../io/bad-input.ts';
import { commandIo } from '../io/command-io.ts';
import { INTERRUPTED } from '../io/exit-codes.ts';
import { wholeNumber } from '../io/options.ts';
import { workingAlone } from '../io/work-lock.ts';
import { SCRIPTS, type Script, usualScript } from '../plan/explain/played-scripts.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { engineRefusal, findK6 } from '../run/run.ts';
import { CourseOfNight, type NightRules } from './course-of-night.ts';
import { type GuardLimit, guardLimits } from './guard-limits.ts';
import { untilInterrupted } from './interrupts.ts';
import { MACHINE_CLOCK, type NightClock } from './night-clock.ts';
import { webhookIn } from './night-notice.ts';
import { readStatus, StatusFile, statusFile, UNDERWAY } from './night-status.ts';
import { type NightTools, stepsOf } from './night-steps.ts';
import { nightWindow } from './night-window.ts';
import { endOrphan } from './orphaned-run.ts';

export interface NightOptions {
  /** A folder; each night has one of its own in it. */
  readonly output: string;
  readonly e: readonly string[];
  readonly script?: string;
  readonly engine?: string;
  readonly maxWaiting: readonly string[];
  readonly minServiceLevel: readonly string[];
  readonly guardEvery: string;
  readonly webhook?: string;
  readonly notify?: string;
  readonly perMinute: string;
  readonly byDay: boolean;
  readonly runAnyway: boolean;
  readonly yes: boolean;
}

const SHORTEST_LOOK_MS = 1_000;

/**
 * `headroom night <plan>`: waits for the approved window, then preflight, run under guards, cleanup, report and notice
 * (docs/night.md). Where the night before was killed, what it had under way is cleaned up and reported, and nothing is run.
 * Returns the exit code of the run; 99 where it did not begin or something is left open, 104 on bad input, 105 where a guard,
 * the end of the night or a signal ended the run.
 */
export async function night(
  planFile: string,
  options: NightOptions,
  io: RunIo,
  clock: NightClock = MACHINE_CLOCK,
): Promise<number> {
  const nights = path.resolve(io.cwd, options.output);
  try {
    const read = readOptions(planFile, options, io);
    return await workingAlone(path.join(nights, 'night'), async () => {
      const before = existsSync(statusFile(nights)) ? readStatus(nights, io.cwd) : undefined;
      if (before !== undefined && UNDERWAY.has(before.stage)) return await cleanedUpAfter(nights, read, io, clock);
      return await begun(nights, planFile, read, options, io, clock);
    });
  } catch (error) {
    return badInput('night', error, commandIo(io));
  }
}

interface ReadOptions {
  readonly plan: Plan;
  readonly script: Script;
  readonly limits: readonly GuardLimit[];
  readonly everyMs: number;
  readonly tools: NightTools;
}

/** Reads what can be wrong with a night before anybody waits for it. Throws an error of one line. */
function readOptions(planFile: string, options: NightOptions, io: RunIo): ReadOptions {
  const plan = readPlanFile(planFile, options.e, io.cwd);
  const refusal = engineRefusal(options.engine, io.env);
  if (refusal !== undefined) throw new Error(refusal);
  const isEmbedded = options.engine === 'embedded' || findK6(io.env) === undefined;
  if (isEmbedded && !isLoopback(plan.target))
    throw new Error(
      `target ${nameOf(plan.target)}: the embedded engine sends load to this machine only; allowed: a k6 on PATH (https://grafana.com/docs/k6/latest/set-up/install-k6/)`,
    );
  const script = options.script ?? usualScript(plan);
  if (!isScript(script)) throw new Error(`--script ${script}; allowed: ${SCRIPTS.join(', ')}`);
  clientCredentialsIn(io.env, plan.target);
  wholeNumber('--per-minute', options.perMinute, 1, 1_000_000);
  const everyMs = parseDuration(options.guardEvery) ?? 0;
  if (everyMs < SHORTEST_LOOK_MS)
    throw new Error(`--guard-every ${options.guardEvery}; allowed: a duration of at least 1s, such as 30s`);
  const limits = guardLimits(options, plan.agents);
  refuseMissingNotice(options.notify, io.cwd);
  const to = { webhook: webhookIn(options.webhook, io.env), command: options.notify };
  const { engine, perMinute, yes } = options;
  return { plan, script, limits, everyMs, tools: { plan, limits, engine, perMinute, yes, to } };
}

/** A program that is named by its path has to be there before the night, not after it. */
function refuseMissingNotice(command: string | undefined, cwd: string): void {
  const [program = ''] = command?.trim().split(/\s+/) ?? [];
  if (/^[\w./-]*\/[\w./-]*$/.test(program) && !existsSync(path.resolve(cwd, program)))
    throw new Error(`--notify ${program}: no such file; allowed: a command of the shell`);
}

const isScript = (name: string): name is Script => (SCRIPTS as readonly string[]).includes(name);

async function begun(
  nights: string,
  planFile: string,
  { plan, script, everyMs, tools }: ReadOptions,
  { byDay, runAnyway, e }: NightOptions,
  io: RunIo,
  clock: NightClock,
): Promise<number> {
  const longestMs = longestRunMs(script, plan, {});
  const window = nightWindow(plan, longestMs, clock.now(), byDay);
  const folder = path.join(nights, new Date(clock.now()).toISOString().replace(/[:.]/g, '-'));
  const status = new StatusFile(nights, clock.now, {
    stage: 'preflight',
    plan: plan.name,
    planFile: path.resolve(io.cwd, planFile),
    values: [...e],
    target: nameOf(plan.target),
    script,
    zone: window.zone,
    ...(plan.approval === undefined ? {} : { approval: plan.approval.reference }),
    begins: new Date(window.beginsMs).toISOString(),
    ...(window.endsMs === undefined ? {} : { ends: new Date(window.endsMs).toISOString() }),
    longestMs,
    run: randomUUID(),
    folder,
    guards: [],
    says: [],
  });
  const rules: NightRules = { window, longestMs, everyMs, runAnyway };
  const course = new CourseOfNight(stepsOf(tools, status, io), rules, clock, status, sayer(io));
  return await untilInterrupted(status, io, (stop) => course.play(stop));
}

/** Cleans up and reports what a night that was killed had under way. */
async function cleanedUpAfter(nights: string, { tools }: ReadOptions, io: RunIo, clock: NightClock): Promise<number> {
  const before = readStatus(nights, io.cwd);
  const say = sayer(io);
  say(`the night of ${before.plan} was cut short while ${before.stage}: cleans up and reports, and runs nothing`);
  if (before.k6 !== undefined && (await endOrphan(before.k6, before.folder)))
    say('ended the k6 that it had left running');
  const status = new StatusFile(nights, clock.now, before);
  const plan = readPlanFile(before.planFile, before.values, io.cwd);
  const { zone, longestMs } = before;
  const window = { beginsMs: Date.parse(before.begins), endsMs: undefined, zone };
  const rules: NightRules = { window, longestMs, everyMs: 0, runAnyway: false };
  const steps = stepsOf({ ...tools, plan, limits: [] }, status, io);
  const course = new CourseOfNight(steps, rules, clock, status, say);
  const says = ['the night was killed, and cleaned up when it was started again; headroom night begins another'];
  return await untilInterrupted(status, io, () => course.close(INTERRUPTED, says));
}

const sayer = (io: RunIo) => {
  const { stderr } = commandIo(io);
  return (line: string) => stderr.write(`night: ${line}\n`);
};
