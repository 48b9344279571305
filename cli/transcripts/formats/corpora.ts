import type { Message } from '../messages/message.ts';
import { type DocumentFormat, listAt, messagesOf, type Told, textAt } from './json-format.ts';

/** The messages of a dialogue that is whole: corpora have no times, and no dialogue goes on in another record. */
const wholeOf = (conversation: string, line: number, told: readonly Told[]): Message[] =>
  messagesOf(conversation, line, told).map((message) => ({ ...message, isWhole: true }));

/** The Action-Based Conversations Dataset. An action is what the agent clicks, and no message. */
export const abcd: DocumentFormat = {
  name: 'abcd',
  signs: [/"convo_id"\s*:/, /"original"\s*:/],
  under: ['train', 'dev', 'test'],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'original').map((turn): Told => {
      const [speaker, text] = [textAt(turn, '0'), textAt(turn, '1')];
      return { speaker, text, left: speaker === 'action' ? 'system messages' : undefined };
    });
    return wholeOf(textAt(value, 'convo_id') || unnamed, line, told);
  },
};

/** Taskmaster 1 to 4. */
export const taskmaster: DocumentFormat = {
  name: 'taskmaster',
  signs: [/"utterances"\s*:/, /"conversation_?[iI]d"\s*:/],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'utterances').map(
      (one): Told => ({ speaker: textAt(one, 'speaker'), text: textAt(one, 'text') }),
    );
    return wholeOf(textAt(value, 'conversationId') || textAt(value, 'conversation_id') || unnamed, line, told);
  },
};

/** The Schema-Guided Dialogue dataset, and MultiWOZ 2.2. The system is the side that serves. */
export const sgd: DocumentFormat = {
  name: 'sgd',
  signs: [/"dialogue_id"\s*:/, /"utterance"\s*:/],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'turns').map(
      (turn): Told => ({
        speaker: textAt(turn, 'speaker') === 'SYSTEM' ? 'agent' : textAt(turn, 'speaker'),
        text: textAt(turn, 'utterance'),
      }),
    );
    return wholeOf(textAt(value, 'dialogue_id') || unnamed, line, told);
  },
};

/** MultiWOZ up to 2.1: an object of dialogues by name, in each of which user and system take turns. */
export const multiWoz: DocumentFormat = {
  name: 'multiwoz',
  signs: [/"log"\s*:\s*\[/, /"goal"\s*:/],
  under: '*',
  read: ({ value, line, key }, unnamed) => {
    const told = listAt(value, 'log').map(
      (turn, at): Told => ({ speaker: at % 2 === 0 ? 'customer' : 'agent', text: textAt(turn, 'text') }),
    );
    return wholeOf(key ?? unnamed, line, told);
  },
};

/** A set of headroom's own. */
export const ownSet: DocumentFormat = {
  name: 'set',
  signs: [/"turns"\s*:\s*\[/, /"from"\s*:\s*"(?:customer|agent|bot)"/],
  read: ({ value, line }, unnamed) => {
    const told = listAt(value, 'turns').map(
      (turn): Told => ({ speaker: textAt(turn, 'from'), text: textAt(turn, 'text') }),
    );
    return wholeOf(textAt(value, 'id') || unnamed, line, told);
  },
};
