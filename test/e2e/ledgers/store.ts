import type { Conversation, StoredMessage, Tenant } from '@headroom/tenant';
import type { State } from './implied.ts';

type Wrong = Exclude<State, 'acked' | 'unresolved'>;
const WRONGS: readonly Wrong[] = ['lost', 'altered', 'duplicated', 'reordered'];

/**
 * An org that stores otherwise than it says, which no frame shows: in each conversation the second message of one side
 * in turn is lost, altered, stored twice, or stored before the first. Gives the list, by message id, which fills as it
 * happens.
 */
export function storingWrongly(org: Tenant): ReadonlyMap<string, Wrong> {
  const done = new Map<string, Wrong>();
  const add = org.conversations.add.bind(org.conversations);
  let begun = 0;
  org.conversations.add = (conversation) => {
    const side = begun % 2 === 0 ? 'customer' : 'agent';
    const wrong = WRONGS[Math.floor(begun++ / 2) % WRONGS.length];
    let tampered = false;
    const keep = conversation.add.bind(conversation);
    conversation.add = (message) => {
      const earlier = conversation.messages.filter(({ from }) => from === message.from).length;
      if (wrong === undefined || message.from !== side || earlier !== 1 || tampered) return keep(message);
      tampered = true;
      done.set(message.id, wrong);
      store(conversation, keep, message, wrong);
    };
    add(conversation);
  };
  return done;
}

function store(
  conversation: Conversation,
  keep: (message: StoredMessage) => void,
  message: StoredMessage,
  wrong: Wrong,
): void {
  if (wrong === 'lost') return;
  keep(wrong === 'altered' ? { ...message, text: `${message.text}~` } : message);
  if (wrong === 'duplicated') keep({ ...message, id: `${message.id}-again` });
  if (wrong !== 'reordered') return;
  const earlier = conversation.messages.slice(0, -1);
  const first = earlier.findIndex(({ from }) => from === message.from);
  conversation.replaceMessages([...earlier.slice(0, first), message, ...earlier.slice(first)]);
}
