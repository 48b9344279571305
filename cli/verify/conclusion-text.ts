import type { IngestDiscrepancy } from './check-conversation.ts';
import type { Conclusion } from './conclusion.ts';

const SHOWN = 50;
const LABEL = 20;
const line = (label: string, text: string): string => `  ${label.padEnd(LABEL)}${text}\n`;

/** The conclusion as text. `out` is the file of the result. */
export function conclusionText(conclusion: Conclusion, out: string): string {
  const { runs, conversations, others, messages, byFirstMessages, transcripts, leftEarly, notFound, discrepancies } =
    conclusion;
  let text = '\n';
  text += line('runs', runs.length === 0 ? 'none found' : runs.join(', '));
  text += line(
    'conversations',
    `${conversations} of these runs with ${messages} messages; ${others} others in the interval`,
  );
  if (byFirstMessages > 0)
    text += line(
      'no attributes',
      `${byFirstMessages} conversations, recognised by their first messages: of which run is not known`,
    );
  text += line('transcripts', `${transcripts.found} of ${transcripts.of} in the set were found`);
  if (leftEarly.conversations > 0)
    text += line(
      'left early',
      `${leftEarly.conversations} conversations, ${leftEarly.turns} turns left out, as the plan lets them`,
    );
  if (notFound > 0) text += line('not found', `${notFound} conversations that the results count as begun`);
  for (const [kind, count] of counted(discrepancies)) text += line(kind, `${count}`);
  text += discrepancies.slice(0, SHOWN).map(one).join('');
  if (discrepancies.length > SHOWN) text += `  … and ${discrepancies.length - SHOWN} more in ${out}\n`;
  const all = discrepancies.length === 0 && notFound === 0 && conversations > 0;
  text += line(
    'verdict',
    all ? 'every message was ingested once, whole, in order and unaltered' : verdictOf(conclusion),
  );
  return `${text}${line('result', out)}`;
}

function verdictOf({ conversations, discrepancies }: Conclusion): string {
  if (conversations === 0) return 'nothing of these runs is there';
  return discrepancies.length === 0 ? 'conversations are missing' : `${discrepancies.length} discrepancies`;
}

function counted(discrepancies: readonly IngestDiscrepancy[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of discrepancies) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

function one({ kind, conversationId, customer, transcript, turn }: IngestDiscrepancy): string {
  const where = [
    conversationId && `conversation ${conversationId}`,
    customer && `customer ${customer}`,
    transcript && `transcript ${transcript}`,
    turn !== undefined && `turn ${turn}`,
  ].filter(Boolean);
  return `    ${kind}: ${where.join(', ')}\n`;
}
