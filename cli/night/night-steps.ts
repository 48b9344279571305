import { existsSync } from 'node:fs';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { cleanupLines } from '../../report/kinds/cleanup/cleanup-lines.ts';
import type { CleanupFile } from '../../report/read/org-files.ts';
import type { Preflight } from '../../report/read/preflight.ts';
import { readResult } from '../../report/read/result.ts';
import { cleanup } from '../cleanup/cleanup.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { capturedIo } from '../io/captured-io.ts';
import { commandIo, scriptIo } from '../io/command-io.ts';
import { makeFolder } from '../io/output-file.ts';
import { clientCredentialsIn } from '../platform/oauth-client.ts';
import { Org, orgCalls } from '../platform/org.ts';
import { queueName, readQueueNow } from '../platform/queue-now.ts';
import { preflight } from '../preflight/preflight.ts';
import { preflightText } from '../preflight/preflight-text.ts';
import { report } from '../report/report.ts';
import { run } from '../run/run.ts';
import type { NightSteps } from './course-of-night.ts';
import { type GuardLimit, guardSeen } from './guard-limits.ts';
import { type NoticeTo, sendNotice } from './night-notice.ts';
import type { StatusFile } from './night-status.ts';

export interface NightTools {
  readonly plan: Plan;
  readonly limits: readonly GuardLimit[];
  readonly engine: string | undefined;
  readonly perMinute: string;
  /** Cleanup does not ask where the window is long over. */
  readonly yes: boolean;
  readonly to: NoticeTo;
}

const pairs = (values: readonly string[]): string[] => values.flatMap((value) => ['-e', value]);

/** The steps of a night by the cores of preflight, run, cleanup and report. What each came to goes into the night's folder. */
export function stepsOf(tools: NightTools, status: StatusFile, io: RunIo): NightSteps {
  const { planFile, values, folder, run: id, script } = status.status;
  const said = commandIo(io);
  const inFolder = (name: string): string => path.join(folder, name);
  const [samples, result] = [inFolder('samples.ndjson'), inFolder('result.json')];
  return {
    preflight: async () => {
      const { code, content } = await jsonOf<Preflight>(said, inFolder('preflight.json'), (quiet) =>
        preflight(planFile, { e: values, perMinute: tools.perMinute, json: true }, quiet),
      );
      if (content !== undefined) said.stdout.write(preflightText(content.checks));
      return code;
    },
    look: guardsLook(tools, said),
    run: (signal) =>
      run(
        [
          ...[script, ...(tools.engine === undefined ? [] : ['--engine', tools.engine])],
          ...pairs([`PLAN=${planFile}`, ...values, `RUN=${id}`, `RESULT=${result}`]),
          ...['--out', `json=${samples}`],
        ],
        { ...scriptIo(io), signal },
        (k6) => status.note({ k6 }),
      ),
    cleanup: async () => {
      const since = status.status.started ?? status.status.since;
      const options = { e: values, run: [id], from: since, perMinute: tools.perMinute, dryRun: false, yes: tools.yes };
      const { code, content } = await jsonOf<CleanupFile>(said, inFolder('cleanup.json'), (quiet) =>
        cleanup(planFile, [], { ...options, json: true }, quiet),
      );
      if (content === undefined) return code;
      for (const [label, text] of cleanupLines(content.cleanup, nameOf(tools.plan.target)))
        said.stdout.write(`${label.padEnd(8)}${text}\n`);
      return code;
    },
    report: () => {
      const names = ['samples.ndjson', 'result.json', 'preflight.json', 'cleanup.json'];
      const inputs = names.map(inFolder).filter((file) => existsSync(file));
      return report(
        inputs,
        {
          output: inFolder('report.html'),
          junit: inFolder('junit.xml'),
          markdown: inFolder('summary.md'),
          plan: planFile,
          e: values,
        },
        said,
      );
    },
    verdict: () => verdictIn(result),
    notify: () => sendNotice(tools.to, status.status, said),
  };
}

function verdictIn(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { verdict } = readResult(file, ['run']).content;
    return verdict == null ? undefined : `verdict ${verdict.cause}: ${verdict.says}`;
  } catch {
    // A storm has no verdict; what is no result, the report names.
    return undefined;
  }
}

/** Calls a command that prints JSON, and keeps what it prints in a file, whose content it returns where there is one. */
async function jsonOf<T>(
  io: RunIo,
  file: string,
  call: (quiet: RunIo) => Promise<number>,
): Promise<{ readonly code: number; readonly content: T | undefined }> {
  const quiet = capturedIo(io);
  const code = await call(quiet.io);
  const text = quiet.text();
  makeFolder(path.dirname(file));
  if (text === '') return { code, content: undefined };
  writeFileAtomically(file, text);
  return { code, content: JSON.parse(text) as T };
}

/** A look at the queues of the guards: their names are read once. */
function guardsLook({ plan, limits, perMinute }: NightTools, io: RunIo): NightSteps['look'] {
  if (limits.length === 0) return async () => [];
  const org = Org.withClient(plan.target, clientCredentialsIn(io.env, plan.target), {
    ...orgCalls('night', io),
    perMinute: Number(perMinute),
  });
  const names = new Map<string, string>();
  return async () => {
    const seen = [];
    for (const queue of new Set(limits.map((limit) => limit.queue))) {
      const name = names.get(queue) ?? (await queueName(org, queue));
      names.set(queue, name);
      const now = await readQueueNow(org, queue, name);
      seen.push(...limits.filter((limit) => limit.queue === queue).map((limit) => guardSeen(limit, now)));
    }
    return seen;
  };
}
