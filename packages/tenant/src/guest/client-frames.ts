import * as z from 'zod';

/** The frames that a guest may send (docs/facts/genesys.md section 1.4). */

const attributes = z.object({ metadata: z.object({ customAttributes: z.record(z.string(), z.string()) }) }).partial();
/** A client's token should be a UUID of version 4; to the server it is opaque (docs/facts/genesys.md section 1.6). */
const base = { token: z.string().min(1).max(2_048), tracingId: z.string().optional() };
const metadata = z.record(z.string(), z.string()).optional();

const event = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Typing'), typing: z.object({ type: z.enum(['On', 'Off']) }) }),
  z.object({ eventType: z.literal('Presence'), presence: z.object({ type: z.string() }) }),
]);
export type ClientEvent = z.output<typeof event>;

const part = z.discriminatedUnion('contentType', [
  z.object({
    contentType: z.literal('ButtonResponse'),
    buttonResponse: z.object({
      type: z.string(),
      text: z.string(),
      payload: z.string().optional(),
      originatingMessageId: z.string().optional(),
    }),
  }),
  z.object({ contentType: z.literal('Attachment'), attachment: z.object({ id: z.string() }) }),
]);
export type ClientContent = z.output<typeof part>;

const attachment = { ...base, attachmentId: z.guid() };

const frameSchema = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('configureSession'),
    ...base,
    deploymentId: z.string(),
    startNew: z.boolean().optional(),
  }),
  z.object({
    action: z.literal('configureAuthenticatedSession'),
    ...base,
    deploymentId: z.string(),
    startNew: z.boolean().optional(),
    /** `code` is the JWT. */
    data: z.object({ code: z.string() }),
  }),
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
  }),
  z.object({
    action: z.literal('echo'),
    ...base,
    message: z.object({ text: z.string().optional(), metadata }).optional(),
  }),
  z.object({ action: z.literal('getJwt'), ...base }),
  z.object({ action: z.literal('getConfiguration'), ...base, deploymentId: z.string() }),
  z.object({ action: z.literal('closeSession'), ...base, closeAllConnections: z.boolean().optional() }),
  z.object({
    action: z.literal('onAttachment'),
    ...attachment,
    fileName: z.string().optional(),
    fileType: z.string().optional(),
    fileSize: z.number().optional(),
    fileMd5: z.string().optional(),
    errorsAsJson: z.boolean().optional(),
  }),
  z.object({ action: z.literal('getAttachment'), ...attachment }),
  z.object({ action: z.literal('deleteAttachment'), ...attachment }),
]);
export type ParsedFrame = z.output<typeof frameSchema>;
/** The frame with one action. */
export type FrameOf<A extends ParsedFrame['action']> = Extract<ParsedFrame, { action: A }>;

/** Why a frame is malformed: 4020 where a parameter is missing, 400 for anything else. */
export interface MalformedFrame {
  readonly code: 400 | 4020;
  readonly reason: string;
  readonly tracingId: string | undefined;
}

export function parseFrame(text: string): { readonly frame: ParsedFrame } | { readonly malformed: MalformedFrame } {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { malformed: { code: 400, reason: 'The request is not JSON', tracingId: undefined } };
  }
  const result = frameSchema.safeParse(raw);
  if (result.success) return { frame: result.data };
  const issue = result.error.issues[0];
  const path = issue?.path.join('.') || 'request';
  const missing = issue?.code === 'invalid_type' && valueAt(raw, issue.path) === undefined;
  const reason = missing ? `Missing parameter: ${path}` : `Invalid parameter: ${path}`;
  return { malformed: { code: missing ? 4020 : 400, reason, tracingId: tracingIdIn(raw) } };
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw);
}

function tracingIdIn(raw: unknown): string | undefined {
  const tracingId = (raw as { tracingId?: unknown } | null)?.tracingId;
  return typeof tracingId === 'string' ? tracingId : undefined;
}
