import { growthExponent } from '../growth-exponent.ts';
import type { Peer } from './peer.ts';
import { BARE_LOOP } from './peers.ts';
import { type Played, play } from './play.ts';
import { table } from './table.ts';

const HEAD = [
  '',
  'sessions',
  'open at once',
  'messages',
  'MB at most',
  's of CPU',
  'µs a message',
  'times bare',
  'says',
];

/** A peer's plays by number of sessions. */
type Plays = ReadonlyMap<number, Played>;

/**
 * What sessions cost, by each size and peer. Prints the table in Markdown, with the growth over the sizes.
 *
 * @param rampSeconds for how long sessions come, whatever their number
 */
export async function sessions(
  there: readonly Peer[],
  sizes: readonly number[],
  { rampSeconds, staySeconds }: { readonly rampSeconds: number; readonly staySeconds: number },
): Promise<void> {
  const played = new Map(there.map(({ name }) => [name, new Map<number, Played>()]));
  // All peers at a size, so that a machine that gets slower or faster does so for all of them.
  for (const size of sizes) {
    for (const peer of there) {
      const one = await play(peer, { sessions: size, perSecond: size / rampSeconds, staySeconds });
      played.get(peer.name)?.set(size, one);
      console.error(`${peer.name}, ${size}: ${cellsOf(one, one).join(', ')}`);
    }
  }
  const bare = played.get(BARE_LOOP);
  const rows = [...played].flatMap(([name, plays]) => [
    ...[...plays].map(([size, one]) => [name, `${size}`, ...cellsOf(one, bare?.get(size) ?? one)]),
    ...(sizes.length > 1 ? [growthOf(name, plays)] : []),
  ]);
  console.log(
    `\n## Sessions\n\nThey come within ${rampSeconds} s, each says a text at once and every 2 s, hears its echo, and leaves after ${staySeconds} s.\n`,
  );
  console.log(table(HEAD, rows));
}

/** Counts are the server's; what the peer says stands beside them where it differs. */
function cellsOf(one: Played, bare: Played): string[] {
  const { mostOpen, messages } = one.counts;
  return [
    `${mostOpen}`,
    `${messages}`,
    (one.memory / 2 ** 20).toFixed(0),
    one.cpuSeconds.toFixed(1),
    micros(one).toFixed(0),
    (micros(one) / micros(bare)).toFixed(2),
    saidOf(one),
  ];
}

const micros = ({ cpuSeconds, counts }: Played): number => (1e6 * cpuSeconds) / Math.max(1, counts.messages);

function saidOf({ says, counts: { admitted, messages } }: Played): string {
  if (says === undefined) return 'nothing';
  const { sessions, sent, received = messages } = says;
  const isSame = sessions === admitted && sent === messages && received === messages;
  return isSame ? 'the same' : `${sessions} sessions, ${sent} sent, ${received} received`;
}

/** The exponents of memory and CPU over the sizes. */
function growthOf(name: string, plays: Plays): string[] {
  const growth = (of: (one: Played) => number) =>
    growthExponent([...plays].map(([size, one]) => [size, of(one)])).toFixed(2);
  return [name, 'exponent', '', '', growth(({ memory }) => memory), growth((one) => one.cpuSeconds), '', '', ''];
}
