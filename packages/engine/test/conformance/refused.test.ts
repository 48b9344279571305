import { describe, expect, it } from 'vitest';
import { runCase } from './run-case.ts';

/** What only the embedded engine refuses: a k6 would run it. */
describe.skipIf(process.env.HEADROOM_K6)('refused by name', () => {
  it('K6_WEB_DASHBOARD is refused by name before anything runs', async () => {
    const { exitCode, printed } = await runCase(
      {
        id: '7.7',
        fact: 'the web dashboard',
        script: `export default function () { console.log('said it ran'); }`,
        env: { K6_WEB_DASHBOARD: 'true' },
        exitCode: 104,
      },
      'http://127.0.0.1:1',
    );
    expect(exitCode, printed).toBe(104);
    expect(printed).toContain('K6_WEB_DASHBOARD');
    expect(printed).not.toContain('said it ran');
  });
});
