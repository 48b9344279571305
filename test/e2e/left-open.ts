import type { TestTenant } from './headroom.ts';

/** Conversations that began and did not end, and agents whose last presence is OnQueue: by the tenant's own record. */
export async function leftOpen(tenant: TestTenant) {
  const open = new Set<string>();
  const presence = new Map<string, string>();
  for (const entry of await tenant.record()) {
    if (entry.kind === 'conversation' && entry.event === 'created') open.add(entry.conversationId);
    if (entry.kind === 'conversation' && entry.event === 'ended') open.delete(entry.conversationId);
    if (entry.kind === 'presence') presence.set(entry.userId, entry.presence);
  }
  return { conversations: open.size, onQueue: [...presence.values()].filter((one) => one === 'OnQueue').length };
}
