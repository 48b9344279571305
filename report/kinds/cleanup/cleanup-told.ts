import type { Case, Fact, Told } from '../../model/told.ts';
import { factsPart } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import type { CleanupFile, LeftOpen } from '../../read/org-files.ts';
import { frameOf } from '../../render/frame.ts';
import { cleanupLines, isAtBaseline } from './cleanup-lines.ts';

/** So many ids stand in the page; the file has all. */
const MOST_LISTED = 200;

export function cleanupTold(file: CleanupFile): Told {
  const { plan, target = '', at, cleanup } = file;
  const left = cleanup.after ?? cleanup.before;
  const isClean = isAtBaseline(left);
  return {
    kind: 'cleanup',
    title: 'What runs left open',
    tone: isClean ? 'good' : 'bad',
    word: isClean ? 'nothing left open' : 'left open',
    figure: { value: digits(left.openConversations.length), of: 'conversations of headroom still open' },
    says: saysOf(file, isClean),
    advice: [
      ...(cleanup.after === undefined
        ? []
        : [{ name: 'How sure', text: 'The org was asked again when all was done.' }]),
      ...(cleanup.stopped === undefined ? [] : [{ name: 'It stopped', text: cleanup.stopped }]),
    ],
    frame: frameOf({ at, plan, target, scope: 'conversations, after-contact work, agents on queue' }),
    unknown: left.perhaps > 0 ? [`${left.perhaps} open conversations may be of a run, and were left alone`] : [],
    parts: [
      factsPart(
        'Before and after',
        cleanupLines(cleanup, target).map(([name, text]) => ({ name, text })),
      ),
      ...(isClean ? [] : [factsPart('What is left', idsOf(left))]),
    ],
    cases: [caseOf(left, isClean)],
  };
}

function saysOf({ cleanup: { done } }: CleanupFile, isClean: boolean): string {
  const ended =
    done === undefined ? 'Nothing was ended: it only looked.' : `${digits(done.ended)} conversations were ended.`;
  return `${ended} ${isClean ? 'Nothing of headroom is open in the org.' : 'Something of headroom is still open in the org.'}`;
}

function idsOf({ openConversations, onQueue }: LeftOpen): Fact[] {
  const listed = (ids: readonly string[]) =>
    ids.length > MOST_LISTED
      ? `${ids.slice(0, MOST_LISTED).join(', ')} and ${ids.length - MOST_LISTED} more`
      : ids.join(', ');
  return [
    { name: 'conversations', text: openConversations.length === 0 ? 'none' : listed(openConversations) },
    { name: 'agents on queue', text: onQueue.length === 0 ? 'nobody' : listed(onQueue) },
  ];
}

function caseOf({ openConversations, onQueue }: LeftOpen, isClean: boolean): Case {
  const says = isClean ? '' : `${openConversations.length} conversations are open, ${onQueue.length} agents on queue`;
  return { name: 'nothing is left open', outcome: isClean ? 'passed' : 'failed', says };
}
