import type { Conversation } from '@headroom/genesys-wire/platform';
import type { Dialogue } from '../../lib/dialogues/dialogue.ts';
import { openingsOf, placeThatBegins } from '../../lib/dialogues/transcript-by-opening.ts';
import { customerAttributes } from '../../lib/genesys/platform/customer-attributes.ts';
import { runIdIn } from '../platform/customer-id.ts';
import { type Org, unlessStatus } from '../platform/org.ts';
import { customerTexts, readConversation, readMessagesOf } from '../platform/stored-conversation.ts';

/**
 * Whose a conversation is. `perhaps`: the org shows no attributes, and what the customer said begins a transcript, but
 * is so short that any customer may have said it.
 */
export type Owner = 'headroom' | 'perhaps' | 'others';

export interface OwnedConversation {
  readonly conversation: Conversation;
  readonly owner: Owner;
}

const CUSTOMER = /^[0-9a-f-]{36}-\d+$/;
const TRANSCRIPT = /^\d+ ./;
/** So many characters that begin a transcript are said by nobody else. */
const TELLING = 20;

/** Tells whose conversations are: by the customer's attributes, or else by what the customer said first. */
export class ConversationOwner {
  readonly #org: Org;
  readonly #runs: ReadonlySet<string>;
  readonly #dialogues: () => Promise<readonly Dialogue[]>;
  #openings: Promise<Openings> | undefined;

  /**
   * `runs` are the ids of the runs whose conversations count; empty means all. `dialogues` reads the plan's transcripts;
   * it is called when a conversation has no attributes.
   */
  constructor(org: Org, runs: ReadonlySet<string>, dialogues: () => Promise<readonly Dialogue[]>) {
    this.#org = org;
    this.#runs = runs;
    this.#dialogues = dialogues;
  }

  /** Undefined for a conversation that cannot be read any more. Throws `OrgError`. */
  async of(id: string): Promise<OwnedConversation | undefined> {
    const conversation = await unlessStatus(404, readConversation(this.#org, id));
    if (conversation === undefined) return undefined;
    const shown = customerAttributes(conversation.participants);
    if (shown.customer !== undefined) return { conversation, owner: this.#named(shown) };
    const stored = await unlessStatus(404, readMessagesOf(this.#org, conversation));
    if (stored === undefined) return undefined;
    if (stored.attributes.customer !== undefined) return { conversation, owner: this.#named(stored.attributes) };
    return { conversation, owner: await this.#byTexts(customerTexts(stored.messages)) };
  }

  #named({ customer = '', transcript = '' }: Readonly<Record<string, string>>): Owner {
    if (!CUSTOMER.test(customer) || !TRANSCRIPT.test(transcript)) return 'others';
    return this.#runs.size === 0 || this.#runs.has(runIdIn(customer)) ? 'headroom' : 'others';
  }

  async #byTexts(texts: readonly string[]): Promise<Owner> {
    this.#openings ??= this.#dialogues().then((dialogues) => ({ dialogues, openings: openingsOf(dialogues) }));
    const { dialogues, openings } = await this.#openings;
    if (placeThatBegins(texts, openings, dialogues) === undefined) return 'others';
    return texts.join('').length < TELLING ? 'perhaps' : 'headroom';
  }
}

interface Openings {
  readonly dialogues: readonly Dialogue[];
  readonly openings: ReturnType<typeof openingsOf>;
}
