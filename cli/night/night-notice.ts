import { spawn } from 'node:child_process';
import type { RunIo } from '@headroom/engine';
import { isLoopbackAddress } from '../../lib/plan/loopback.ts';
import { HttpClient } from '../http/http-client.ts';
import { knownSecrets } from '../io/secrets.ts';
import type { NightStatus } from './night-status.ts';

/** Whom a night tells what came of it. */
export interface NoticeTo {
  /** An address that takes JSON by POST. It is a credential, and never printed. */
  readonly webhook: string | undefined;
  /** A command of the shell; the JSON is its input. */
  readonly command: string | undefined;
}

/** A command that takes longer is ended. */
const LONGEST_MS = 60_000;

/** The webhook of `--webhook`, else of the environment. Throws an error of one line that does not repeat it. */
export function webhookIn(given: string | undefined, env: RunIo['env']): string | undefined {
  const text = given ?? (env.HEADROOM_WEBHOOK || undefined);
  if (text === undefined) return undefined;
  knownSecrets.add(text);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOwn = url?.protocol === 'http:' && isLoopbackAddress(url.host);
  if (url?.protocol === 'https:' || isOwn) return text;
  throw new Error('--webhook: an address that is not https; allowed: https://…, or http:// on this machine');
}

/** What is sent. `text` alone is what Slack, Mattermost and others show. */
export function noticeText({ plan, target, says, exitCode, run, folder, started, at }: NightStatus): string {
  const text = `headroom night of ${plan} on ${target}: exit ${exitCode ?? 'none'}: ${says.join('; ')}`;
  return JSON.stringify({ text, plan, target, exitCode, says, run, folder, started, ended: at });
}

/** Tells them. One that cannot be told is said on stderr; the night's exit code is its own. */
export async function sendNotice(to: NoticeTo, status: NightStatus, io: RunIo): Promise<void> {
  const body = knownSecrets.hidden(noticeText(status));
  const failed = (how: string, why: string) => io.stderr.write(`night: the notice by ${how} failed: ${why}\n`);
  if (to.webhook !== undefined) {
    const call = { method: 'POST', url: to.webhook, headers: { 'Content-Type': 'application/json' }, body } as const;
    const answer = await new HttpClient(io.env).call(call);
    if (answer.status < 200 || answer.status >= 300)
      failed('webhook', answer.status === 0 ? answer.text : `HTTP ${answer.status}`);
  }
  if (to.command !== undefined) {
    const why = await fedTo(to.command, body, io.cwd);
    if (why !== undefined) failed('command', why);
  }
}

/** Runs a command of the shell with an input. Returns why it failed, or undefined. */
function fedTo(command: string, input: string, cwd: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, cwd, stdio: ['pipe', 'inherit', 'inherit'], timeout: LONGEST_MS });
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${code ?? signal}`));
    // A command need not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
