import { digits } from '../../page/number-format.ts';
import { escaped } from '../../render/escape.ts';
import { ticksOf } from '../../render/ticks.ts';
import type { RunProbe } from './ladder.ts';

const HEIGHT = 220;
const TOP = 12;
const BOTTOM = 14;
const LEFT_PERCENT = 8;
const MAX_TICKS = 4;
const LOOKS: Readonly<Record<string, string>> = { clean: 'good', refused: 'bad' };

/** HTML: the probes in their order, from left to right, each as high as the sessions that it offered. */
export function ladderPicture(probes: readonly RunProbe[], sustained: number | undefined): string {
  if (probes.length === 0) return '';
  const max = Math.max(...probes.map(({ level }) => level));
  const y = (level: number) => HEIGHT - BOTTOM - (level / max) * (HEIGHT - TOP - BOTTOM);
  const x = (place: number) => `${(LEFT_PERCENT + ((place + 0.5) / probes.length) * (98 - LEFT_PERCENT)).toFixed(2)}%`;
  const ticks = ticksOf(0, max, MAX_TICKS).map((level) => {
    const label = `<text x="${LEFT_PERCENT - 1}%" y="${y(level) + 4}" text-anchor="end">${digits(level)}</text>`;
    return `<line class="grid" x1="${LEFT_PERCENT}%" x2="100%" y1="${y(level)}" y2="${y(level)}"/>${label}`;
  });
  const held = sustained === undefined ? '' : sustainedLine(sustained, y(sustained));
  const marks = probes.map(({ stage, level, outcome }, place) =>
    mark(x(place), y(level), LOOKS[outcome] ?? 'unsure', stage === 'confirm'),
  );
  const key = (look: string, word: string) =>
    `<span><svg width="14" height="14" aria-hidden="true">${mark('50%', 7, look, true)}</svg>${word}</span>`;
  const legend = [key('good', 'clean'), key('bad', 'refused or thrown out'), key('unsure', 'late or not decided')];
  const says = `${probes.length} probes in their order, by the sessions that each offered${sustained === undefined ? '' : `; ${digits(sustained)} sessions are sustained`}. The table has each.`;
  return `<figure class="ladder" role="img" aria-label="${escaped(says)}"><svg height="${HEIGHT}" aria-hidden="true">${ticks.join('')}${held}${marks.join('')}</svg></figure>
<p class="legend">${legend.join('')}<span>large: windows of the confirm stage; small: other probes</span></p>`;
}

function sustainedLine(level: number, at: number): string {
  return `<line class="sustained" x1="${LEFT_PERCENT}%" x2="100%" y1="${at}" y2="${at}"/><text class="sustained" x="${LEFT_PERCENT + 1}%" y="${at - 5}">sustained ${digits(level)}</text>`;
}

/** Told apart by shape as well as by colour: a dot, a cross, a ring. */
function mark(x: string, y: number, look: string, isWindow: boolean): string {
  const size = isWindow ? 4.5 : 2.5;
  if (look === 'bad') {
    const arms = `<path d="M${-size} ${-size}L${size} ${size}M${-size} ${size}L${size} ${-size}"/>`;
    return `<svg class="mark bad" x="${x}" y="${y.toFixed(1)}" overflow="visible">${arms}</svg>`;
  }
  return `<circle class="mark ${look}" cx="${x}" cy="${y.toFixed(1)}" r="${size}"/>`;
}
