import type { ClientFrame, ServerFrame, StructuredMessage } from '@headroom/genesys-wire/guest';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../lib/base/random.ts';
import type { Dialogue } from '../../../../lib/dialogues/dialogue.ts';
import { Part } from '../../../../lib/dialogues/part.ts';
import type { GuestSession } from '../../../../lib/genesys/guest/session.ts';
import type { SessionRefusal } from '../../../../lib/genesys/guest/session-refusals.ts';
import { Opening } from '../../../../lib/play/customer/dialogue-opening.ts';
import { Visit } from '../../../../lib/play/customer/visit.ts';
import type { VisitEvent, VisitSetup } from '../../../../lib/play/customer/visit-setup.ts';
import {
  cleared,
  disconnected,
  echoOf,
  evicted,
  GuestServer,
  outbound,
  sessionResponse,
  tooManyRequests,
} from './a-guest-server.ts';

const dialogue: Dialogue = {
  id: 'd1',
  turns: [
    { from: 'customer', text: 'Hello' },
    { from: 'agent', text: 'Hi' },
    { from: 'customer', text: 'Bye' },
    { from: 'agent', text: 'Goodbye' },
  ],
};
const none = { sent: 0, unresolved: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, acked: 0 };
const LEAVE_AT = 6_000_000;
const THINK = 1_000;

const isText = (frame: ClientFrame) => frame.action === 'onMessage' && frame.message.type === 'Text';

type Manner = Partial<VisitSetup['manner'] & Pick<VisitSetup, 'asides' | 'leavesAfter' | 'random'>>;

/** A visit on a clock of its own, connected to a server in memory. */
class Scene {
  now = 0;
  readonly events: VisitEvent[] = [];
  readonly visit: Visit;
  server = new GuestServer();
  session: GuestSession;

  constructor(
    played: Dialogue = dialogue,
    { leavesAfter = Number.POSITIVE_INFINITY, random = () => 0.5, asides = [], ...manner }: Manner = {},
  ) {
    this.visit = new Visit(
      {
        identity: { token: 'token', deploymentId: 'deployment' },
        part: new Part(played, 'customer'),
        asides,
        leavesAfter,
        manner: {
          think: { minMs: THINK, maxMs: THINK },
          pauses: 0,
          pause: { minMs: 30_000, maxMs: 30_000 },
          typing: false,
          ...manner,
        },
        random,
        beginsAtMs: 0,
        leaveAtMs: LEAVE_AT,
        attributes: { transcript: '0 d1' },
      },
      (event) => this.events.push(event),
    );
    this.session = this.visit.connect(this.server, this.now);
  }

  /** Why no session came of connections, of which there is one event each. */
  get notConfigured(): SessionRefusal[] {
    return this.events.flatMap((event) =>
      event.kind === 'session' && event.state === 'refused' ? [event.reason] : [],
    );
  }

  receive(frame: ServerFrame): void {
    this.session.received(JSON.stringify(frame), this.now);
  }

  wait(ms: number): void {
    for (const end = this.now + ms; this.now < end; ) {
      this.now = Math.min(end, this.now + 250);
      this.visit.tick(this.now);
    }
  }

  /** Lets the customer think, and acknowledges what it says. */
  customerSpeaks(): void {
    this.wait(THINK + 250);
    this.receive(echoOf(this.server.last));
  }

  reconnect(): void {
    this.server = new GuestServer();
    this.session = this.visit.connect(this.server, this.now);
  }
}

