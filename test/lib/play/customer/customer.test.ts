import type { ServerFrame, StructuredMessage } from '@headroom/genesys-wire/guest';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as pacing from '../../../../lib/base/delay.ts';
import type { Dialogue } from '../../../../lib/dialogues/dialogue.ts';
import * as history from '../../../../lib/genesys/guest/history.ts';
import type { CustomerEvent } from '../../../../lib/measures/events.ts';
import { scheduleOf } from '../../../../lib/plan/schedule.ts';
import { Customer } from '../../../../lib/play/customer/customer.ts';
import type { Connection, Ended } from '../../../../lib/transport/connection.ts';
import { forget, iterate } from '../../../k6/vu.ts';
import { aPlan, planJson } from '../../plan/a-plan.ts';
import { cleared, echoOf, GuestServer, outbound, sessionResponse, tooManyRequests } from './a-guest-server.ts';

const THINK = 1_000;
const dialogue: Dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer', text: 'Hello' },
    { from: 'agent', text: 'Hi' },
    { from: 'customer', text: 'Bye' },
    { from: 'agent', text: 'Goodbye' },
  ],
};
const ATTEMPTS = 20;
const aPlanThatTries = (attempts: number) =>
  aPlan({
    agents: undefined,
    customers: { ...planJson().customers, think: { min: '1s', max: '1s' } },
    retry: { first: '1s', cap: '1m', jitter: 0, attempts },
  });

const inbound = (text: string): StructuredMessage => ({ direction: 'Inbound', type: 'Text', text });
const fromAgent = (text: string): StructuredMessage => ({ direction: 'Outbound', type: 'Text', text });
const pass: ServerFrame = { type: 'response', class: 'JwtResponse', code: 200, body: { jwt: 'pass', exp: 1 } };
const closed: Ended = { kind: 'closed' };
const refused: Ended = { kind: 'refused', status: 503, retryAfterMs: undefined, body: undefined };

/** A connection that opened, seen from the server. */
class Link {
  readonly server = new GuestServer();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
    connection.opened(this.server);
  }

  receive(frame: ServerFrame): void {
    this.#connection.received(JSON.stringify(frame));
  }

  wait(ms: number): void {
    for (const end = Date.now() + ms; Date.now() < end; ) {
      vi.setSystemTime(Date.now() + 250);
      this.#connection.tick(0);
    }
  }

  configures(): this {
    this.receive(sessionResponse);
    this.receive(pass);
    return this;
  }

  /** The customer thinks and speaks, and its text is stored. */
  hears(): void {
    this.wait(THINK + 250);
    this.receive(echoOf(this.server.last));
  }
}

type Try = (connection: Connection) => Ended;
const isRefused: Try = () => refused;
const closesAtOnce: Try = (connection) => {
  new Link(connection);
  return closed;
};
const drops: Try = (connection) => {
  new Link(connection).configures();
  return closed;
};

/** Plays a visit whose connections go so, the last of them again and again. What happens in waits happens in `waiting`. */
async function visited(
  tries: readonly Try[],
  { attempts = ATTEMPTS, waiting = () => {} }: { attempts?: number; waiting?: (place: number) => void } = {},
) {
  const waits: number[] = [];
  vi.spyOn(pacing, 'delay').mockImplementation(async (ms) => {
    vi.setSystemTime(Date.now() + ms);
    waiting(waits.length);
    waits.push(ms);
  });
  const plan = aPlanThatTries(attempts);
  let tried = 0;
  const events: CustomerEvent[] = [];
  const run = {
    emit: (event: CustomerEvent) => events.push(event),
    plan,
    schedule: scheduleOf(plan),
    startMs: Date.now(),
    transport: async (_address: unknown, _tickMs: unknown, connection: Connection) =>
      (tries[tried++] ?? tries.at(-1) ?? isRefused)(connection),
  };
  const outcome = await iterate(async () => {
    await new Customer(run, 0, dialogue, { customer: 'c', transcript: '0 d1' }).visit();
  });
  expect(outcome).toEqual({ kind: 'complete' });
  // The last wait is that of the slot, before its next visit.
  const restMs = (waits.pop() ?? -1) - plan.customers.gapMs;
  return { waits, tried, restMs, events };
}

/** What the server stores, newest first; undefined while it cannot be read. */
let stored: StructuredMessage[];
let readable: () => boolean;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-12-01T00:00:00Z') });
  stored = [];
  readable = () => true;
  vi.spyOn(history, 'readHistory').mockImplementation(async () => (readable() ? [...stored] : undefined));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  forget();
});

