import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as pacing from '../../../../lib/base/delay.ts';
import type { Answer, PlatformClient } from '../../../../lib/genesys/platform/client.ts';
import { Presence } from '../../../../lib/play/agent/presence.ts';

const entities = ['OnQueue', 'Offline'].map((systemPresence) => ({ id: `id of ${systemPresence}`, systemPresence }));
const failed = (status: number): Answer<never> => ({ ok: false, status, reason: '' });
const ok: Answer<unknown> = { ok: true, body: undefined };

/** An agent's presence at an API that answers each PATCH with the next of `answers`, and then with success. */
function presenceAt(answers: Answer<unknown>[], lastMs = Number.POSITIVE_INFINITY) {
  const calls: string[] = [];
  const call = async (method: string, name: string, _path: string, body?: unknown) => {
    if (method === 'GET') calls.push(name);
    else calls.push((body as { presenceDefinition: { id: string } }).presenceDefinition.id);
    return method === 'GET' ? { ok: true, body: { entities } } : (answers.shift() ?? ok);
  };
  return { presence: new Presence({ call } as Pick<PlatformClient, 'call'>, 'u1', lastMs), calls };
}

describe('an agent’s presence', () => {
  beforeEach(() => {
    vi.spyOn(pacing, 'delay').mockResolvedValue();
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('is set by the id of its definition, and definitions are read once', async () => {
    const { presence, calls } = presenceAt([]);
    expect([await presence.set('OnQueue'), await presence.set('Offline')]).toEqual([true, true]);
    expect(calls).toEqual(['/api/v2/presence/definitions', 'id of OnQueue', 'id of Offline']);
  });

  it.each([429, 500, 503, 0])('is tried again after status %i, until it is set', async (status) => {
    const { presence } = presenceAt([failed(status), failed(status), failed(status)]);
    expect(await presence.set('Offline')).toBe(true);
    expect(vi.mocked(pacing.delay).mock.calls).toEqual([[1_000], [2_000], [4_000]]);
  });

  it.each([400, 401, 403, 404])('is not tried again after status %i', async (status) => {
    const { presence } = presenceAt([failed(status)]);
    expect(await presence.set('Offline')).toBe(false);
    expect(pacing.delay).not.toHaveBeenCalled();
  });

  it('is not tried beyond the end of the shift', async () => {
    const { presence } = presenceAt([failed(503)], Date.now() + 999);
    expect(await presence.set('Offline')).toBe(false);
    expect(pacing.delay).not.toHaveBeenCalled();
  });

  it('a presence that fails gives way to the next, and cannot undo it', async () => {
    const { presence, calls } = presenceAt([failed(503), failed(503)]);
    const onQueue = presence.set('OnQueue');
    const offline = presence.set('Offline');
    expect([await onQueue, await offline]).toEqual([false, true]);
    expect(calls.at(-1)).toBe('id of Offline');
  });
});