describe('a visit', () => {
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
  });

  it('configures its session with its own token, and says nothing before the answer', () => {
    expect(scene.server.last).toMatchObject({ action: 'configureSession', token: 'token', deploymentId: 'deployment' });
    scene.wait(5_000);
    expect(scene.server.frames).toHaveLength(1);
  });

  it('thinks, then says the first turn with the attributes that name its transcript', () => {
    scene.receive(sessionResponse);
    scene.wait(THINK - 250);
    expect(scene.server.texts).toEqual([]);
    scene.wait(500);
    expect(scene.server.last).toMatchObject({
      action: 'onMessage',
      message: { type: 'Text', text: 'Hello', channel: { metadata: { customAttributes: { transcript: '0 d1' } } } },
    });
  });

  it("waits for the agent's turn where the dialogue does; a bot's greeting is not one", () => {
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    scene.receive(outbound('Welcome!', 'Bot'));
    scene.wait(60_000);
    expect(scene.server.texts).toEqual(['Hello']);
    scene.receive(outbound('Hi'));
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Hello', 'Bye']);
  });

  it('ends its conversation by Clear after the last turn, and closes with 1000 once that is confirmed', () => {
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    scene.receive(outbound('Hi'));
    scene.customerSpeaks();
    scene.receive(outbound('Goodbye'));
    scene.wait(THINK + 250);
    expect(scene.server.last).toMatchObject({ message: { events: [{ presence: { type: 'Clear' } }] } });
    expect(scene.server.closedWith).toBeUndefined();
    scene.receive(cleared);
    expect(scene.visit.end).toBe('complete');
    expect(scene.server.closedWith).toBe(1000);
    expect(scene.visit.ledger.counts()).toEqual({ ...none, sent: 2, acked: 2 });
  });

  it('measures acknowledgements, deliveries and the beginning of the conversation', () => {
    scene.receive(sessionResponse);
    scene.wait(THINK + 250);
    scene.now += 40;
    scene.receive(echoOf(scene.server.last));
    scene.receive(outbound('Hi', 'Human', new Date(scene.now - 30).toISOString()));
    expect(scene.events).toEqual([
      { kind: 'session', state: 'ready', afterMs: 0 },
      { kind: 'message', state: 'sent', side: 'customer' },
      { kind: 'conversation', state: 'begun' },
      { kind: 'message', state: 'acked', roundTripMs: expect.any(Number) },
      { kind: 'message', state: 'delivered', side: 'agent', afterMs: 30 },
    ]);
    const [acked] = scene.events.filter((event) => event.kind === 'message' && event.state === 'acked');
    expect(acked).toHaveProperty('roundTripMs', 40);
  });

  it('leaves in time when the agent never answers', () => {
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    scene.wait(LEAVE_AT);
    expect(scene.visit.end).toBe('deadline');
    expect(scene.server.closedWith).toBe(1000);
  });

  it('gives up a session that is never configured', () => {
    scene.wait(30_000);
    expect(scene.visit.end).toBe('not-configured');
    expect(scene.notConfigured).toEqual(['silent']);
  });

  it('gives up a session that the org refuses, and says so once', () => {
    for (const code of [403, 403]) scene.receive({ type: 'response', class: 'string', code, body: 'no' });
    expect(scene.visit.end).toBe('not-configured');
    expect(scene.server.closedWith).toBe(1000);
    expect(scene.notConfigured).toEqual(['refused']);
  });

  it('gives up its connection, not its session, when sessions come too fast', () => {
    scene.receive(tooManyRequests(scene.server.last));
    scene.wait(30_000);
    expect(scene.server.closedWith).toBe(1000);
    expect(scene.notConfigured).toEqual(['too-many']);
    expect(scene.visit.askedToWaitMs).toBe(3_000);
    expect(scene.visit.end).toBeUndefined();
    scene.reconnect();
    scene.receive(sessionResponse);
    expect(scene.visit.askedToWaitMs).toBeUndefined();
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Hello']);
  });

  it('says no more than five things a second, however little it thinks', () => {
    const turns = Array.from({ length: 11 }, (_, turn) => ({ from: 'customer' as const, text: `${turn}` }));
    scene = new Scene({ id: 'quick', turns }, { think: { minMs: 0, maxMs: 0 } });
    scene.receive(sessionResponse);
    scene.now = 1_000;
    const saidAtMs: number[] = [];
    for (let dueMs = scene.visit.tick(scene.now); saidAtMs.length < turns.length; dueMs = scene.visit.tick(scene.now)) {
      saidAtMs.push(...scene.server.texts.slice(saidAtMs.length).map(() => scene.now));
      if (scene.server.texts.length === saidAtMs.length) scene.now = dueMs;
    }
    saidAtMs.slice(5).forEach((atMs, place) => {
      expect(atMs - (saidAtMs[place] ?? 0)).toBeGreaterThanOrEqual(1_000);
    });
  });

  it('leaves when the agent ends the conversation, or the server evicts it', () => {
    scene.receive(sessionResponse);
    scene.receive(disconnected);
    expect(scene.visit.end).toBe('agent-disconnected');
    const other = new Scene();
    other.receive(sessionResponse);
    other.receive(evicted);
    expect(other.visit.end).toBe('evicted');
  });

  it('leaves without an acknowledgement that never comes; the history then tells what was stored', () => {
    scene = new Scene({ id: 'd', turns: [{ from: 'customer', text: 'Hello' }] });
    scene.receive(sessionResponse);
    scene.wait(THINK + 250 + 19_000);
    expect(scene.server.texts).toEqual(['Hello']);
    expect(scene.server.frames.filter(({ tracingId }) => tracingId === 'clear')).toEqual([]);
    scene.wait(THINK + 3_000);
    scene.receive(cleared);
    expect(scene.visit.end).toBe('complete');
    expect(scene.visit.ledger.counts()).toEqual({ ...none, sent: 1, unresolved: 1 });
    scene.visit.verify([]);
    expect(scene.visit.ledger.counts()).toEqual({ ...none, sent: 1, lost: 1 });
  });

  it('leaves early when it is to, after its turn, and ends its conversation', () => {
    scene = new Scene(dialogue, { leavesAfter: 1 });
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    scene.wait(THINK + 500);
    expect(scene.server.last).toMatchObject({ message: { events: [{ presence: { type: 'Clear' } }] } });
    scene.receive(cleared);
    expect(scene.visit.end).toBe('left-early');
    expect(scene.server.texts).toEqual(['Hello']);
  });

  it('pauses before a turn when it does', () => {
    scene = new Scene(dialogue, { pauses: 1 });
    scene.receive(sessionResponse);
    scene.wait(30_000);
    expect(scene.server.texts).toEqual([]);
    scene.wait(THINK + 250);
    expect(scene.server.texts).toEqual(['Hello']);
  });

  it('says that it is typing in the last 5 s before it speaks, at most each 5 s', () => {
    scene = new Scene(dialogue, { typing: true, think: { minMs: 12_000, maxMs: 12_000 } });
    scene.now = 1_000_000;
    scene.receive(sessionResponse);
    const typed = () => scene.server.frames.filter(({ tracingId }) => tracingId === 'typing').length;
    scene.wait(6_000);
    expect(typed()).toBe(0);
    scene.wait(5_750);
    expect(typed()).toBe(1);
    expect(scene.server.texts).toEqual([]);
    scene.wait(1_000);
    expect(scene.server.texts).toEqual(['Hello']);
  });

  it('says again what was refused for its rate, when the server said to', () => {
    scene.receive(sessionResponse);
    scene.wait(THINK + 250);
    scene.receive(tooManyRequests(scene.server.last));
    scene.wait(2_750);
    expect(scene.server.texts).toEqual(['Hello']);
    scene.wait(500);
    expect(scene.server.texts).toEqual(['Hello', 'Hello']);
    scene.receive(echoOf(scene.server.last));
    expect(scene.visit.ledger.counts()).toMatchObject({ sent: 1, acked: 1, lost: 0 });
    expect(scene.events.filter(({ kind }) => kind === 'conversation')).toEqual([
      { kind: 'conversation', state: 'begun' },
    ]);
  });

  it('takes no echo of another visit to its session for one of its own', () => {
    const other = new Scene(dialogue, { random: () => 0.25 });
    for (const one of [scene, other]) one.receive(sessionResponse);
    scene.wait(THINK + 250);
    other.wait(THINK + 250);
    scene.receive(echoOf(other.server.last));
    expect(scene.visit.ledger.counts()).toMatchObject({ sent: 1, unresolved: 1 });
  });

  it('goes on where it was on a second connection with the same token', () => {
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    scene.reconnect();
    expect(scene.server.last).toMatchObject({ action: 'configureSession', token: 'token' });
    scene.receive(sessionResponse);
    scene.receive(outbound('Hi'));
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Bye']);
  });

  it('survives frames that are not Genesys messages', () => {
    scene.receive(sessionResponse);
    for (const text of ['', '{', 'null', '[]', '{"class":"Odd"}', '{"class":"string","code":200,"body":"x"}']) {
      scene.session.received(text, scene.now);
    }
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Hello']);
  });

  it('keeps an idle connection alive, at most twice a minute', () => {
    scene.receive(sessionResponse);
    scene.customerSpeaks();
    const before = scene.server.frames.length;
    scene.wait(120_000);
    const echoes = scene.server.frames.slice(before);
    expect(echoes.every(({ action }) => action === 'echo')).toBe(true);
    expect(echoes.length).toBeGreaterThanOrEqual(2);
    expect(echoes.length).toBeLessThanOrEqual(4);
  });
});

