import type { Deployments } from '../deployments/deployments.ts';
import type { Profile } from '../profile/schema.ts';
import type { ConnectionCeiling, Refusal, SocketKind } from './ceiling.ts';
import { ConnectionPace } from './connection-rate.ts';
import type { Limits } from './limits.ts';

/** A socket that wants to open. */
export interface Applicant {
  readonly kind: SocketKind;
  readonly source: string;
  readonly origin: string | undefined;
  /** Guests only. */
  readonly deploymentId: string | undefined;
}

type Open = Record<SocketKind, number>;
type Per = 'tenant' | 'deployment' | 'source-address';

const none = (): Open => ({ guest: 0, notifications: 0 });

/** Who comes in: checks an upgrade in the order a gateway would, and counts who is inside. */
export class Gate {
  readonly open: Open = none();
  readonly peak: Open = none();
  readonly #profile: Profile;
  readonly #deployments: Deployments;
  readonly #limits: Limits;
  readonly #ceiling: ConnectionCeiling;
  readonly #pace = new ConnectionPace();
  readonly #bySource = new Map<string, Open>();
  readonly #byDeployment = new Map<string, Open>();

  constructor(profile: Profile, deployments: Deployments, limits: Limits, ceiling: ConnectionCeiling) {
    this.#profile = profile;
    this.#deployments = deployments;
    this.#limits = limits;
    this.#ceiling = ceiling;
  }

  /** Why it may not open now (ms), or undefined. */
  refusal(who: Applicant, nowMs: number): Refusal | undefined {
    return (who.kind === 'guest' ? this.#guest(who) : undefined) ?? this.#paced(who, nowMs) ?? this.#full(who, nowMs);
  }

  entered(who: Applicant): void {
    for (const open of this.#counts(who)) open[who.kind]++;
    this.peak[who.kind] = Math.max(this.peak[who.kind], this.open[who.kind]);
  }

  left(who: Applicant): void {
    for (const open of this.#counts(who)) open[who.kind]--;
  }

  #guest({ deploymentId = '', origin }: Applicant): Refusal | undefined {
    const deployment = this.#deployments.get(deploymentId);
    if (deployment === undefined) return { status: 404, body: 'Deployment not found' };
    if (!this.#deployments.allows(deployment, origin)) return { status: 403, body: 'Forbidden' };
    if (this.#limits.connections(deploymentId)) return undefined;
    return { status: 429, body: 'Connection rate exceeded', retryAfterSeconds: 5 };
  }

  #paced(who: Applicant, nowMs: number): Refusal | undefined {
    const settings = this.#profile.connectionRate;
    if (settings === undefined || who.kind !== 'guest') return undefined;
    if (this.#pace.admits(settings, keyOf(who, settings.per), nowMs)) return undefined;
    const { status, body, retryAfterSeconds } = settings;
    return retryAfterSeconds === undefined ? { status, body } : { status, body, retryAfterSeconds };
  }

  #full(who: Applicant, nowMs: number): Refusal | undefined {
    return this.#ceiling.refusal(who.kind, this.#openFor(who, this.#profile.ceiling?.per ?? 'tenant'), nowMs);
  }

  #openFor(who: Applicant, per: Per): Open {
    if (per === 'tenant') return this.open;
    return countIn(per === 'deployment' ? this.#byDeployment : this.#bySource, keyOf(who, per));
  }

  #counts(who: Applicant): Open[] {
    return [this.open, this.#openFor(who, 'deployment'), this.#openFor(who, 'source-address')];
  }
}

function keyOf({ source, deploymentId = '' }: Applicant, per: Per): string {
  if (per === 'tenant') return '';
  return per === 'deployment' ? deploymentId : source;
}

function countIn(counts: Map<string, Open>, key: string): Open {
  const open = counts.get(key) ?? none();
  counts.set(key, open);
  return open;
}
