import { hostname } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { resultText } from '../../lib/verdict/result-text.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { readInputFile } from '../io/input-file.ts';

/** How far a night has come. */
export const STAGES = ['waiting', 'preflight', 'running', 'cleaning up', 'reporting', 'over'] as const;
export type Stage = (typeof STAGES)[number];

/** The stages in which a run may have left something in the org. */
export const UNDERWAY: ReadonlySet<Stage> = new Set(['running', 'cleaning up', 'reporting']);

const guard = z.object({
  queue: z.string(),
  name: z.string(),
  figure: z.enum(['waiting', 'service level']),
  limit: z.number(),
  value: z.number().optional(),
  beyond: z.boolean(),
});

/** What `headroom night` writes of itself, and `headroom status` reads. Times are ISO 8601 in UTC. */
export const nightStatusSchema = z.object({
  format: z.literal(1),
  stage: z.enum(STAGES),
  /** When the stage began, and when this was written. */
  since: z.string(),
  at: z.string(),
  plan: z.string(),
  /** The path of the plan's file. */
  planFile: z.string(),
  /** Overrides of the plan, as `NAME=value`. */
  values: z.array(z.string()),
  target: z.string(),
  script: z.string(),
  /** The IANA zone of the region. */
  zone: z.string(),
  approval: z.string().optional(),
  begins: z.string(),
  ends: z.string().optional(),
  /** How long the run can last (ms). */
  longestMs: z.number(),
  /** The id of the run, and the folder of its files. */
  run: z.string(),
  folder: z.string(),
  pid: z.number(),
  host: z.string(),
  /** The process of a real k6. */
  k6: z.number().optional(),
  started: z.string().optional(),
  guards: z.array(guard),
  /** When the guards looked last. */
  looked: z.string().optional(),
  /** What came of it, in sentences. */
  says: z.array(z.string()),
  exitCode: z.number().optional(),
});
export type NightStatus = z.output<typeof nightStatusSchema>;

export const statusFile = (folder: string): string => path.join(folder, 'status.json');

/** The status in a folder of nights. Throws an error of one line where there is none that can be read. */
export function readStatus(folder: string, cwd: string): NightStatus {
  const file = statusFile(folder);
  const parsed = nightStatusSchema.safeParse(parsedJson(readInputFile('status', file, cwd)));
  if (parsed.success) return parsed.data;
  throw new Error(`status ${file}: not what headroom night writes; allowed: the folder of its -o`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps the status file of a night true. */
export class StatusFile {
  readonly #file: string;
  readonly #now: () => number;
  #status: NightStatus;

  constructor(folder: string, now: () => number, first: Omit<NightStatus, 'format' | 'since' | 'at' | 'pid' | 'host'>) {
    this.#file = statusFile(folder);
    this.#now = now;
    const at = new Date(now()).toISOString();
    this.#status = { ...first, format: 1, since: at, at, pid: process.pid, host: hostname() };
    this.#write();
  }

  get status(): NightStatus {
    return this.#status;
  }

  /** Notes what has changed. A new stage begins now. */
  note(changed: Partial<NightStatus>): void {
    const at = new Date(this.#now()).toISOString();
    const since = changed.stage === undefined || changed.stage === this.#status.stage ? this.#status.since : at;
    this.#status = { ...this.#status, ...changed, since, at };
    this.#write();
  }

  #write(): void {
    writeFileAtomically(this.#file, resultText(this.#status, 2));
  }
}
