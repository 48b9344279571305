/** What `--format` may be: each shape in JSON (`json-formats.ts`), then those that are read otherwise. */
export const FORMATS = [
  'set',
  'genesys-transcript',
  'genesys-recording',
  'genesys-messages',
  'genesys-details',
  'amazon-connect',
  'liveperson',
  'intercom',
  'zendesk-chat',
  'twilio',
  'teams',
  'salesforce-entries',
  'salesforce-connect',
  'salesforce-chat',
  'abcd',
  'sgd',
  'taskmaster',
  'multiwoz',
  'whatsapp',
  'csv',
  'json',
] as const;

export type FormatName = (typeof FORMATS)[number];
