/**
 * The part of a distributed run that an execution segment stands for, in words; undefined for the whole run. k6
 * writes segments as fractions or decimals, `1/4:2/4` or `0.25:0.5`.
 *
 * @example
 * segmentShare('1/4:2/4'); // 'share 2 of 4'
 */
export function segmentShare(segment: string | null | undefined): string | undefined {
  if (!segment) return undefined;
  const [from = 0, to = 1] = segment.includes(':') ? segment.split(':').map(numberOf) : [0, numberOf(segment)];
  const shares = 1 / (to - from);
  const place = from * shares;
  if (to - from >= 1) return undefined;
  const whole = isWhole(shares) && isWhole(place);
  return whole ? `share ${Math.round(place) + 1} of ${Math.round(shares)}` : `share ${segment}`;
}

function numberOf(text: string): number {
  const [numerator = '', denominator = '1'] = text.split('/');
  return Number(numerator) / Number(denominator);
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-6;
