import type { IngestDiscrepancy } from './check-conversation.ts';
import { type Conclusion, isWhole } from './conclusion.ts';
import type { Disagreement } from './disagreements.ts';

const SHOWN = 50;
const LABEL = 20;
const line = (label: string, text: string): string => `  ${label.padEnd(LABEL)}${text}\n`;

/** The conclusion as text. `out` is the file of the result. */
export function conclusionText(conclusion: Conclusion, out: string): string {
  const { runs, conversations, others, messages, openings, byFirstMessages, transcripts, leftEarly, unfinished } =
    conclusion;
  const { neverBegun, notFound, disagreements, discrepancies } = conclusion;
  let text = '\n';
  text += line('runs', runs.length === 0 ? 'none found' : runs.join(', '));
  text += line(
    'conversations',
    `${conversations} of these runs with ${messages} messages; ${others} others in the interval`,
  );
  if (openings > 0)
    text += line('openings', `${openings} of customers, by customers.agentOpens: no turns, and not among the messages`);
  if (byFirstMessages > 0)
    text += line(
      'no attributes',
      `${byFirstMessages} conversations, recognised by their first messages: of which run is not known`,
    );
  text += line('transcripts', `${transcripts.found} of ${transcripts.of} in the set were found`);
  if (leftEarly.conversations > 0)
    text += line(
      'left early',
      `${leftEarly.conversations} conversations, ${leftEarly.turns} turns left out, as the plan has it`,
    );
  if (unfinished.conversations > 0)
    text += line(
      'not finished',
      `${unfinished.conversations} conversations lack their last ${unfinished.turns} turns; ${unfinished.atDeadline} of them lasted as long as customers.longestVisit lets them`,
    );
  if (neverBegun > 0) text += line('never begun', `${neverBegun} visits without a conversation`);
  if (notFound > 0) text += line('not found', `${notFound} conversations that the results count as begun`);
  for (const [kind, count] of counted(discrepancies)) if (kind !== 'never begun') text += line(kind, `${count}`);
  text += discrepancies.slice(0, SHOWN).map(one).join('');
  if (discrepancies.length > SHOWN) text += `  … and ${discrepancies.length - SHOWN} more in ${out}\n`;
  text += disagreements.map((one) => line('the run disagrees', inWords(one))).join('');
  text += line(
    'verdict',
    isWhole(conclusion) ? 'every message was ingested once, whole, in order and unaltered' : verdictOf(conclusion),
  );
  return `${text}${line('result', out)}`;
}

function verdictOf({ conversations, notFound, neverBegun, disagreements, discrepancies }: Conclusion): string {
  if (conversations === 0) return 'nothing of these runs is there';
  const wrong = [
    discrepancies.length > 0 && `${discrepancies.length} discrepancies`,
    neverBegun > 0 && 'dialogues were never begun',
    notFound > 0 && 'conversations are missing',
    disagreements.length > 0 && 'the org is not as the run says',
  ];
  return wrong.filter(Boolean).join('; ');
}

function inWords({ what, side, run, found }: Disagreement): string {
  const whose = side === undefined ? '' : `the ${side}s' messages: `;
  switch (what) {
    case 'acknowledged, and not there':
      return `${whose}${run} acknowledged by its account, ${found} in the org`;
    case 'lost, and there':
      return `${whose}${run} lost by its account, of which ${found} are in the org`;
    case 'sent, not there, and none missing':
      return `${whose}${run} sent and not in the org, ${found} missing in the transcripts`;
    case 'played to the end':
      return `${run} dialogues played to the end by its account, ${found} whole in the org`;
    default:
      return `${whose}${run} ${what} by its account, ${found} in the org`;
  }
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
