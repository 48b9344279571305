import type { Peer } from './peer.ts';
import { play } from './play.ts';
import { table } from './table.ts';

const WANTED = 200;
const ADMITTED = 150;

/** What each peer says of a server that admits 150 of 200 sessions and answers the others 503. */
export async function overload(there: readonly Peer[]): Promise<void> {
  const rows: string[][] = [];
  for (const peer of there) {
    const { says, counts, exitCode } = await play(peer, { sessions: WANTED, perSecond: 50, staySeconds: 9 }, ADMITTED);
    const said = says === undefined ? ['nothing', ''] : [`${says.sessions}`, `${says.refused}`];
    rows.push([peer.name, `${counts.admitted}`, `${counts.refused}`, ...said, `${exitCode}`]);
    console.error(rows.at(-1)?.join(', '));
  }
  console.log(
    `\n## Overload\n\nA server admits ${ADMITTED} sockets at once, ${WANTED} are wanted, and the others are answered 503.\n`,
  );
  console.log(table(['', 'admitted', 'refused', 'says it held', 'says were refused', 'exit code'], rows));
}
