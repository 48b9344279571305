import { isObject } from '../../../report/read/json.ts';

/**
 * The public load zones of k6 cloud as Grafana's older documentation lists them (docs/facts/k6.md section 9, K9.8). What
 * is there today `k6 cloud load-zone list --json` says.
 */
const LOAD_ZONES: readonly string[] = [
  'amazon:us:ashburn',
  'amazon:us:columbus',
  'amazon:us:palo alto',
  'amazon:us:portland',
  'amazon:ca:montreal',
  'amazon:br:sao paulo',
  'amazon:gb:london',
  'amazon:ie:dublin',
  'amazon:fr:paris',
  'amazon:de:frankfurt',
  'amazon:it:milan',
  'amazon:se:stockholm',
  'amazon:au:sydney',
  'amazon:in:mumbai',
  'amazon:jp:tokyo',
  'amazon:jp:osaka',
  'amazon:kr:seoul',
  'amazon:sg:singapore',
  'amazon:cn:hong kong',
  'amazon:sa:cape town',
  'amazon:bh:bahrain',
];

/**
 * Why a plan's zones are not all load zones, in one line; undefined where they are. A name without a colon is that of a
 * private load zone, which only `known` can tell.
 *
 * @param known the ids that the cloud itself lists; undefined where nobody asked it
 */
export function wrongZone(zones: readonly string[], known?: readonly string[]): string | undefined {
  const wrong = zones.find((zone) => (known === undefined ? isNoZone(zone) : !known.includes(zone)));
  if (wrong === undefined) return undefined;
  const city = wrong.split(':').at(-1) ?? '';
  const meant = (known ?? LOAD_ZONES).find((zone) => zone.split(':').at(-1) === city.toLowerCase());
  const hint = meant === undefined ? '' : `did you mean ${meant}? `;
  return `generators.zones: ${wrong} is no load zone; ${hint}allowed: what k6 cloud load-zone list --json lists${known === undefined ? ', given as --load-zones <file>' : ''}`;
}

const isNoZone = (zone: string): boolean => zone.includes(':') && !LOAD_ZONES.includes(zone);

/** The ids in what `k6 cloud load-zone list --json` prints. Throws an error of one line where it is something else. */
export function zonesIn(text: string): string[] {
  const zones = listIn(text).flatMap((zone) => {
    const { k6_load_zone_id: id, name } = isObject(zone) ? zone : {};
    return [id, name].filter((value) => typeof value === 'string');
  });
  if (zones.length === 0) throw new Error('no load zone in it; allowed: what k6 cloud load-zone list --json prints');
  return zones;
}

function listIn(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const list = isObject(parsed) ? parsed.value : parsed;
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
