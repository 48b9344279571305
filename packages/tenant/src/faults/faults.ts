/**
 * What goes wrong on purpose, drawn from a seed, with a list of its own of what it did. It knows texts and upgrades, not
 * the protocol, and shares no code with it, with the record or with what is tested.
 */

/** Shares are of all chances, in [0, 1]. */
export interface FaultSettings {
  /** Upgrades whose TCP connection opens and is never answered. */
  readonly stalledShare: number;
  /** Upgrades whose connection is reset. */
  readonly resetShare: number;
  /** Upgrades that open and then never hear or say a thing. */
  readonly halfOpenShare: number;
  readonly storm?: Storm | undefined;
  /** Frames to guests with a text that are lost, doubled, late by `delayMs`, or have another text. */
  readonly droppedShare: number;
  readonly doubledShare: number;
  readonly delayedShare: number;
  readonly delayMs: number;
  readonly alteredShare: number;
  /** Frames and API answers are late by up to so much, which is not listed: it befalls all of them. */
  readonly frameJitterMs: number;
  readonly apiJitterMs: number;
  readonly tooMany?: TooMany | undefined;
  readonly tooManyMessages?: TooMany | undefined;
}

/** Each `everySeconds`, from the start on, begin with a burst of refusals that takes `share` of the time. */
export interface TooMany {
  readonly share: number;
  readonly everySeconds: number;
}

/** A time in which a share of upgrades is answered by something between client and tenant. */
export interface Storm {
  readonly share: number;
  readonly status: number;
  /** Seconds after the start; without an end it lasts. */
  readonly fromSeconds: number;
  readonly forSeconds?: number | undefined;
}

export type UpgradeFault =
  | { readonly kind: 'stalled' | 'reset' | 'half-open' }
  | { readonly kind: 'answered'; readonly status: number };

export interface FaultDone {
  /** Unix ms. */
  readonly at: number;
  readonly fault:
    | UpgradeFault['kind']
    | 'dropped'
    | 'doubled'
    | 'delayed'
    | 'altered'
    | 'reordered'
    | 'too-many'
    | 'too-many-messages'
    | 'restart';
  readonly source?: string;
  readonly status?: number;
  /** The frame as it would have been. */
  readonly frame?: string;
}

/** One way to deliver a frame. */
export interface Delivery {
  readonly text: string;
  readonly afterMs: number;
}

export class Faults {
  readonly done: FaultDone[] = [];
  readonly #most: number;
  readonly #settings: () => FaultSettings;
  readonly #random: () => number;
  readonly #startedAtMs: number;

  /** `settings` are read at each chance, since they may change; `random` gives numbers in [0, 1). The latest `most` are listed. */
  constructor(
    settings: () => FaultSettings,
    random: () => number,
    startedAtMs: number,
    most = Number.POSITIVE_INFINITY,
  ) {
    this.#most = most;
    this.#settings = settings;
    this.#random = random;
    this.#startedAtMs = startedAtMs;
  }

  /** What befalls an upgrade from `source`, if anything. */
  upgrade(source: string, nowMs: number): UpgradeFault | undefined {
    const { stalledShare, resetShare, halfOpenShare, storm } = this.#settings();
    const kind = this.#draw({ stalled: stalledShare, reset: resetShare, 'half-open': halfOpenShare });
    if (kind !== undefined) {
      this.#list({ at: nowMs, fault: kind, source });
      return { kind };
    }
    if (storm === undefined || !this.#rages(storm, nowMs) || this.#random() >= storm.share) return undefined;
    this.#list({ at: nowMs, fault: 'answered', source, status: storm.status });
    return { kind: 'answered', status: storm.status };
  }

  /** How a frame to a guest is delivered: once and at once, unless something befalls it. */
  frame(text: string, nowMs: number): readonly Delivery[] {
    const asItIs = { text, afterMs: 0 };
    const { droppedShare, doubledShare, delayedShare, alteredShare, delayMs } = this.#settings();
    if (droppedShare + doubledShare + delayedShare + alteredShare === 0) return [asItIs];
    const altered = alter(text);
    if (altered === undefined) return [asItIs];
    const fault = this.#draw({
      dropped: droppedShare,
      doubled: doubledShare,
      delayed: delayedShare,
      altered: alteredShare,
    });
    if (fault === undefined) return [asItIs];
    this.#list({ at: nowMs, fault, frame: text });
    switch (fault) {
      case 'dropped':
        return [];
      case 'doubled':
        return [asItIs, asItIs];
      case 'delayed':
        return [{ text, afterMs: delayMs }];
      case 'altered':
        return [{ text: altered, afterMs: 0 }];
    }
  }

  /** Whole seconds until the burst of refusals ends in which an API call falls, or undefined. */
  tooMany(source: string, nowMs: number): number | undefined {
    const left = this.#burstLeft(this.#settings().tooMany, nowMs);
    if (left !== undefined) this.#list({ at: nowMs, fault: 'too-many', source, status: 429 });
    return left;
  }

  /** Whole seconds until the burst of refusals ends in which a guest's text falls, or undefined. */
  tooManyMessages(nowMs: number): number | undefined {
    const left = this.#burstLeft(this.#settings().tooManyMessages, nowMs);
    if (left !== undefined) this.#list({ at: nowMs, fault: 'too-many-messages', status: 429 });
    return left;
  }

  /** The frame was overtaken by a later one. */
  overtaken(frame: string, nowMs: number): void {
    this.#list({ at: nowMs, fault: 'reordered', frame });
  }

  #burstLeft(bursts: TooMany | undefined, nowMs: number): number | undefined {
    if (bursts === undefined) return undefined;
    const seconds = ((nowMs - this.#startedAtMs) / 1_000) % bursts.everySeconds;
    const left = bursts.share * bursts.everySeconds - seconds;
    return left > 0 ? Math.ceil(left) : undefined;
  }

  /** How late the next frame is (ms). */
  frameLateness(): number {
    const { frameJitterMs } = this.#settings();
    return frameJitterMs === 0 ? 0 : this.#random() * frameJitterMs;
  }

  /** How late the next API answer is (ms). */
  apiLateness(): number {
    const { apiJitterMs } = this.#settings();
    return apiJitterMs === 0 ? 0 : this.#random() * apiJitterMs;
  }

  restarted(nowMs: number): void {
    this.#list({ at: nowMs, fault: 'restart' });
  }

  #list(done: FaultDone): void {
    this.done.push(done);
    if (this.done.length > this.#most) this.done.shift();
  }

  #rages({ fromSeconds, forSeconds = Number.POSITIVE_INFINITY }: Storm, nowMs: number): boolean {
    const seconds = (nowMs - this.#startedAtMs) / 1_000;
    return seconds >= fromSeconds && seconds < fromSeconds + forSeconds;
  }

  /** At most one of several faults, each with its share. */
  #draw<K extends string>(shares: Readonly<Record<K, number>>): K | undefined {
    let rest = this.#random();
    for (const kind of Object.keys(shares) as K[]) {
      rest -= shares[kind];
      if (rest < 0) return kind;
    }
    return undefined;
  }
}

/** The frame with another text; undefined for one without a text. */
function alter(frame: string): string | undefined {
  const changed = frame.replace(/("text":")((?:[^"\\]|\\.)+)(")/, '$1$2~$3');
  return changed === frame ? undefined : changed;
}
