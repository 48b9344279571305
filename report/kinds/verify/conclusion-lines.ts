import { type Conclusion, type Disagreement, type IngestDiscrepancy, isWhole } from '../../read/org-files.ts';

/** So many discrepancies are printed; the file has all. */
const SHOWN = 50;
const LABEL = 20;
const line = (label: string, text: string): string => `  ${label.padEnd(LABEL)}${text}\n`;

/** The conclusion as text for a terminal. `out` is the file of the result. */
export function conclusionText(conclusion: Conclusion, out: string): string {
  const { discrepancies, disagreements } = conclusion;
  let text = '\n';
  for (const [label, says] of foundLines(conclusion)) text += line(label, says);
  text += discrepancies
    .slice(0, SHOWN)
    .map((one) => `    ${one.kind}: ${placeText(one)}\n`)
    .join('');
  if (discrepancies.length > SHOWN) text += `  … and ${discrepancies.length - SHOWN} more in ${out}\n`;
  text += disagreements.map((one) => line('the run disagrees', disagreementText(one))).join('');
  return `${text}${line('verdict', conclusionSays(conclusion))}${line('result', out)}`;
}

/** What was found and what is wrong, counted: a label and a text a line. */
export function foundLines(conclusion: Conclusion): (readonly [label: string, text: string])[] {
  const { runs, conversations, others, messages, openings, byFirstMessages, transcripts, leftEarly, unfinished } =
    conclusion;
  const { neverBegun, notFound, discrepancies } = conclusion;
  const lines: (readonly [string, string])[] = [
    ['runs', runs.length === 0 ? 'none found' : runs.join(', ')],
    ['conversations', `${conversations} of these runs with ${messages} messages; ${others} others in the interval`],
  ];
  if (openings > 0)
    lines.push(['openings', `${openings} of customers, by customers.agentOpens: no turns, and not among the messages`]);
  if (byFirstMessages > 0) {
    const recognised = 'recognised by their first messages: of which run is not known';
    lines.push(['no attributes', `${byFirstMessages} conversations, ${recognised}`]);
  }
  lines.push(['transcripts', `${transcripts.found} of ${transcripts.of} in the set were found`]);
  if (leftEarly.conversations > 0) {
    const { turns } = leftEarly;
    lines.push(['left early', `${leftEarly.conversations} conversations, ${turns} turns left out, as the plan has it`]);
  }
  if (unfinished.conversations > 0) {
    const { turns, atDeadline } = unfinished;
    const lasted = `${atDeadline} of them lasted as long as customers.longestVisit lets them`;
    lines.push(['not finished', `${unfinished.conversations} conversations lack their last ${turns} turns; ${lasted}`]);
  }
  if (neverBegun > 0) lines.push(['never begun', `${neverBegun} visits without a conversation`]);
  if (notFound > 0) lines.push(['not found', `${notFound} conversations that the results count as begun`]);
  for (const [kind, count] of countedKinds(discrepancies)) if (kind !== 'never begun') lines.push([kind, `${count}`]);
  return lines;
}

/** The conclusion in a few words. */
export function conclusionSays(conclusion: Conclusion): string {
  return isWhole(conclusion) ? 'every message was ingested once, whole, in order and unaltered' : verdictOf(conclusion);
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

/** Where the run's own account and the org differ, in words. */
export function disagreementText({ what, side, run, found }: Disagreement): string {
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

/** How many there are of each kind. */
export function countedKinds(discrepancies: readonly IngestDiscrepancy[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of discrepancies) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Where a discrepancy is. */
export function placeText({ conversationId, customer, transcript, turn, source }: IngestDiscrepancy): string {
  const where = [
    conversationId && `conversation ${conversationId}`,
    customer && `customer ${customer}`,
    transcript && `transcript ${transcript}`,
    turn !== undefined && `turn ${turn}`,
    source && `from ${source}`,
  ];
  return where.filter(Boolean).join(', ');
}
