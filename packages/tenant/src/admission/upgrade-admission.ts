import type { Deployments } from '../deployments/deployments.ts';
import type { Profile } from '../profile/schema.ts';
import type { ConnectionCeiling, SocketKind, UpgradeRefusal } from './connection-ceiling.ts';
import { ConnectionRateLimit } from './connection-rate.ts';
import type { PublishedLimits } from './published-limits.ts';

/** An upgrade that asks to be admitted. */
export interface UpgradeRequest {
  readonly kind: SocketKind;
  /** The client's address. */
  readonly source: string;
  readonly origin: string | undefined;
  /** Undefined for a notification socket. */
  readonly deploymentId: string | undefined;
}

type Open = Record<SocketKind, number>;
type Per = 'tenant' | 'deployment' | 'source-address';

const none = (): Open => ({ guest: 0, notifications: 0 });

/**
 * Decides which upgrades are admitted, with the checks in the order in which a gateway makes them, and counts open
 * sockets.
 */
export class UpgradeAdmission {
  readonly open: Open = none();
  readonly peak: Open = none();
  readonly #profile: Profile;
  readonly #deployments: Deployments;
  readonly #limits: PublishedLimits;
  readonly #ceiling: ConnectionCeiling;
  readonly #rate = new ConnectionRateLimit();
  readonly #bySource = new Map<string, Open>();
  readonly #byDeployment = new Map<string, Open>();

  constructor(profile: Profile, deployments: Deployments, limits: PublishedLimits, ceiling: ConnectionCeiling) {
    this.#profile = profile;
    this.#deployments = deployments;
    this.#limits = limits;
    this.#ceiling = ceiling;
  }

  /** Why the socket may not open at `nowMs`; undefined when it may. */
  refusal(upgrade: UpgradeRequest, nowMs: number): UpgradeRefusal | undefined {
    return (
      (upgrade.kind === 'guest' ? this.#refusedByDeployment(upgrade) : undefined) ??
      this.#refusedByRate(upgrade, nowMs) ??
      this.#refusedByCeiling(upgrade, nowMs)
    );
  }

  opened(upgrade: UpgradeRequest): void {
    for (const open of this.#counts(upgrade)) open[upgrade.kind]++;
    this.peak[upgrade.kind] = Math.max(this.peak[upgrade.kind], this.open[upgrade.kind]);
  }

  closed(upgrade: UpgradeRequest): void {
    for (const open of this.#counts(upgrade)) open[upgrade.kind]--;
  }

  #refusedByDeployment({ deploymentId = '', origin }: UpgradeRequest): UpgradeRefusal | undefined {
    const deployment = this.#deployments.get(deploymentId);
    if (deployment === undefined) return { status: 404, body: 'Deployment not found' };
    if (!this.#deployments.allows(deployment, origin)) return { status: 403, body: 'Forbidden' };
    if (this.#limits.connections(deploymentId)) return undefined;
    return { status: 429, body: 'Connection rate exceeded', retryAfterSeconds: 5 };
  }

  #refusedByRate(upgrade: UpgradeRequest, nowMs: number): UpgradeRefusal | undefined {
    const settings = this.#profile.connectionRate;
    if (settings === undefined || upgrade.kind !== 'guest') return undefined;
    if (this.#rate.admits(settings, keyOf(upgrade, settings.per), nowMs)) return undefined;
    const { status, body, retryAfterSeconds } = settings;
    return retryAfterSeconds === undefined ? { status, body } : { status, body, retryAfterSeconds };
  }

  #refusedByCeiling(upgrade: UpgradeRequest, nowMs: number): UpgradeRefusal | undefined {
    return this.#ceiling.refusal(upgrade.kind, this.#openFor(upgrade, this.#profile.ceiling?.per ?? 'tenant'), nowMs);
  }

  #openFor(upgrade: UpgradeRequest, per: Per): Open {
    if (per === 'tenant') return this.open;
    return countIn(per === 'deployment' ? this.#byDeployment : this.#bySource, keyOf(upgrade, per));
  }

  #counts(upgrade: UpgradeRequest): Open[] {
    return [this.open, this.#openFor(upgrade, 'deployment'), this.#openFor(upgrade, 'source-address')];
  }
}

function keyOf({ source, deploymentId = '' }: UpgradeRequest, per: Per): string {
  if (per === 'tenant') return '';
  return per === 'deployment' ? deploymentId : source;
}

function countIn(counts: Map<string, Open>, key: string): Open {
  const open = counts.get(key) ?? none();
  counts.set(key, open);
  return open;
}