describe('a visit whose connection drops', () => {
  const stored = (text: string): StructuredMessage => ({ direction: 'Inbound', type: 'Text', text });
  const fromAgent = (text: string): StructuredMessage => ({
    direction: 'Outbound',
    type: 'Text',
    text,
    originatingEntity: 'Human',
  });
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene();
    scene.receive(sessionResponse);
    scene.wait(THINK + 250);
  });

  it('a visit asks for the JWT of its history while it can', () => {
    expect(scene.server.frames.map(({ action }) => action)).toContain('getJwt');
    scene.receive({ type: 'response', class: 'JwtResponse', code: 200, body: { jwt: 'pass', exp: 1 } });
    expect(scene.visit.jwt).toBe('pass');
  });

  it('a visit says again what the server did not store, as the same message', () => {
    scene.visit.resume([], scene.now);
    scene.reconnect();
    scene.receive(sessionResponse);
    scene.wait(250);
    expect(scene.server.texts).toEqual(['Hello']);
    scene.receive(echoOf(scene.server.last));
    expect(scene.visit.ledger.counts()).toEqual({ ...none, sent: 1, acked: 1 });
  });

  it('a visit does not say again what the server stored, though its echo never came', () => {
    scene.visit.resume([stored('Hello')], scene.now);
    scene.reconnect();
    scene.receive(sessionResponse);
    scene.wait(5_000);
    expect(scene.server.texts).toEqual([]);
    expect(scene.visit.ledger.counts()).toMatchObject({ sent: 1, acked: 1 });
  });

  it("a visit hears the agent's turns that it missed, and none twice", () => {
    scene.receive(echoOf(scene.server.last));
    scene.visit.resume([fromAgent('Hi'), stored('Hello')], scene.now);
    scene.reconnect();
    scene.receive(sessionResponse);
    scene.visit.resume([fromAgent('Hi'), stored('Hello')], scene.now);
    scene.customerSpeaks();
    scene.wait(60_000);
    expect(scene.server.texts).toEqual(['Bye']);
  });

  it('a visit whose connection drops again and again has every turn stored once, in order, and its account says so', () => {
    const outcome = fc.constantFrom('echoed', 'lost on the way', 'echo lost');
    const texts = fc.array(fc.constantFrom('a', 'b', 'b ', 'c'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.infiniteStream(outcome), (said, outcomes) => {
        const play = new Scene({ id: 'any', turns: said.map((text) => ({ from: 'customer', text })) });
        play.receive(sessionResponse);
        const history: string[] = [];
        for (let tries = 0; history.length < said.length || play.visit.ledger.counts().acked < said.length; ) {
          const answered = play.server.frames.length;
          play.wait(THINK + 250);
          for (const frame of play.server.frames.slice(answered)) {
            if (frame.action !== 'onMessage' || frame.message.type !== 'Text') continue;
            const happens = ++tries < 40 ? outcomes.next().value : 'echoed';
            if (happens !== 'lost on the way') history.push(frame.message.text);
            if (happens === 'echoed') {
              play.receive(echoOf(frame));
              continue;
            }
            // What was sent after it on the same connection is gone too.
            play.visit.resume(history.map(stored), play.now);
            play.reconnect();
            play.receive(sessionResponse);
            break;
          }
        }
        expect(history).toEqual(said);
        play.visit.verify(history.map(stored).reverse());
        expect(play.visit.ledger.counts()).toEqual({ ...none, sent: said.length, acked: said.length });
      }),
    );
  });
});

