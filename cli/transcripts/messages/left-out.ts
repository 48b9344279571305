import { formatCount } from '../../io/format-count.ts';
import { LEFT_OUT, type LeftOut } from './message.ts';

const PLACES = 3;

/** Counts what is left out of a set, and remembers where the first of each kind stand. */
export class LeftOutCounts {
  readonly #counts = new Map<string, { count: number; places: string[] }>();

  add(kind: LeftOut, place: () => string): void {
    const found = this.#counts.get(kind) ?? { count: 0, places: [] };
    this.#counts.set(kind, found);
    if (++found.count <= PLACES) found.places.push(place());
  }

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  /** @example '310 bot turns (a.csv: line 3; line 9; line 12; …), 1 empty turn (a.csv: line 4)' */
  toString(): string {
    return LEFT_OUT.flatMap((kind) => {
      const found = this.#counts.get(kind);
      if (found === undefined) return [];
      const more = found.count > PLACES ? '; …' : '';
      return [
        `${formatCount(found.count)} ${found.count === 1 ? oneOf(kind) : kind} (${withOneName(found.places).join('; ')}${more})`,
      ];
    }).join(', ');
  }
}

const oneOf = (kind: string): string =>
  kind.replace(/^(bot turn|system message|attachment|internal note|empty turn|text|agent's turn|dialogue)s/, '$1');

/** Leaves the name of the file out where the place before is in the same. */
function withOneName(places: readonly string[]): string[] {
  const nameOf = (place: string | undefined) => place?.slice(0, place.lastIndexOf(': '));
  return places.map((place, at) => {
    const name = nameOf(place);
    return at > 0 && name === nameOf(places[at - 1]) ? place.slice((name?.length ?? 0) + 2) : place;
  });
}
