import * as z from 'zod';

/** What a guest may send (genesys.md section 1.4). */

const attributes = z.object({ metadata: z.object({ customAttributes: z.record(z.string(), z.string()) }) }).partial();
/** A client makes its token a UUID v4; to the server it is opaque (genesys.md section 1.6). */
const base = { token: z.string().min(1).max(256), tracingId: z.string().optional() };
const metadata = z.record(z.string(), z.string()).optional();

const event = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Typing'), typing: z.object({ type: z.enum(['On', 'Off']) }) }),
  z.object({ eventType: z.literal('Presence'), presence: z.object({ type: z.string() }) }),
]);
export type GuestEvent = z.output<typeof event>;

const part = z.discriminatedUnion('contentType', [
  z.object({
    contentType: z.literal('ButtonResponse'),
    buttonResponse: z.object({ type: z.string(), text: z.string(), payload: z.string().optional() }),
  }),
  z.object({ contentType: z.literal('Attachment'), attachment: z.object({ id: z.string() }) }),
]);
export type ContentPart = z.output<typeof part>;

const attachment = { ...base, attachmentId: z.guid() };

const frameSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('configureSession'),
    ...base,
    deploymentId: z.string(),
    startNew: z.boolean().optional(),
  }),
  z.object({ action: z.literal('configureAuthenticatedSession'), ...base, deploymentId: z.string() }),
  z.object({
    action: z.literal('onMessage'),
    ...base,
    message: z.object({
      type: z.enum(['Text', 'Structured', 'Event']).optional(),
      text: z.string().optional(),
      events: z.array(event).optional(),
      content: z.array(part).optional(),
      metadata,
      channel: attributes.optional(),
    }),
    channel: attributes.optional(),
  }),
  z.object({
    action: z.literal('echo'),
    ...base,
    message: z.object({ text: z.string().optional(), metadata }).optional(),
  }),
  z.object({ action: z.literal('getJwt'), ...base }),
  z.object({ action: z.literal('getConfiguration'), ...base, deploymentId: z.string() }),
  z.object({ action: z.literal('closeSession'), ...base, closeAllConnections: z.boolean().optional() }),
  z.object({ action: z.literal('onAttachment'), ...attachment, errorsAsJson: z.boolean().optional() }),
  z.object({ action: z.literal('getAttachment'), ...attachment }),
  z.object({ action: z.literal('deleteAttachment'), ...attachment }),
]);
export type Frame = z.output<typeof frameSchema>;
export type Of<A extends Frame['action']> = Extract<Frame, { action: A }>;

/** Why a frame is refused, in Genesys's codes. */
export interface BadFrame {
  readonly code: 400 | 4020;
  readonly reason: string;
  readonly tracingId: string | undefined;
}

export function parseFrame(text: string): { readonly frame: Frame } | { readonly bad: BadFrame } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { bad: { code: 400, reason: 'The request is not JSON', tracingId: undefined } };
  }
  const result = frameSchema.safeParse(raw);
  if (result.success) return { frame: result.data };
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') || 'request';
  const missing = issue?.code === 'invalid_type' && valueAt(raw, issue.path) === undefined;
  const reason = missing ? `Missing parameter: ${path}` : `Invalid parameter: ${path}`;
  return { bad: { code: missing ? 4020 : 400, reason, tracingId: tracingIdIn(raw) } };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw);
}

function tracingIdIn(raw: unknown): string | undefined {
  const tracingId = (raw as { tracingId?: unknown } | null)?.tracingId;
  return typeof tracingId === 'string' ? tracingId : undefined;
}
