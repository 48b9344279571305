import * as z from 'zod';
import { strict } from './strict-object.ts';

/** What customers say beside the turns of their dialogues. */

/** How customers answer the bot with which an org's flow begins. */
export const bot = strict({
  /** The first whose `asked` stands in the bot's text answers it; upper and lower case are the same. */
  answers: z.array(strict({ asked: z.string().min(1), say: z.string().min(1) })).default([]),
  /** The answer to any other question without quick replies. Of quick replies it is the first. */
  otherwise: z.string().min(1).default('I would like to speak to an agent'),
  /** A bot that asks more often than this does not hand over. */
  turns: z.int({ error: 'a whole number from 1 to 100' }).min(1).max(100).default(5),
});

const AN_OPENING = 'a text of 1 to 1,000 characters';

/** What customers say first in a dialogue that the agent begins: an agent speaks once there is a conversation. */
export const agentOpens = strict({
  say: z
    .string({ error: AN_OPENING })
    .regex(/\S/, { error: AN_OPENING })
    .max(1_000, { error: AN_OPENING })
    .default('Hello, is anyone there?'),
});

type ToBot = Pick<z.output<typeof bot>, 'answers' | 'otherwise'>;

/** Whether this text is also an answer to a bot. */
export const saysToBot = (to: ToBot | undefined, text: string | undefined): boolean =>
  to !== undefined && (to.otherwise === text || to.answers.some(({ say }) => say === text));