describe('a visit of a dialogue that the agent begins', () => {
  const greeted: Dialogue = {
    id: 'd2',
    turns: [
      { from: 'agent', text: 'Hi' },
      { from: 'customer', text: 'Hello' },
    ],
  };
  const hearsHi = (scene: Scene) => scene.receive(outbound('Hi'));
  let scene: Scene;
  beforeEach(() => {
    scene = new Scene(greeted, { asides: [new Opening('Anyone?', THINK)] });
    scene.receive(sessionResponse);
  });

  it('opens it once, and waits for the agent before it says the first turn', () => {
    scene.customerSpeaks();
    scene.wait(30_000);
    expect(scene.server.texts).toEqual(['Anyone?']);
    hearsHi(scene);
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Anyone?', 'Hello']);
    scene.wait(THINK + 250);
    scene.receive(cleared);
    expect([scene.visit.end, scene.visit.ledger.counts()]).toEqual(['complete', { ...none, sent: 2, acked: 2 }]);
    expect(scene.visit.over()).toMatchObject({ outcome: 'complete', awaitsAnswer: true, answeredAfterMs: 30_000 });
  });

  it('says the opening again after a drop where the org did not store it, and then the first turn', () => {
    scene.wait(THINK + 250);
    scene.visit.dropped();
    scene.visit.resume([], scene.now);
    scene.reconnect();
    scene.receive(sessionResponse);
    scene.wait(1_000);
    scene.receive(echoOf(scene.server.last));
    hearsHi(scene);
    scene.customerSpeaks();
    expect(scene.server.texts).toEqual(['Anyone?', 'Hello']);
    expect(scene.visit.ledger.counts()).toEqual({ ...none, sent: 2, acked: 2 });
  });
});

