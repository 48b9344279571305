import type { TestElement } from './test-elements.ts';

/**
 * The WebSocket samplers of JMeter's two usual plugins: those of Peter Doornbosch (`eu.luminis…`), and the older one of
 * Maciej Zaleski (`WebSocketSampler`), which opens, sends and reads in one.
 */
const OPENS = ['OpenWebSocketSampler', 'WebSocketSampler'];
const SENDS = ['RequestResponseWebSocketSampler', 'SingleWriteWebSocketSampler', 'WebSocketSampler'];
const OTHERS = ['SingleReadWebSocketSampler', 'PingPongSampler', 'CloseWebSocketSampler'];

export const isWebSocket = ({ kind }: TestElement): boolean => [...OPENS, ...SENDS, ...OTHERS].includes(kind);
export const isOpening = ({ kind, properties }: TestElement): boolean =>
  OPENS.includes(kind) || (SENDS.includes(kind) && properties.get('createNewConnection') === 'true');

/** What a sampler sends, as it is written. */
export const payloadOf = ({ properties }: TestElement): string =>
  properties.get('requestData') ?? properties.get('requestPayload') ?? '';

/** A frame as a guest sends it (docs/facts/genesys.md section 1.3), as far as it can be told while variables stand in it. */
export function frameIn(payload: string): {
  readonly action: string | undefined;
  readonly text: string | undefined;
  readonly token: string | undefined;
} {
  const key = (name: string) => new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(payload)?.[1];
  const text = key('text');
  return { action: key('action'), text: text === undefined ? undefined : unescaped(text), token: key('token') };
}

/** Whether a sampler sends a text that a customer says. */
export const isMessage = (element: TestElement): boolean =>
  SENDS.includes(element.kind) &&
  /"onMessage"/.test(payloadOf(element)) &&
  frameIn(payloadOf(element)).text !== undefined;

/** The host of a sampler, without its own the one of the HTTP defaults. */
export const hostOf = ({ properties }: TestElement): string =>
  properties.get('server') ?? properties.get('serverNameOrIp') ?? properties.get('HTTPSampler.domain') ?? '';
export const portOf = ({ properties }: TestElement): string =>
  properties.get('port') ?? properties.get('portNumber') ?? properties.get('HTTPSampler.port') ?? '';
export const pathOf = ({ properties }: TestElement): string =>
  properties.get('path') ?? properties.get('contextPath') ?? properties.get('HTTPSampler.path') ?? '';

function unescaped(text: string): string {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}
