import type { Message } from '../messages/message.ts';
import { messagesOf, type Told } from './json-format.ts';

/** The beginning of a message: `31/12/2025, 21:05 - Ann: …` (Android), or `[31/12/2025, 21:05:10] Ann: …` (iOS). */
const BEGINS =
  /^[\u200e\u200f\ufeff]*(?:\[(\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?)\]\s|(\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?)\s-\s)/i;
const SAID = /^([^:\n]{1,100}): (.*)$/s;
/** What stands for a file that was not exported. */
const ATTACHED =
  /^[\u200e\u200f]*(?:<[^<>\n]{3,60}>|<?attached: [^>\n]+>?|(?:image|video|audio|sticker|GIF|document|Contact card) omitted|.+ \((?:file attached|Datei angehängt|archivo adjunto|fichier joint)\))$/i;

/** Whether a text begins as an exported WhatsApp chat does. */
export const isWhatsApp = (head: string): boolean => BEGINS.test(head);

/** The messages of an exported chat, which is one conversation. A message goes on until the next one begins. */
export async function* whatsAppMessages(texts: AsyncIterable<string>, conversation: string): AsyncGenerator<Message[]> {
  let [rest, number]: [string, number] = ['', 0];
  let open: { time: string; text: string; line: number } | undefined;
  const read = (lines: readonly string[]): Message[] => {
    const messages: Message[] = [];
    for (const written of lines) {
      number++;
      const line = written.endsWith('\r') ? written.slice(0, -1) : written;
      const begins = BEGINS.exec(line);
      if (begins === null) {
        if (open !== undefined) open.text += `\n${line}`;
        continue;
      }
      if (open !== undefined) messages.push(...messageOf(open, conversation));
      open = { time: begins[1] ?? begins[2] ?? '', text: line.slice(begins[0].length), line: number };
    }
    return messages;
  };
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    yield read(lines);
  }
  const last = rest === '' ? [] : read([rest]);
  // Blank lines at the end are the file's, and not the message's.
  yield open === undefined
    ? last
    : [...last, ...messageOf({ ...open, text: open.text.replace(/\n+$/, '') }, conversation)];
}

function messageOf(
  { time, text, line }: { time: string; text: string; line: number },
  conversation: string,
): Message[] {
  const [, speaker, said = ''] = SAID.exec(text) ?? [];
  if (speaker === undefined)
    return toldOf(conversation, line, { speaker: 'system', text, time, left: 'system messages' });
  // On iOS a notice stands under the name of the chat, after a mark that no keyboard writes.
  const left = ATTACHED.test(said) ? 'attachments' : said.startsWith('\u200e') ? 'system messages' : undefined;
  return toldOf(conversation, line, { speaker, text: said, time, left });
}

function toldOf(conversation: string, line: number, told: Told): Message[] {
  return messagesOf(conversation, line, [told]).map(({ item: _, ...message }) => message);
}
