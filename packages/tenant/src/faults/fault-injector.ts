/** Shares are of all frames or of all upgrades, in [0, 1]. */
export interface FaultSettings {
  /** Upgrades whose TCP connection opens and which are never answered. */
  readonly stalledShare: number;
  /** Upgrades whose connection is reset. */
  readonly resetShare: number;
  /** Upgrades that open, and whose socket then neither reads nor writes. */
  readonly halfOpenShare: number;
  readonly storm?: GatewayErrors | undefined;
  /** Frames to guests that carry a text and are dropped, sent twice, late by `delayMs`, or sent with another text. */
  readonly droppedShare: number;
  readonly doubledShare: number;
  readonly delayedShare: number;
  readonly delayMs: number;
  readonly alteredShare: number;
  /** A guest's socket is cut at this age (s), or by chance after so long (s) on average. */
  readonly cutAfterSeconds?: number | undefined;
  readonly cutMeanSeconds?: number | undefined;
  readonly lost?: LostTexts | undefined;
  /** Every frame and every API answer is late by a time up to this one (ms). Jitter is not listed among the faults. */
  readonly frameJitterMs: number;
  readonly apiJitterMs: number;
  readonly tooMany?: RejectionBursts | undefined;
  readonly tooManyMessages?: RejectionBursts | undefined;
}

/** 429s in bursts: each period of `everySeconds`, from the start on, begins with a burst that takes `share` of it. */
export interface RejectionBursts {
  readonly share: number;
  readonly everySeconds: number;
}

/** Texts that vanish on the way, each with `share`, until so many have: of guests to the org, and of agents to a guest. */
export interface LostTexts {
  readonly share: number;
  readonly inbound: number;
  readonly outbound: number;
}

/** A span of time in which a share of upgrades is answered by a proxy's error. The profile calls it `storm`. */
export interface GatewayErrors {
  readonly share: number;
  readonly status: number;
  /** Seconds after the start. */
  readonly fromSeconds: number;
  /** Without it the errors go on to the end. */
  readonly forSeconds?: number | undefined;
}

export type UpgradeFault =
  | { readonly kind: 'stalled' | 'reset' | 'half-open' }
  | { readonly kind: 'answered'; readonly status: number };

/** A fault that was injected. */
export interface FaultDone {
  /** Unix time (ms). */
  readonly at: number;
  readonly fault:
    | UpgradeFault['kind']
    | 'dropped'
    | 'doubled'
    | 'delayed'
    | 'altered'
    | 'reordered'
    | 'lost-inbound'
    | 'lost-outbound'
    | 'too-many'
    | 'too-many-messages'
    | 'cut'
    | 'restart';
  readonly source?: string;
  readonly status?: number;
  /** The frame as it would have been without the fault. */
  readonly frame?: string;
}

/** A frame on its way: with this text, after this time. */
export interface Delivery {
  readonly text: string;
  readonly afterMs: number;
}

/**
 * What goes wrong on purpose, drawn from a seed, and a list of what did. It knows upgrades and the texts of frames, not
 * the protocol, and shares no code with the protocol, with the record or with what is tested.
 */
export class FaultInjector {
  readonly done: FaultDone[] = [];
  readonly #max: number;
  readonly #settings: () => FaultSettings;
  readonly #random: () => number;
  readonly #startedAtMs: number;
  readonly #lost = { inbound: 0, outbound: 0 };

  /**
   * `settings` are read for each upgrade and frame, since they may change. `random` gives numbers in [0, 1).
   * `startedAtMs`, and `nowMs` below, are Unix time. The latest `max` faults are listed.
   */
  constructor(
    settings: () => FaultSettings,
    random: () => number,
    startedAtMs: number,
    max = Number.POSITIVE_INFINITY,
  ) {
    this.#max = max;
    this.#settings = settings;
    this.#random = random;
    this.#startedAtMs = startedAtMs;
  }

