import type { EntityListing, QueueMember } from '@headroom/genesys-wire/platform';
import { QUEUE_MEMBERS } from '../../genesys/platform/answer-shapes.ts';
import type { PlatformClient } from '../../genesys/platform/client.ts';
import type { TransferJob, TransferResult } from './job.ts';

const ON_QUEUE: readonly (string | undefined)[] = ['IDLE', 'INTERACTING', undefined];
/** The org says that the agent may not transfer, or that the queue or the agent is none. */
const REFUSALS: readonly number[] = [401, 403, 404];

export interface TransferCall {
  readonly client: PlatformClient;
  readonly userId: string;
  /** The queues that the plan names. */
  readonly queues: readonly string[];
}

/**
 * Makes a blind transfer (docs/facts/genesys.md section 2.6): to another of the plan's queues, or back to its own where
 * there is no other; or to another agent who is on queue there.
 */
export async function makeTransfer(
  call: TransferCall,
  conversationId: string,
  job: TransferJob,
): Promise<TransferResult> {
  const to = job.to === 'queue' ? { queueId: queueFor(call, job) } : { userId: await colleagueFor(call, job) };
  if (Object.values(to)[0] === undefined) return 'refused';
  const name = `/api/v2/conversations/:id/participants/:id/replace/${job.to}`;
  const path = `/api/v2/conversations/${conversationId}/participants/${job.participantId}/replace/${job.to}`;
  const body = { transferType: 'Unattended', ...to };
  const answer = await call.client.call('POST', name, path, body, { once: true });
  if (answer.ok) return 'made';
  return REFUSALS.includes(answer.status) ? 'refused' : 'unknown';
}

function queueFor({ queues }: TransferCall, { fromQueueId, pick }: TransferJob): string | undefined {
  return (
    oneOf(
      queues.filter((id) => id !== fromQueueId),
      pick,
    ) ?? fromQueueId
  );
}

/** An agent on queue among the first members of the conversation's queue; undefined where nobody else is there. */
async function colleagueFor({ client, userId, queues }: TransferCall, job: TransferJob): Promise<string | undefined> {
  const queueId = job.fromQueueId ?? queues[0];
  if (queueId === undefined) return undefined;
  const members = `/api/v2/routing/queues/${queueId}/members?joined=true&pageSize=100`;
  const reads = QUEUE_MEMBERS;
  const name = '/api/v2/routing/queues/:id/members';
  const answer = await client.call<EntityListing<QueueMember>>('GET', name, members, undefined, { reads });
  if (!answer.ok) return undefined;
  const there = answer.body.entities.filter((one) => ON_QUEUE.includes(one.routingStatus?.status));
  return oneOf(
    there.filter(({ id }) => id !== userId),
    job.pick,
  )?.id;
}

function oneOf<T>(all: readonly T[], pick: number): T | undefined {
  return all[Math.floor(pick * all.length)];
}
