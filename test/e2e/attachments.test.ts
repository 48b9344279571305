import { expect, it } from 'vitest';
import { planFrom, quick } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

it(
  'customers send files, and every text is said once and whole',
  async () => {
    const plan = planFrom('smoke', { customers: { ...quick, transport: 'auto', attachments: 0.5 } });
    const { record, samples, stdout } = await playOnVirtualClock({ script: 'contact-centre', plan });
    const count = (metric: string, state: string) =>
      samples
        .filter((sample) => sample.metric === metric && sample.tags.state === state)
        .reduce((sum, { value }) => sum + value, 0);
    const withFiles = record.filter((entry) => entry.kind === 'message' && entry.attachments?.length === 1);
    expect(withFiles.length).toBeGreaterThan(3);
    expect(count('attachments', 'sent')).toBe(withFiles.length);
    expect(record.filter((entry) => entry.kind === 'attachment' && entry.event === 'uploaded')).toHaveLength(
      withFiles.length,
    );
    expect(count('attachments', 'failed') + count('attachments', 'refused')).toBe(0);
    expect(count('messages', 'acked')).toBe(count('messages', 'sent'));
    expect(stdout).toContain(`${withFiles.length} sent, 0 refused by the org, 0 not uploaded in time`);
  },
  NO_LIMIT,
);

it(
  'files that the org refuses are counted, and their texts are said without them',
  async () => {
    const plan = planFrom('smoke', { customers: { ...quick, transport: 'auto', attachments: 1 } });
    const setting = { profile: { fileUpload: { fileTypes: [] } } };
    const { record, stdout } = await playOnVirtualClock({ ...setting, script: 'contact-centre', plan });
    expect(stdout).toMatch(/attachments +0 sent, [1-9]\d* refused by the org/);
    expect(record.some((entry) => entry.kind === 'attachment' && entry.code === 4000)).toBe(true);
    expect(record.some((entry) => entry.kind === 'message' && entry.attachments)).toBe(false);
  },
  NO_LIMIT,
);
