/** The fields of a message that a table or a generic JSON file has under names of its own. */
export const FIELDS = ['conversation', 'time', 'participant', 'text'] as const;
export type Field = (typeof FIELDS)[number];

/** The names that the user gives, as columns, keys or paths. */
export type FieldNames = { readonly [field in Field]?: string | undefined };

/** Names that fields have in exports, the likeliest first, without spaces, signs and capitals. */
const KNOWN: Readonly<Record<Field, readonly string[]>> = {
  conversation: [
    'conversation',
    'conversationid',
    'convid',
    'convoid',
    'chatid',
    'chat',
    'chatkey',
    'dialogueid',
    'dialogid',
    'dialogue',
    'threadid',
    'interactionid',
    'sessionid',
    'session',
    'ticketid',
    'caseid',
    'contactid',
    'roomid',
    'conversationsid',
    'engagementid',
  ],
  time: [
    'time',
    'timestamp',
    'datetime',
    'date',
    'createdat',
    'created',
    'sentat',
    'messagetime',
    'senttime',
    'messagetimestamp',
    'eventtime',
    'createddate',
    'datecreated',
    'entrytime',
    'ts',
    'starttime',
    'absolutetime',
    'utc',
    'when',
  ],
  participant: [
    'participant',
    'speaker',
    'sender',
    'role',
    'author',
    'from',
    'sendertype',
    'participantrole',
    'participantpurpose',
    'actortype',
    'purpose',
    'direction',
    'side',
    'actor',
    'who',
    'sentby',
    'sendername',
    'authortype',
    'messagefrom',
  ],
  text: [
    'text',
    'message',
    'body',
    'content',
    'messagetext',
    'msg',
    'utterance',
    'messagebody',
    'textbody',
    'messagecontent',
    'chatmessage',
    'phrase',
  ],
};

/** Names of a conversation's own id, where it is an object of its own. */
const IDS = ['id', ...KNOWN.conversation];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');

/** The name among `names` that a field is known by; undefined when there is none. */
export function knownName(field: Field | 'id', names: readonly string[]): string | undefined {
  const found = new Map(names.map((name) => [plain(name), name]).reverse() as [string, string][]);
  const known = (field === 'id' ? IDS : KNOWN[field]).find((name) => found.has(name));
  return known === undefined ? undefined : found.get(known);
}