describe('the times at which a visit is to be woken', () => {
  const manner = fc.record({
    typing: fc.boolean(),
    pauses: fc.constantFrom(0, 0.5, 1),
    leavesAfter: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
    think: fc.tuple(fc.nat(20_000), fc.nat(20_000)).map(([minMs, moreMs]) => ({ minMs, maxMs: minMs + moreMs })),
  });
  const happenings: Record<string, (scene: Scene, said: ClientFrame | undefined) => void> = {
    nothing: () => {},
    configured: (scene) => scene.receive(sessionResponse),
    echo: (scene, said) => said && scene.receive(echoOf(said)),
    refused: (scene, said) => said && scene.receive(tooManyRequests(said)),
    answer: (scene) => scene.receive(outbound('Hi')),
    cleared: (scene) => scene.receive(cleared),
    dropped: (scene) => {
      scene.visit.resume([], scene.now);
      scene.reconnect();
    },
  };
  const happening = fc.record({ afterMs: fc.nat(40_000), what: fc.constantFrom(...Object.keys(happenings)) });

  /** Every frame of a visit, and when; it is ticked at the times that it names, and `often` in between as well. */
  function played(setup: Manner, happens: readonly { afterMs: number; what: string }[], often: boolean) {
    const scene = new Scene(dialogue, setup);
    const sent: { atMs: number; frame: ClientFrame }[] = [];
    const tick = () => {
      const dueMs = scene.visit.tick(scene.now);
      for (const frame of scene.server.frames.splice(0)) sent.push({ atMs: scene.now, frame });
      return dueMs;
    };
    for (const { afterMs, what } of happens) {
      const end = scene.now + afterMs;
      for (let dueMs = tick(); scene.now < end; dueMs = tick()) {
        scene.now = Math.min(end, dueMs, often ? scene.now + 777 : end);
      }
      const said = sent.map(({ frame }) => frame).filter(isText);
      happenings[what]?.(scene, said.at(-1));
    }
    tick();
    return { sent, end: scene.visit.end };
  }

  it('these times are all that a visit needs: ticked in between as well, it does the same at the same times', () => {
    fc.assert(
      fc.property(manner, fc.array(happening, { minLength: 3, maxLength: 25 }), fc.nat(), (setup, happens, seed) => {
        const all = [{ afterMs: 0, what: 'configured' }, ...happens, { afterMs: 90_000, what: 'nothing' }];
        const play = (often: boolean) => played({ ...setup, random: seededRandom(seed) }, all, often);
        expect(play(true)).toEqual(play(false));
      }),
    );
  });
});

describe('a visit with any transcript', () => {
  const turn = fc.record({
    from: fc.constantFrom('customer' as const, 'agent' as const),
    text: fc.string({ minLength: 1 }),
  });

  it("every customer's turn is said once, in order, each after the agent's turns before it", () => {
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => {
        const scene = new Scene({ id: 'any', turns });
        scene.receive(sessionResponse);
        const order: string[] = [];
        for (const { from, text } of turns) {
          if (from === 'agent') scene.receive(outbound(text));
          else scene.customerSpeaks();
          order.push(...scene.server.texts.slice(order.length));
        }
        const expected = turns.filter(({ from }) => from === 'customer').map(({ text }) => text);
        expect(scene.server.texts).toEqual(expected);
        scene.wait(THINK + 250);
        scene.receive(cleared);
        expect(scene.visit.end).toBe('complete');
      }),
      { numRuns: 200 },
    );
  });
});
