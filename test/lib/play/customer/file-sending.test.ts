import type { ServerFrame } from '@headroom/genesys-wire/guest';
import { describe, expect, it } from 'vitest';
import { GuestSession } from '../../../../lib/genesys/guest/session.ts';
import type { SessionEvents } from '../../../../lib/genesys/guest/session-events.ts';
import { mayPutAt } from '../../../../lib/genesys/put-file.ts';
import type { AttachmentEvent } from '../../../../lib/measures/events.ts';
import { transportOf } from '../../../../lib/plan/transport-choice.ts';
import { attachmentTurn } from '../../../../lib/play/customer/attachment-turn.ts';
import { leavesAfter } from '../../../../lib/play/customer/early-leave.ts';
import { FileSending } from '../../../../lib/play/customer/file-sending.ts';
import { aPlan, planJson } from '../../plan/a-plan.ts';
import { GuestServer, sessionResponse } from './a-guest-server.ts';

/** A file that goes with the customer's second turn, which is the transcript's turn 2. */
class Scene {
  readonly server = new GuestServer();
  readonly puts: string[] = [];
  readonly events: AttachmentEvent['state'][] = [];
  readonly file = new FileSending(
    1,
    ({ url }, bytes) => this.puts.push(`${url} ${bytes.byteLength}`),
    ({ state }) => this.events.push(state),
  );
  readonly session = new GuestSession({ token: 't', deploymentId: 'd' }, this.server, {
    ready: () => {},
    uploadAnswered: (answer) => this.file.answered(answer),
  } as Partial<SessionEvents> as SessionEvents);

  constructor() {
    this.session.received(JSON.stringify(sessionResponse), 0);
  }

  hold(nowMs: number, turnsSaid = 1): number | undefined {
    return this.file.holdUntil(this.session, turnsSaid, 2, nowMs);
  }

  /** The server says this of the file that was announced. */
  answer(frame: { readonly class: string; readonly [key: string]: unknown }, body: object): void {
    const announced = this.server.last;
    const attachmentId = announced?.action === 'onAttachment' ? announced.attachmentId : '';
    this.session.received(JSON.stringify({ code: 200, ...frame, body: { attachmentId, ...body } } as ServerFrame), 0);
  }

  offer(): void {
    this.answer({ type: 'response', class: 'PresignedUrlResponse' }, { url: 'http://x/up', headers: {} });
  }
}

describe('the file of a visit', () => {
  it('is announced with its turn and not before, put where the server says, and goes with its text', () => {
    const scene = new Scene();
    expect(scene.hold(0, 0)).toBeUndefined();
    expect(scene.server.frames).toEqual([]);
    expect(scene.hold(1_000)).toBe(1_250);
    expect(scene.server.last).toMatchObject({ action: 'onAttachment', fileType: 'image/gif', fileSize: 26 });
    scene.offer();
    expect(scene.puts).toEqual(['http://x/up 26']);
    expect(scene.hold(1_250)).toBe(1_500);
    scene.answer({ type: 'message', class: 'UploadSuccessEvent' }, { downloadUrl: 'http://x/down' });
    expect(scene.hold(1_500)).toBeUndefined();
    expect(scene.events).toEqual(['sent']);
    expect(scene.file.idFor(2)).toBeTruthy();
    expect(scene.file.idFor(4)).toBeUndefined();
    expect(scene.hold(1_600)).toBeUndefined();
    expect(scene.events).toEqual(['sent']);
  });

  it.each(['GenerateUrlError', 'UploadFailureEvent'])('does not hold its text back after %s', (name) => {
    const scene = new Scene();
    scene.hold(0);
    scene.offer();
    scene.answer({ type: 'message', class: name }, { errorCode: 4001, errorMessage: 'no' });
    expect(scene.hold(250)).toBeUndefined();
    expect(scene.events).toEqual(['refused']);
    expect(scene.file.idFor(2)).toBeUndefined();
  });

  it('is given up after 20 s', () => {
    const scene = new Scene();
    scene.hold(0);
    expect(scene.hold(19_999)).toBe(20_000);
    expect(scene.hold(20_000)).toBeUndefined();
    expect(scene.events).toEqual(['failed']);
  });

  it('follows from plan and visit, is sent by the share that the plan says, and before the visit leaves', () => {
    const plan = aPlan({ customers: { ...planJson().customers, attachments: 0.3, leaveEarly: 0.5 } });
    const turns = Array.from({ length: 1_000 }, (_, visit) => attachmentTurn(plan, visit, 5));
    expect(turns).toEqual(Array.from({ length: 1_000 }, (_, visit) => attachmentTurn(plan, visit, 5)));
    const sent = turns.flatMap((turn, visit) => (turn === undefined ? [] : [{ turn, visit }]));
    expect(sent.length).toBeGreaterThan(240);
    expect(sent.length).toBeLessThan(360);
    expect(sent.every(({ turn, visit }) => turn < Math.min(5, leavesAfter(plan, visit, 5)))).toBe(true);
    expect(attachmentTurn(aPlan(), 1, 5)).toBeUndefined();
  });

  it('needs the dense transport, which auto takes, and the closed model', () => {
    const { customers } = planJson();
    expect(transportOf(aPlan({ customers: { ...customers, attachments: 0.1 } }))).toBe('dense');
    for (const more of [{ transport: 'exact' }, { model: 'open', visitsPerMinute: 1 }])
      expect(() => aPlan({ customers: { ...customers, ...more, attachments: 0.1 } })).toThrow('attachments');
  });

  it.each([
    ['http://127.0.0.1:7420/uploads/1', { address: '127.0.0.1:7420' }, true],
    ['http://127.0.0.1:7421/uploads/1', { address: '127.0.0.1:7420' }, false],
    ['http://127.0.0.1:7420.evil.com/1', { address: '127.0.0.1:7420' }, false],
    ['https://bucket.s3.amazonaws.com/1', { domain: 'mypurecloud.com' }, true],
    ['https://uploads.mypurecloud.com/1', { domain: 'mypurecloud.com' }, true],
    ['http://uploads.mypurecloud.com/1', { domain: 'mypurecloud.com' }, false],
    ['https://evil.com/amazonaws.com/', { domain: 'mypurecloud.com' }, false],
  ] as const)('may be put at %s of %o: %s', (url, target, may) => {
    expect(mayPutAt(url, target)).toBe(may);
  });
});
