import type { Side } from '../../../lib/dialogues/dialogue.ts';

/** What a speaker of an export is in a set; `system` says nothing to anybody. */
export type Role = Side | 'bot' | 'system';

/** What becomes of a bot's turns. */
export const BOT_TURNS = ['agent', 'leave-out', 'keep'] as const;
/** What speakers are that nothing names. */
export const OTHERS = ['customer', 'agent', 'bot', 'leave-out'] as const;

/** Values of the participant, separated by commas, and what becomes of all others. */
export interface SpeakerOptions {
  readonly customers?: string | undefined;
  readonly agents?: string | undefined;
  readonly bots?: string | undefined;
  readonly others?: (typeof OTHERS)[number] | undefined;
}

/** Words for each role in the exports that there are. */
const WORDS: Readonly<Record<Role, string>> = {
  customer:
    'customer,guest,external,user,client,visitor,consumer,end user,end-user,enduser,end_user,human,inbound,contact,lead,caller,member,patient,buyer',
  agent:
    'agent,internal,operator,representative,rep,advisor,adviser,assistant,support,staff,admin,outbound,employee,human agent,human_agent,supervisor,seller',
  bot: 'bot,custom_bot,chatbot,virtual agent,virtual_agent,virtualagent,workflow,ivr,trigger,flow,automated',
  system: 'system,acd,event,info,notification,voicemail,fax,dialer,campaign,api',
};

/** So many names are kept in mind, of an export in which each message has another. */
const MOST_NAMES = 10_000;

/** Tells what each speaker of an export is. */
export class Speakers {
  readonly #roles = new Map<string, Role>();
  readonly #others: Role | undefined;
  readonly #takenAsOthers = new Set<string>();

  constructor({ customers, agents, bots, others }: SpeakerOptions) {
    for (const role of ['system', 'bot', 'agent', 'customer'] as const) this.#add(WORDS[role], role);
    // What the user names counts more than what words mean.
    this.#add(bots ?? '', 'bot');
    this.#add(agents ?? '', 'agent');
    this.#add(customers ?? '', 'customer');
    this.#others = others === 'leave-out' ? 'system' : others;
  }

  #add(values: string, role: Role): void {
    for (const value of values.split(',')) if (value.trim() !== '') this.#roles.set(value.trim().toLowerCase(), role);
  }

  /** How many speakers nothing named, so that they were what all others are (`--others`); 0 where that is not given. */
  get takenAsOthers(): number {
    return this.#others === undefined ? 0 : this.#takenAsOthers.size;
  }

  /** The role of a speaker; undefined for one of neither side. */
  roleOf(speaker: string): Role | undefined {
    const known = this.#roles.get(speaker);
    if (known !== undefined) return known;
    const name = speaker.trim().toLowerCase();
    const named = this.#roles.get(name) ?? this.#others;
    if (!this.#roles.has(name) && this.#takenAsOthers.size < MOST_NAMES) this.#takenAsOthers.add(name);
    // The next time it is found as it is written.
    if (named !== undefined && this.#roles.size < MOST_NAMES) this.#roles.set(speaker, named);
    return named;
  }
}
