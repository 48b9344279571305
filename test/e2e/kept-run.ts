import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { cleanup } from '../../cli/cleanup/cleanup.ts';
import { verify } from '../../cli/verify/verify.ts';
import type { Conclusion } from '../../report/read/org-files.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { playOnVirtualClock } from '../virtual/play.ts';

type Play = Omit<Parameters<typeof playOnVirtualClock>[0], 'script' | 'plan'>;

const kept: RunningTenant[] = [];

/** Ends the tenants of a file: each file that keeps runs calls `afterAll(endKept)` itself, since workers share this module. */
export async function endKept(): Promise<void> {
  await Promise.all(kept.splice(0).map((tenant) => tenant.close()));
}

/**
 * Plays a plan of both sides in virtual time. What the tenant stored stands afterwards in a tenant on loopback, where
 * `verify` reads it by the run's result, as often as it is called.
 */
export async function keptRun(folder: string, plan: string, play: Play = {}) {
  const result = path.join(folder, `${path.basename(plan, '.json')}-result.json`);
  const env = { RESULT: result, ...play.env };
  const { tenant, ...run } = await playOnVirtualClock({ ...play, script: 'contact-centre', plan, env });
  const org = await startTenant({ port: 0, profile: loadProfile('healthy', play.sets) });
  kept.push(org);
  const told = JSON.parse(readFileSync(result, 'utf8'));
  const endedAt = Date.parse(told.run.to);
  for (const conversation of tenant.org.conversations.values()) {
    // An org ends some day what nobody has ended.
    conversation.endedAt ??= new Date(endedAt + 60_000);
    org.org.conversations.add(conversation);
  }
  const e = [`TARGET=${org.addresses.address}`];
  const inFolder = () => ({ cwd: folder, env: {}, stdout: new CapturedOutput(), stderr: new CapturedOutput() });
  return {
    ...run,
    reading: told.reading,
    org: org.org,
    async verify() {
      const io = inFolder();
      const options = {
        e,
        run: [],
        to: new Date(endedAt + 3_600_000).toISOString(),
        perMinute: '1000000',
        json: true,
        out: path.join(folder, 'verified.json'),
        fresh: true,
      };
      const code = await verify(plan, [result], options, io);
      return { code, ...(JSON.parse(io.stdout.text) as Conclusion) };
    },
    /** What `cleanup --dry-run` says is open of the run. */
    async leftOpen() {
      const io = inFolder();
      await cleanup(plan, [result], { e, run: [], perMinute: '1000000', dryRun: true }, io);
      return io.stdout.text + io.stderr.text;
    },
  };
}
