import { latenessOf, quantile } from '../lateness.ts';
import type { Peer } from './peer.ts';
import { play } from './play.ts';
import { table } from './table.ts';

/** How evenly each peer's sessions come, by the server's clock, at each rate (a second). */
export async function pacing(there: readonly Peer[], rates: readonly number[], seconds: number): Promise<void> {
  const rows: string[][] = [];
  for (const peer of there) {
    const cells: string[] = [];
    for (const perSecond of rates) {
      const sessions = perSecond * seconds;
      const { counts } = await play(peer, { sessions, perSecond, staySeconds: 1 });
      const late = latenessOf(counts.askedAt, perSecond);
      cells.push(
        `${quantile(late, 0.5).toFixed(1)} / ${quantile(late, 0.99).toFixed(1)}${late.length === sessions ? '' : ` (${late.length} of ${sessions} came)`}`,
      );
    }
    rows.push([peer.name, ...cells]);
    console.error(rows.at(-1)?.join(', '));
  }
  console.log(`\n## Pacing\n\nHow late sessions come by an even pace (ms, median / p99), for ${seconds} s.\n`);
  console.log(table(['', ...rates.map((rate) => `${rate} a second`)], rows));
}
