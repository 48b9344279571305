import type { JmxNotes } from './jmx-notes.ts';
import { everyElement, type TestElement, withParents } from './test-elements.ts';
import { isThreadGroup, type ThreadGroup } from './thread-groups.ts';
import { frameIn, isOpening, isWebSocket, payloadOf } from './websocket-samplers.ts';

/** What headroom does in the place of an element that a plan has no key for. */
const IN_ITS_PLACE: Readonly<Record<string, string>> = {
  TestPlan: 'its frame: what a plan has of it stands below',
  ResponseAssertion:
    'a WebSocket handshake answers 101, and frames have no status: gates judge upgrades, sessions and messages (headroom gates)',
  DurationAssertion: 'limits.slowAck, limits.slowDelivery and goals of a plan judge times',
  JSONPathAssertion: 'each answer is read by its class and code; what is wrong is counted',
  RegexExtractor: 'tokens, ids and echoes are kept for each session by itself',
  JSONPostProcessor: 'tokens, ids and echoes are kept for each session by itself',
  BoundaryExtractor: 'tokens, ids and echoes are kept for each session by itself',
  ResultCollector: 'headroom report draws what k6 measured',
  Summariser: 'k6 prints its own summary',
  BackendListener: 'k6 has outputs of its own (--out)',
  CookieManager: 'Genesys takes tokens and no cookies',
  CacheManager: 'nothing is cached',
  HeaderManager: 'of its headers only Origin is in a plan',
  LoopController: 'customers come again until the teardown',
  GenericController: 'a group of samplers',
  TransactionController: 'visits, sign-ins and messages are measured by themselves',
  OnceOnlyController: 'a session is configured once a connection',
  JSR223Sampler: 'its code is not read: what a customer does is the plan and its dialogues',
  JSR223PreProcessor: 'its code is not read',
  JSR223PostProcessor: 'its code is not read',
  BeanShellSampler: 'its code is not read',
  ConstantThroughputTimer: 'customers.model open with visitsPerMinute is a pace of visits',
  PreciseThroughputTimer: 'customers.model open with visitsPerMinute is a pace of visits',
  SyncTimer: 'all at once is headroom run dist/reconnect-storm.js',
  TestAction: 'its pause or action; customers.pauses and customers.pause are pauses',
  HTTPSamplerProxy: 'a call that is no part of a guest session or an agent’s shift',
};

/** Notes what becomes of every element that nothing was said of: of samplers what the scripts do by themselves, of the rest what stands in its place. */
export function noteTheRest(elements: readonly TestElement[], groups: readonly ThreadGroup[], notes: JmxNotes): void {
  for (const element of everyElement(elements)) {
    if (notes.has(element)) continue;
    if (!element.isEnabled) notes.add(element, 'left', 'disabled in the file');
    else if (isWebSocket(element)) notes.add(element, 'taken', whatASamplerDoes(element));
    else if (element.kind === 'HTTPSamplerProxy' && isOfAgents(element, groups))
      notes.add(element, 'taken', 'agents log in, accept, reply and wrap up by themselves');
    else notes.add(element, 'left', IN_ITS_PLACE[element.kind] ?? 'no key of a plan is like it');
  }
}

function isOfAgents(element: TestElement, groups: readonly ThreadGroup[]): boolean {
  const group = [...withParents(element)].find(isThreadGroup);
  return groups.some((one) => one.element === group && one.side === 'agents');
}

function whatASamplerDoes(element: TestElement): string {
  const { action } = frameIn(payloadOf(element));
  if (element.kind === 'CloseWebSocketSampler') return 'a visit ends its conversation and closes its connection';
  if (element.kind === 'SingleReadWebSocketSampler') return 'every frame is read as it comes';
  if (element.kind === 'PingPongSampler') return 'the session keeps itself alive with echo';
  if (isOpening(element)) return 'each visit opens a connection of its own';
  return action === undefined
    ? 'a frame that is no action of a guest: left out'
    : `each session sends ${action} by itself`;
}
