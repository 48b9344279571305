import { seededRandom } from '../../../lib/base/random.ts';
import type { Lies, Through } from '../../virtual/lying-proxy.ts';

/** What the accounts of a run have to say of planted faults, by `<who sent>.<state>`. */
export type Expected = Readonly<Record<string, number>>;

/** Faults that a proxy plants at random between a healthy org and a run, and what they come to. */
export interface PlantedLies {
  readonly lies: Lies;
  /** How many were planted. */
  readonly count: () => number;
  readonly expected: () => Expected;
}

type Frame = { readonly class?: string; readonly body?: Record<string, unknown> };
type Change = (text: string) => string;

const SHARE = 0.2;
/** A frame that comes this late (ms) comes past others. */
const LATE_MS = 400;
/** A frame that comes this late (ms) comes to nobody. */
const BEYOND_MS = 60_000;

const isTextOfAgent = ({ class: name, body }: Frame): boolean =>
  name === 'StructuredMessage' && body?.direction === 'Outbound' && body.type === 'Text';
const withText = (frame: string, change: Change): string => {
  const { body, ...rest } = JSON.parse(frame);
  return JSON.stringify({ ...rest, body: { ...body, text: change(body.text) } });
};

/** Counts, and draws whether the next one is planted. The first always is. */
function planter(seed: number) {
  const random = seededRandom(seed);
  let planted = 0;
  return { draws: () => random() < SHARE || planted === 0, plant: () => ++planted, count: () => planted };
}

/** A fault of agents' texts on their way to customers. */
const toCustomers =
  (change: (frame: string, through: Through) => readonly string[] | undefined, states: readonly string[]) =>
  (seed: number): PlantedLies => {
    const { draws, plant, count } = planter(seed);
    const down = (frame: string, through: Through): readonly string[] => {
      if (through.kind !== 'guest' || !isTextOfAgent(JSON.parse(frame) as Frame) || !draws()) return [frame];
      const changed = change(frame, through);
      if (changed === undefined) return [frame];
      plant();
      return changed;
    };
    return { lies: { down }, count, expected: () => Object.fromEntries(states.map((state) => [state, count()])) };
  };

/** A text of one customer's agent comes to another, who is in the midst of a visit. Nobody is both. */
function toAnother(seed: number): PlantedLies {
  const others = new Set<Through>();
  const another = (frame: string, { number }: Through) => {
    const [other] = number % 2 === 0 ? others : [];
    return other?.tell(frame) ? [] : undefined;
  };
  const planted = toCustomers(another, ['agent.history-only', 'agent.altered'])(seed);
  const down = (frame: string, through: Through) => {
    const { class: name } = JSON.parse(frame) as Frame;
    if (name === 'SessionResponse' && through.number % 2 === 1) others.add(through);
    return planted.lies.down?.(frame, through) ?? [frame];
  };
  const up = (frame: string, through: Through) => {
    if (frame.includes('"Clear"')) others.delete(through);
    return [frame];
  };
  return { ...planted, lies: { down, up } };
}

/** Texts of agents come later, past others. Only where the customer had left meanwhile did they not arrive. */
function late(seed: number): PlantedLies {
  const left = new Set<Through>();
  let missed = 0;
  const later = (frame: string, through: Through) => {
    setTimeout(() => {
      if (left.has(through) || !through.tell(frame)) missed++;
    }, LATE_MS);
    return [];
  };
  const { lies, count } = toCustomers(later, [])(seed);
  const up = (frame: string, through: Through) => {
    if (frame.includes('"Clear"')) left.add(through);
    return [frame];
  };
  const expected = (): Expected => (missed === 0 ? {} : { 'agent.history-only': missed });
  return { lies: { ...lies, up }, count, expected };
}

interface Shown {
  readonly eventBody?: { readonly id: string; readonly participants: readonly ShownParticipant[] };
}
interface ShownParticipant {
  readonly purpose: string;
  readonly messages?: readonly { readonly state: string; readonly messages?: readonly { messageId: string }[] }[];
}

