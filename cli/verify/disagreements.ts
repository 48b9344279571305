import type { Side } from '../../lib/dialogues/dialogue.ts';
import type { MessageReading } from '../../lib/verdict/reading/messages.ts';
import type { Disagreement } from '../../report/read/org-files.ts';
import type { RunAccount } from './run-account.ts';

/** What was found of one side's messages. */
export interface FoundMessages {
  /** Stored in the org, whatever they are. */
  readonly stored: number;
  /** Turns that were to be said, by kind. */
  readonly missing: number;
  readonly altered: number;
  readonly duplicated: number;
}

/** What was found in the org of the runs. */
export interface FoundInOrg {
  readonly messages: Readonly<Record<Side, FoundMessages>>;
  /**
   * Dialogues that are whole in the org: of customers who were to stay, and of those who were to leave early. Undefined
   * where it is not known who was to stay.
   */
  readonly complete: { readonly stayed: number; readonly early: number } | undefined;
}

/**
 * Compares the run's account with what was found. A side that the run did not play, such as agents of another process,
 * is left out. The order of messages is not compared: the run sees that of frames, the org that of storing.
 */
export function disagreements({ messages, complete }: RunAccount, found: FoundInOrg): Disagreement[] {
  const ofSides =
    messages === undefined
      ? []
      : (['customer', 'agent'] as const).flatMap((side) => [...ofMessages(side, messages[side], found.messages[side])]);
  return complete === undefined || found.complete === undefined
    ? ofSides
    : [...ofSides, ...ofDialogues(complete, found.complete)];
}

function* ofMessages(side: Side, run: MessageReading, found: FoundMessages): Generator<Disagreement> {
  if (run.sent === 0) return;
  const there = run.acked + run.altered + run.duplicated + run.reordered;
  if (there > found.stored) yield { what: 'acknowledged, and not there', side, run: there, found: found.stored };
  const once = found.stored - found.duplicated;
  if (run.lost > 0 && once > run.sent - run.lost) {
    const others = run.sent - run.lost;
    yield { what: 'lost, and there', side, run: run.lost, found: Math.min(run.lost, once - others) };
  }
  const gone = run.sent - once;
  if (gone > found.missing) yield { what: 'sent, not there, and none missing', side, run: gone, found: found.missing };
  if (run.altered !== found.altered) yield { what: 'altered', side, run: run.altered, found: found.altered };
  if (run.duplicated !== found.duplicated)
    yield { what: 'duplicated', side, run: run.duplicated, found: found.duplicated };
}

/** Who was to leave early may still have heard the end. */
function ofDialogues(run: number, { stayed, early }: NonNullable<FoundInOrg['complete']>): Disagreement[] {
  return run < stayed || run > stayed + early ? [{ what: 'played to the end', run, found: stayed }] : [];
}