  /** The fault of an upgrade from `source`, if it gets one. */
  upgrade(source: string, nowMs: number): UpgradeFault | undefined {
    const { stalledShare, resetShare, halfOpenShare, storm } = this.#settings();
    const kind = this.#draw({ stalled: stalledShare, reset: resetShare, 'half-open': halfOpenShare });
    if (kind !== undefined) {
      this.#list({ at: nowMs, fault: kind, source });
      return { kind };
    }
    if (storm === undefined || !this.#isWithin(storm, nowMs) || this.#random() >= storm.share) return undefined;
    this.#list({ at: nowMs, fault: 'answered', source, status: storm.status });
    return { kind: 'answered', status: storm.status };
  }

  /** How long (ms) a socket that has just opened lives before it is cut; undefined where it is not. */
  cutAfterMs(): number | undefined {
    const { cutAfterSeconds = Infinity, cutMeanSeconds } = this.#settings();
    const byChance = cutMeanSeconds === undefined ? Infinity : -cutMeanSeconds * Math.log(1 - this.#random());
    const seconds = Math.min(cutAfterSeconds, byChance);
    return Number.isFinite(seconds) ? seconds * 1_000 : undefined;
  }

  /** A socket was cut. */
  cut(nowMs: number): void {
    this.#list({ at: nowMs, fault: 'cut' });
  }

  /** How a frame to a guest is delivered: once and at once, unless it gets a fault. */
  frame(text: string, nowMs: number): readonly Delivery[] {
    if (OUTBOUND.test(text) && this.#loses('outbound', text, nowMs)) return [];
    const unchanged = { text, afterMs: 0 };
    const { droppedShare, doubledShare, delayedShare, alteredShare, delayMs } = this.#settings();
    if (droppedShare + doubledShare + delayedShare + alteredShare === 0) return [unchanged];
    const altered = alter(text);
    if (altered === undefined) return [unchanged];
    const fault = this.#draw({
      dropped: droppedShare,
      doubled: doubledShare,
      delayed: delayedShare,
      altered: alteredShare,
    });
    if (fault === undefined) return [unchanged];
    this.#list({ at: nowMs, fault, frame: text });
    switch (fault) {
      case 'dropped':
        return [];
      case 'doubled':
        return [unchanged, unchanged];
      case 'delayed':
        return [{ text, afterMs: delayMs }];
      case 'altered':
        return [{ text: altered, afterMs: 0 }];
    }
  }

  /** Whether a frame of a guest vanishes before the org reads it. Of those with a text that it says at most so many do. */
  loses(frame: string, nowMs: number): boolean {
    return SAYING.test(frame) && this.#loses('inbound', frame, nowMs);
  }

  #loses(direction: 'inbound' | 'outbound', frame: string, nowMs: number): boolean {
    const { lost } = this.#settings();
    if (lost === undefined || this.#lost[direction] >= lost[direction] || alter(frame) === undefined) return false;
    if (this.#random() >= lost.share) return false;
    this.#lost[direction]++;
    this.#list({ at: nowMs, fault: `lost-${direction}`, frame });
    return true;
  }

  /** Seconds, rounded up, to the end of the burst of 429s in which an API call falls; undefined outside a burst. */
  tooMany(source: string, nowMs: number): number | undefined {
    const left = this.#burstLeft(this.#settings().tooMany, nowMs);
    if (left !== undefined) this.#list({ at: nowMs, fault: 'too-many', source, status: 429 });
    return left;
  }

  /** Seconds, rounded up, to the end of the burst of 429s in which a guest's text falls; undefined outside a burst. */
  tooManyMessages(nowMs: number): number | undefined {
    const left = this.#burstLeft(this.#settings().tooManyMessages, nowMs);
    if (left !== undefined) this.#list({ at: nowMs, fault: 'too-many-messages', status: 429 });
    return left;
  }

  /** Lists that a later frame overtook this one. */
  overtaken(frame: string, nowMs: number): void {
    this.#list({ at: nowMs, fault: 'reordered', frame });
  }

  #burstLeft(bursts: RejectionBursts | undefined, nowMs: number): number | undefined {
    if (bursts === undefined) return undefined;
    const seconds = ((nowMs - this.#startedAtMs) / 1_000) % bursts.everySeconds;
    const left = bursts.share * bursts.everySeconds - seconds;
    return left > 0 ? Math.ceil(left) : undefined;
  }

  /** How late the next frame is: jitter (ms). */
  frameDelayMs(): number {
    const { frameJitterMs } = this.#settings();
    return frameJitterMs === 0 ? 0 : this.#random() * frameJitterMs;
  }

  /** How late the next API answer is: jitter (ms). */
  apiDelayMs(): number {
    const { apiJitterMs } = this.#settings();
    return apiJitterMs === 0 ? 0 : this.#random() * apiJitterMs;
  }

  /** Lists that every connection was lost. */
  restarted(nowMs: number): void {
    this.#list({ at: nowMs, fault: 'restart' });
  }

  #list(done: FaultDone): void {
    this.done.push(done);
    if (this.done.length > this.#max) this.done.shift();
  }

  #isWithin({ fromSeconds, forSeconds = Number.POSITIVE_INFINITY }: GatewayErrors, nowMs: number): boolean {
    const seconds = (nowMs - this.#startedAtMs) / 1_000;
    return seconds >= fromSeconds && seconds < fromSeconds + forSeconds;
  }

  /** Draws one of several faults, each with its share, or none. */
  #draw<K extends string>(shares: Readonly<Record<K, number>>): K | undefined {
    let rest = this.#random();
    for (const kind of Object.keys(shares) as K[]) {
      rest -= shares[kind];
      if (rest < 0) return kind;
    }
    return undefined;
  }
}

/** What a frame to a guest says of a text that is not the guest's own. */
const OUTBOUND = /"direction":"Outbound"/;
/** What a frame of a guest has that says something: a health check, which is no such frame, has a text as well. */
const SAYING = /"action":"onMessage"/;

/** The frame with another text; undefined for a frame without a text. */
function alter(frame: string): string | undefined {
  const changed = frame.replace(/("text":")((?:[^"\\]|\\.)+)(")/, '$1$2~$3');
  return changed === frame ? undefined : changed;
}