/**
 * From one on, no notification of a conversation reaches its agent until the customer has left. What it then shows for
 * the first time did not arrive.
 */
const ofNotifications =
  (instead: (frame: string, through: Through) => void) =>
  (seed: number): PlantedLies => {
    const { draws, plant, count } = planter(seed);
    const conversations = new Map<string, { shown: Set<string>; isDark: boolean }>();
    const down = (frame: string, through: Through): readonly string[] => {
      const { eventBody: body } = JSON.parse(frame) as Shown;
      if (through.kind !== 'notifications' || body?.participants === undefined) return [frame];
      const known = conversations.get(body.id) ?? { shown: new Set<string>(), isDark: false };
      conversations.set(body.id, known);
      const of = (purpose: string) =>
        body.participants.filter((one) => one.purpose === purpose).flatMap(({ messages = [] }) => messages);
      const fresh = of('customer')
        .flatMap(({ messages = [] }) => messages.map(({ messageId }) => messageId))
        .filter((id) => !known.shown.has(id));
      const isOver = of('customer').some(({ state }) => state === 'disconnected');
      const talks = of('agent').some(({ state }) => state === 'connected');
      if (talks && !isOver && !known.isDark && fresh.length > 0) known.isDark = draws();
      if (known.isDark && !isOver) {
        instead(frame, through);
        return [];
      }
      for (const id of fresh) {
        known.shown.add(id);
        if (known.isDark) plant();
      }
      return [frame];
    };
    return { lies: { down }, count, expected: () => ({ 'customer.history-only': count() }) };
  };

/** An agent's notifications come to another agent. */
function toAnotherAgent(seed: number): PlantedLies {
  const agents = new Set<Through>();
  const instead = (frame: string, { number }: Through) => {
    for (const one of agents) if (one.number !== number && one.tell(frame)) return;
  };
  const { lies, ...planted } = ofNotifications(instead)(seed);
  const opened = (through: Through) => {
    if (through.kind === 'notifications') agents.add(through);
  };
  return { ...planted, lies: { ...lies, opened } };
}

/** Each notification may come twice, which is the same as once. */
function notificationsTwice(seed: number): PlantedLies {
  const { draws, plant, count } = planter(seed);
  const down = (frame: string, { kind }: Through) => {
    if (kind !== 'notifications' || !frame.includes('participants') || !draws()) return [frame];
    plant();
    return [frame, frame];
  };
  return { lies: { down }, count, expected: () => ({}) };
}

type Stored = { readonly direction?: string; readonly normalizedMessage?: { readonly text?: string } };

/** What agents read of customers' messages. */
const readByAgents =
  (change: (message: Stored) => readonly unknown[], state: string) =>
  (seed: number): PlantedLies => {
    const { draws, plant, count } = planter(seed);
    const body = (_: string, path: string, text: string, status: number) => {
      if (!path.includes('/messages/bulk') || status !== 200) return text;
      const { entities, ...rest } = JSON.parse(text) as { entities: Stored[] };
      const told = entities.flatMap((one) => {
        if (one.direction !== 'inbound' || one.normalizedMessage?.text === undefined || !draws()) return [one];
        plant();
        return change(one);
      });
      return JSON.stringify({ ...rest, entities: told });
    };
    return { lies: { body }, count, expected: () => ({ [`customer.${state}`]: count() }) };
  };
const altered =
  (change: Change) =>
  (one: Stored): readonly unknown[] => [
    { ...one, normalizedMessage: { ...one.normalizedMessage, text: change(one.normalizedMessage?.text ?? '') } },
  ];

