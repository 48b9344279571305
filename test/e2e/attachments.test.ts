import { expect, it } from 'vitest';
import { attachmentReply } from '../../lib/play/agent/attaching.ts';
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

it(
  'agents send files and hold, some of them in conversations that another took over, and every text is said once and whole',
  async () => {
    const agents = { count: 8, transfers: { share: 0.5 }, attachments: 0.5, hold: { share: 0.5 } };
    const plan = planFrom('smoke', { customers: { ...quick, longestVisit: '60s' }, agents });
    const { record, samples, stdout } = await playOnVirtualClock({ script: 'contact-centre', plan });
    const count = (metric: string, state: string) =>
      samples
        .filter((sample) => sample.metric === metric && sample.tags.state === state)
        .reduce((sum, { value }) => sum + value, 0);
    const said = record.flatMap((entry) => (entry.kind === 'message' && entry.from === 'agent' ? [entry] : []));
    const withFiles = said.filter(({ attachments }) => attachments?.length === 1);
    expect(withFiles.length).toBeGreaterThan(3);
    expect(new Set(withFiles.map(({ conversationId }) => conversationId)).size).toBe(withFiles.length);
    for (const conversationId of new Set(said.map((entry) => entry.conversationId))) {
      const replies = said.filter((entry) => entry.conversationId === conversationId);
      const turn = attachmentReply({ share: 0.5, seed: 1 }, conversationId, replies.length);
      expect(replies.flatMap(({ attachments }, reply) => (attachments ? [reply] : []))).toEqual(
        turn === undefined ? [] : [turn],
      );
    }
    expect(count('agent_attachments', 'sent')).toBe(withFiles.length);
    expect(count('agent_attachments', 'failed') + count('agent_attachments', 'refused')).toBe(0);
    expect(stdout).toContain(`files of agents ${withFiles.length} sent, 0 refused by the org, 0 not uploaded in time`);
    const events = (event: string) =>
      record.filter((entry) => entry.kind === 'conversation' && entry.event === event).length;
    expect(events('held')).toBeGreaterThan(3);
    expect(events('resumed')).toBe(events('held'));
    expect(count('messages', 'acked')).toBe(count('messages', 'sent'));
  },
  NO_LIMIT,
);
