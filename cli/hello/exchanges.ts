import type { Shape } from '../../lib/genesys/platform/shape.ts';
import { mergedShape, NOTHING, seenShape } from './seen-shape.ts';
import { type ShapeDifference, shapeDifferences } from './shape-differences.ts';

/** A kind of frame or answer: its shape over all that came, beside the expected one. */
export interface Exchange {
  /** Such as `guest SessionResponse` or `GET /api/v2/users/me`. */
  readonly what: string;
  readonly count: number;
  /** The HTTP status of the last answer; of frames there is none. */
  readonly status?: number;
  readonly shape: Shape;
  /** Not there where headroom reads nothing of it. */
  readonly expected?: Shape;
  readonly differences: readonly ShapeDifference[];
}

/** Frames and answers of one hello, by their kinds and in the order in which each first came. */
export class Exchanges {
  readonly #byKind = new Map<string, Exchange>();

  /** Notes what came; `value` is a parsed body, of which only keys and types are kept. */
  note(what: string, value: unknown, expected: Shape | undefined, status?: number): void {
    const before = this.#byKind.get(what);
    const shape = mergedShape(before?.shape ?? NOTHING, seenShape(value));
    this.#byKind.set(what, {
      what,
      count: (before?.count ?? 0) + 1,
      ...(status === undefined ? {} : { status }),
      shape,
      ...(expected === undefined ? {} : { expected }),
      differences: expected === undefined ? [] : shapeDifferences(expected, shape),
    });
  }

  get all(): readonly Exchange[] {
    return [...this.#byKind.values()];
  }
}

/** A text as JSON; one that is not JSON, such as a proxy's own page, counts as a string. */
export function parsedOrText(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