/** What the history shows of customers' own texts. */
const ofHistory =
  (change: (text: string) => readonly string[], state: string) =>
  (seed: number): PlantedLies => {
    const { draws, plant, count } = planter(seed);
    const body = (method: string, path: string, text: string, status: number) => {
      if (method !== 'GET' || !path.startsWith('/api/v2/webmessaging/messages') || status !== 200) return text;
      const { entities, ...rest } = JSON.parse(text) as { entities: { direction?: string; text?: string }[] };
      const told = entities.flatMap((one) => {
        if (one.direction !== 'Inbound' || one.text === undefined || !draws()) return [one];
        plant();
        return change(one.text).map((text) => ({ ...one, text }));
      });
      return JSON.stringify({ ...rest, entities: told });
    };
    return { lies: { body }, count, expected: () => ({ [`customer.${state}`]: count() }) };
  };

/** Customers' texts on their way to the org, but the first of a visit: without it there is no conversation, and no history. */
const toOrg =
  (change: (frame: string) => readonly string[], states: readonly string[]) =>
  (seed: number): PlantedLies => {
    const { draws, plant, count } = planter(seed);
    const begun = new Set<Through>();
    const up = (frame: string, through: Through) => {
      const { action, message } = JSON.parse(frame) as { action?: string; message?: { type?: string } };
      if (action !== 'onMessage' || message?.type !== 'Text') return [frame];
      const isFirst = !begun.has(through);
      begun.add(through);
      if (isFirst || !draws()) return [frame];
      plant();
      return change(frame);
    };
    return { lies: { up }, count, expected: () => Object.fromEntries(states.map((state) => [state, count()])) };
  };
const withOwnText = (frame: string, change: Change): string => {
  const { message, ...rest } = JSON.parse(frame);
  return JSON.stringify({ ...rest, message: { ...message, text: change(message.text) } });
};

const spaced: Change = (text) => ` ${text}`;
const decomposed: Change = (text) => text.normalize('NFD');

/** The rows of the fault matrix, of both directions. */
export const PLANTED: Readonly<Record<string, (seed: number) => PlantedLies>> = {
  'frames to customers are dropped': toCustomers(() => [], ['agent.history-only']),
  'frames to customers are altered': toCustomers((frame) => [withText(frame, (text) => `${text}!`)], ['agent.altered']),
  'frames to customers have other white space': toCustomers((frame) => [withText(frame, spaced)], ['agent.altered']),
  'frames to customers are of another Unicode form': toCustomers(
    (frame) => [withText(frame, decomposed)],
    ['agent.altered'],
  ),
  'frames to customers come twice': toCustomers((frame) => [frame, frame], ['agent.twice']),
  'frames to customers come late, past others': late,
  'frames to customers come after the visit': toCustomers(
    (frame, { tell }) => {
      setTimeout(() => tell(frame), BEYOND_MS);
      return [];
    },
    ['agent.history-only'],
  ),
  'frames to customers come to another': toAnother,
  'notifications are dropped': ofNotifications(() => undefined),
  'notifications come after the visit': ofNotifications((frame, { tell }) => setTimeout(() => tell(frame), BEYOND_MS)),
  'notifications come to another agent': toAnotherAgent,
  'notifications come twice': notificationsTwice,
  'agents read other texts': readByAgents(
    altered((text) => `${text}!`),
    'altered',
  ),
  'agents read other white space': readByAgents(altered(spaced), 'altered'),
  'agents read another Unicode form': readByAgents(altered(decomposed), 'altered'),
  'agents read texts twice': readByAgents((one) => [one, one], 'twice'),
  'the history has other texts': ofHistory((text) => [`${text}!`], 'ledger altered'),
  'the history lacks texts': ofHistory(() => [], 'ledger lost'),
  'frames of customers are dropped': toOrg(() => [], ['customer.ledger lost']),
  'frames of customers are altered': toOrg(
    (frame) => [withOwnText(frame, spaced)],
    ['customer.ledger altered', 'customer.altered'],
  ),
  'frames of customers come twice': toOrg((frame) => [frame, frame], ['customer.ledger duplicated', 'customer.twice']),
};
