import { REFUSAL_PHRASES, type RefusalPhrase } from '../../genesys/guest/refusal-phrases.ts';
import type { Reader } from '../../measures/readings.ts';
import { UPGRADE_CAUSES, type UpgradeCause } from '../../transport/upgrade-cause.ts';

/** How many refusals say what. A phrase that none of them has is absent. */
export type Phrases = Readonly<Partial<Record<RefusalPhrase, number>>>;

/** What is known of the refused upgrades of a run beside their number. */
export interface RefusalReading {
  /** Refusals of which the dense transport saw neither status nor words. */
  readonly unseen: number;
  /** What the others say. In results of versions that did not read it there is none. */
  readonly says: Phrases;
  /** What the sentinel's knocks came to, where the transport is dense. */
  readonly sentinel: {
    readonly knocks: number;
    readonly causes: Readonly<Partial<Record<UpgradeCause, number>>>;
    readonly says: Phrases;
  };
}

export function readRefusals({ hits, total }: Reader): RefusalReading {
  const causes = UPGRADE_CAUSES.map((cause) => [cause, total('sentinel_503', { cause })] as const);
  return {
    unseen: hits('ws_upgrade_failed', { cause: 'http-unseen' }),
    says: phrasesBy((says) => hits('ws_upgrade_refused', { says })),
    sentinel: {
      knocks: total('sentinel_503'),
      causes: Object.fromEntries(causes.filter(([, knocks]) => knocks > 0)),
      says: phrasesBy((says) => total('sentinel_503', { says })),
    },
  };
}

/** The phrases that occur, in the order of their table. */
export function phrasesBy(count: (says: RefusalPhrase) => number): Phrases {
  const counts = REFUSAL_PHRASES.map((says) => [says, count(says)] as const);
  return Object.fromEntries(counts.filter(([, refusals]) => refusals > 0));
}

/** What is known of a run's refusals, as far as these sentences need it. */
interface Told {
  readonly refused: number;
  readonly refused503: number;
  readonly refusals?: RefusalReading | undefined;
}

/**
 * How many of the refusals were answered 503. Of those that nobody saw it says so, and what the sentinel saw: they are
 * not 0.
 *
 * @example
 * statusText({ refused: 222, refused503: 222 }); // '222 of them with 503'
 */
export function statusText({ refused, refused503, refusals }: Told): string {
  const unseen = refusals?.unseen ?? 0;
  const seen = refused > unseen || unseen === 0 ? [`${refused503} of them with 503`] : [];
  if (refusals === undefined || unseen === 0) return seen.join('');
  const of = refused > unseen ? ` of ${unseen}` : '';
  return [...seen, `status not seen${of} (dense): ${sentinelText(refusals.sentinel)}`].join(', ');
}

/**
 * What the refusals say, by phrase; empty where none was read. Of those of the dense transport it is what the sentinel
 * saw.
 */
export function phrasesText({ refusals }: Pick<Told, 'refusals'>): string {
  if (refusals === undefined) return '';
  const { unseen, says, sentinel } = refusals;
  const own = countedPhrases(says);
  if (unseen === 0) return own;
  return [...(own === '' ? [] : [own]), `${unseen} not seen (dense): ${sentinelText(sentinel)}`].join('; ');
}

function sentinelText({ knocks, causes, says }: RefusalReading['sentinel']): string {
  const failed = Object.values(causes).reduce((sum, count) => sum + count, 0);
  if (failed === 0) return knocks === 0 ? 'no sentinel knocked' : `the sentinel was let in each of ${knocks} times`;
  const seen = Object.entries(causes).map(([cause, count]) => `${count} × ${cause}`);
  const words = countedPhrases(says);
  return `of ${knocks} knocks of the sentinel ${seen.join(', ')}${words === '' ? '' : `, which say ${words}`}`;
}

/** `222 × max-connections-tenant, 3 × empty`. */
export function countedPhrases(says: Readonly<Record<string, number>>): string {
  return Object.entries(says)
    .sort(([, a], [, b]) => b - a)
    .map(([phrase, count]) => `${count} × ${phrase}`)
    .join(', ');
}