/** Says Hello, which is stored, and is dropped. */
const greetsAndDrops: Try = (connection) => {
  new Link(connection).configures().hears();
  stored.unshift(inbound('Hello'));
  return closed;
};

describe('a visit that was dropped', () => {
  const said: string[] = [];
  beforeEach(() => {
    said.length = 0;
  });
  const goesOn: Try = (connection) => {
    const link = new Link(connection).configures();
    link.wait(THINK + 500);
    said.push(...link.server.texts);
    if (said.includes('Bye')) {
      link.receive(echoOf(link.server.last));
      stored.unshift(inbound('Bye'));
    }
    link.receive(outbound('Goodbye'));
    link.wait(THINK + 500);
    link.receive(cleared);
    return closed;
  };
  const hi = () => stored.unshift(fromAgent('Hi'));

  it('has heard what the agent said while it waited to come back', async () => {
    const { events } = await visited([greetsAndDrops, goesOn], { waiting: (place) => place === 0 && hi() });
    expect(said).toEqual(['Bye']);
    expect(events.filter(({ kind }) => kind === 'wait')).toEqual([{ kind: 'wait', ms: 1_000 }]);
  });

  it('has heard what the agent said while its further tries were refused', async () => {
    await visited([greetsAndDrops, isRefused, isRefused, goesOn], { waiting: (place) => place === 2 && hi() });
    expect(said).toEqual(['Bye']);
  });

  it('reads again, before its next try, what could not be read', async () => {
    let reads = 0;
    readable = () => ++reads > 1;
    await visited([greetsAndDrops, isRefused, goesOn], { waiting: (place) => place === 0 && hi() });
    expect(said).toEqual(['Bye']);
  });

  it('reads nothing before its first session', async () => {
    await visited([isRefused, greetsAndDrops, goesOn], { waiting: (place) => place === 1 && hi() });
    expect(history.readHistory).toHaveBeenCalledTimes(2);
  });

  it('goes on, whatever became of its tries, once it could read and was configured', async () => {
    const happening = fc.record({
      becomes: fc.constantFrom(isRefused, closesAtOnce, drops),
      reads: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 5 }), fc.nat(), async (happenings, when) => {
        vi.setSystemTime(Date.parse('2026-12-01T00:00:00Z'));
        stored = [];
        said.length = 0;
        let reads = 0;
        readable = () => happenings[reads++]?.reads ?? true;
        const waiting = (place: number) => place === when % (happenings.length + 1) && hi();
        await visited([greetsAndDrops, ...happenings.map(({ becomes }) => becomes), goesOn], { waiting });
        expect(said).toEqual(['Bye']);
      }),
      { numRuns: 50 },
    );
  });
});

/** Why no session came of sockets that opened. */
function refusalsIn(events: readonly CustomerEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'session' && event.state === 'refused' ? [event.reason] : []));
}

describe('a visit whose session never comes to be', () => {
  it('tries a gateway that opens and closes no more often than it may, and ever more slowly', async () => {
    const { tried, waits } = await visited([closesAtOnce], { attempts: 4 });
    expect(tried).toBe(4);
    expect(waits).toEqual([1_000, 2_000, 4_000]);
  });

  it('tries again where sessions come too fast, and not before the server said', async () => {
    const tooFast: Try = (connection) => {
      const link = new Link(connection);
      link.receive(tooManyRequests(link.server.last));
      return closed;
    };
    const { tried, waits, restMs, events } = await visited([tooFast], { attempts: 4 });
    expect(tried).toBe(4);
    expect(waits).toEqual([3_000, 3_000, 4_000]);
    expect(restMs).toBe(0);
    expect(refusalsIn(events)).toEqual(Array(4).fill('too-many'));
  });

  it('gives up where the org refuses it, and the next visit is as long in coming as after the last of its tries', async () => {
    const isInactive: Try = (connection) => {
      new Link(connection).receive({ type: 'response', class: 'string', code: 400, body: 'no' });
      return closed;
    };
    const { tried, waits, restMs, events } = await visited([isInactive], { attempts: 4 });
    expect(tried).toBe(1);
    expect(waits).toEqual([]);
    expect(restMs).toBe(8_000);
    expect(refusalsIn(events)).toEqual(['refused']);
  });
});
