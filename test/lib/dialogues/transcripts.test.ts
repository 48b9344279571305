import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConversationOwner } from '../../../cli/cleanup/conversation-owner.ts';
import type { Org } from '../../../cli/platform/org.ts';
import { type Dialogue, parseDialogues } from '../../../lib/dialogues/dialogue.ts';
import { Part } from '../../../lib/dialogues/part.ts';
import { sampleTranscripts } from '../../../lib/dialogues/sample.ts';
import { attributesFor, dialogueIn, isUnscripted, unscripted } from '../../../lib/dialogues/transcript-attribute.ts';
import { dialogueThatBegins, openingsOf } from '../../../lib/dialogues/transcript-by-opening.ts';

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
const good = { id: 'a', turns: [{ from: 'customer', text: 'Hello' }] };

describe('a set of transcripts', () => {
  it('a set is one dialogue a line, and blank lines do not matter', () => {
    expect(parseDialogues(`${line(good)}\n${line({ ...good, id: 'b' })}`).map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([
    ['{', 'line 2: not JSON'],
    ['{"id":"x"}', 'line 2: needs "id" and at least one turn'],
    ['{"id":"x","turns":[{"from":"nobody","text":"secret"}]}', 'line 2: turn 0: needs "from"'],
    ['{"id":"x","turns":[{"from":"agent","text":""}]}', 'line 2: turn 0: an empty text'],
    ['{"id":"x","turns":[{"from":"bot","text":"secret"}]}', "line 2: only a bot's turns"],
  ])('the error for a bad line %s names the line without its text', (bad, says) => {
    expect(() => parseDialogues(line(good) + bad)).toThrow(says);
    expect(() => parseDialogues(line(good) + bad)).not.toThrow('secret');
  });

  it("a bot's turns are passed over", () => {
    const [dialogue] = parseDialogues(
      line({ id: 'a', turns: [{ from: 'bot', text: 'Welcome' }, ...good.turns, { from: 'bot', text: '' }] }),
    );
    expect(dialogue).toEqual(good);
  });

  it('an empty set is refused', () => expect(() => parseDialogues('\n')).toThrow('no dialogue in it'));

  it('a set of our own making ships with the scripts', () => {
    const sample = parseDialogues(sampleTranscripts);
    expect(sample.length).toBeGreaterThanOrEqual(10);
    expect(sample.every(({ turns }) => turns[0]?.from === 'customer')).toBe(true);
  });
});

describe('an agent to whom the org shows no attribute', () => {
  const dialogue = (id: string, ...texts: string[]) => ({
    id,
    turns: texts.map((text) => ({ from: 'customer' as const, text })),
  });
  const set = [dialogue('z', 'Zoo'), dialogue('a1', 'A', '1'), dialogue('é', 'É'), dialogue('a2', 'A', '2')];
  const found = (...texts: string[]) => dialogueThatBegins(texts, openingsOf(set), set)?.id;

  it('knows the transcript by its first messages', () => {
    expect([found('Zoo'), found('É'), found('A', '2')]).toEqual(['z', 'é', 'a2']);
  });

  it('takes the first of those that begin alike', () => expect(found('A')).toBe('a1'));

  it('knows none that begins so', () => {
    expect([found('B'), found('Zoo', 'more'), found('A', '3')]).toEqual([undefined, undefined, undefined]);
  });

  it('finds each of our own making by its first message alone', () => {
    const sample = parseDialogues(sampleTranscripts);
    const openings = openingsOf(sample);
    for (const { id, turns } of sample) {
      expect(dialogueThatBegins([turns[0]?.text ?? ''], openings, sample)?.id).toBe(id);
    }
  });
});

describe("one side's part", () => {
  it('a part counts the turns that it heard before its own came', () => {
    const part = new Part(
      {
        id: 'a',
        turns: [
          { from: 'customer', text: '1' },
          { from: 'agent', text: '2' },
          { from: 'agent', text: '3' },
          { from: 'customer', text: '4' },
        ],
      },
      'customer',
    );
    part.hear();
    expect(part.next()).toMatchObject({ kind: 'speak', turn: 0 });
    part.spoke();
    expect(part.next()).toEqual({ kind: 'listen' });
    part.hear();
    expect(part.next()).toMatchObject({ kind: 'speak', turn: 3, text: '4' });
    part.spoke();
    expect(part.complete).toBe(true);
  });

  it('the parts of both sides give any dialogue back, whatever its letters and however long its texts', () => {
    const codeUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));
    const text = fc.oneof(
      fc.string({ unit: codeUnit, minLength: 1 }),
      fc.tuple(fc.constantFrom('a', 'é', '語'), fc.nat(20_000)).map(([letter, more]) => letter.repeat(1 + more)),
    );
    const turn = fc.record({ from: fc.constantFrom('customer' as const, 'agent' as const), text });
    fc.assert(
      fc.property(fc.array(turn, { minLength: 1, maxLength: 12 }), (turns) => {
        const parts = {
          customer: new Part({ id: 'a', turns }, 'customer'),
          agent: new Part({ id: 'a', turns }, 'agent'),
        };
        expect(parts.customer.turns + parts.agent.turns).toBe(turns.length);
        const said = turns.map((_, place) => {
          const [from, to] =
            parts.customer.next().kind === 'speak'
              ? (['customer', 'agent'] as const)
              : (['agent', 'customer'] as const);
          const next = parts[from].next();
          if (next.kind !== 'speak' || next.turn !== place) throw new Error(`${from}: ${next.kind} at turn ${place}`);
          parts[from].spoke();
          parts[to].hear();
          return { from, text: next.text };
        });
        expect(said).toEqual(turns);
        expect(parts.customer.complete && parts.agent.complete).toBe(true);
      }),
    );
  });
});

describe('the attributes that name a transcript', () => {
  const dialogues = parseDialogues(line(good) + line({ ...good, id: 'b c' }));

  it('the attributes lead to their transcript', () => {
    for (const [index, dialogue] of dialogues.entries()) {
      expect(dialogueIn(attributesFor(index, dialogue, 'customer'), dialogues)).toBe(dialogue);
    }
  });

  it.each([{}, { transcript: 'b' }, { transcript: '9 a' }, { transcript: '0 other' }])(
    'the attributes %o lead to no transcript',
    (attributes) => {
      expect(dialogueIn(attributes, dialogues)).toBeUndefined();
    },
  );
});

describe('the attributes of a storm’s customer, and of a probe’s', () => {
  const RUN = 'c0ffee00-0000-4000-8000-000000000001';
  const dialogues = parseDialogues(line(good) + line({ ...good, id: 'b c' }));

  it.each(['storm', 'probe'] as const)(
    'the attributes of a %s lead an agent to no transcript, and differ from a visit’s',
    (by) => {
      const attributes = unscripted(by, `${RUN}-3`);
      expect(dialogueIn(attributes, dialogues)).toBeUndefined();
      expect(isUnscripted(attributes)).toBe(true);
      expect(isUnscripted(attributesFor(0, dialogues[0] as Dialogue, `${RUN}-3`))).toBe(false);
    },
  );

  it.each(['storm', 'probe'] as const)('the attributes of a %s are headroom’s own for cleanup', async (by) => {
    const participants = [{ id: 'p', purpose: 'customer', attributes: unscripted(by, `${RUN}-3`) }];
    const org = { read: async () => ({ id: 'c1', participants }) } as unknown as Org;
    const owners = new ConversationOwner(org, new Set([RUN]), async () => []);
    expect(await owners.of('c1')).toMatchObject({ owner: 'headroom', conversation: { id: 'c1' } });
  });
});
