import { expect, it } from 'vitest';
import { playOnVirtualClock } from './play.ts';
it('plays', async () => {
  for (const transport of ['exact', 'dense']) {
  const t = performance.now(); const c = process.cpuUsage();
  const played = await playOnVirtualClock({ script: 'contact-centre', plan: 'plans/smoke.json', env: { TRANSPORT: transport } });
  const u = process.cpuUsage(c);
  console.log(played.stdout.slice(-3000), played.stderr, played.exitCode, played.samples.length, played.virtualMs, performance.now() - t, (u.user + u.system)/1000);
  expect(played.exitCode).toBe(0);
  }
});
