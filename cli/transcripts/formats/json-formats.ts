import { amazonConnect, intercom, livePerson, zendeskChat } from './contact-centres.ts';
import { abcd, multiWoz, ownSet, sgd, taskmaster } from './corpora.ts';
import { genesysDetails, genesysMessages, genesysRecording, genesysTranscript } from './genesys.ts';
import type { DocumentFormat } from './json-format.ts';
import { salesforceChat, salesforceConnect, salesforceEntries, teams, twilio } from './messengers.ts';

/** In the order in which a file is tried against them. */
export const DOCUMENT_FORMATS: readonly DocumentFormat[] = [
  ownSet,
  genesysTranscript,
  genesysRecording,
  genesysMessages,
  genesysDetails,
  amazonConnect,
  livePerson,
  intercom,
  zendeskChat,
  twilio,
  teams,
  salesforceEntries,
  salesforceConnect,
  salesforceChat,
  abcd,
  sgd,
  taskmaster,
  multiWoz,
];

/** The format whose signs all stand in the beginning of a file. */
export const documentFormatOf = (head: string): DocumentFormat | undefined =>
  DOCUMENT_FORMATS.find(({ signs }) => signs.every((sign) => sign.test(head)));
