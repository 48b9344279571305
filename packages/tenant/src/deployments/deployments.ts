import { configurationId, deploymentId, flowId, numberIn } from '../org.ts';
import type { Profile } from '../profile/schema.ts';
import type { Configurations } from './configurations.ts';
import { type Messenger, messengerOf, messengerToWire } from './messenger.ts';

/** What a deployment is made of. */
export interface Made {
  readonly name: string;
  readonly configuration: { readonly id: string; readonly version: string };
  readonly flow?: { readonly id: string } | undefined;
  readonly allowAllDomains: boolean;
  readonly allowedDomains: readonly string[];
  readonly status: 'Active' | 'Inactive';
}

export type Deployment = Made & { readonly id: string };

/** The ready-made deployments, which are as the profile says at the moment, and those made by API. */
export class Deployments {
  readonly configurations: Configurations;
  readonly #profile: Profile;
  readonly #made = new Map<string, Deployment>();
  #count: number;

  constructor(profile: Profile, configurations: Configurations) {
    this.#profile = profile;
    this.configurations = configurations;
    this.#count = profile.deployments;
  }

  get(id: string): Deployment | undefined {
    const n = numberIn('d', id, this.#profile.deployments);
    return n === undefined ? this.#made.get(id) : this.#readyMade(n);
  }

  all(): readonly Deployment[] {
    const readyMade = Array.from({ length: this.#profile.deployments }, (_, index) => this.#readyMade(index + 1));
    return [...readyMade, ...this.#made.values()];
  }

  create(made: Made): Deployment {
    const deployment = { ...made, id: deploymentId(++this.#count) };
    this.#made.set(deployment.id, deployment);
    return deployment;
  }

  /** False for one that is not made by API: the profile says what that is. */
  replace(id: string, made: Made): boolean {
    if (!this.#made.has(id)) return false;
    this.#made.set(id, { ...made, id });
    return true;
  }

  remove(id: string): boolean {
    return this.#made.delete(id);
  }

  /** Whether a page of this origin may open it. */
  allows({ id, allowAllDomains, allowedDomains }: Deployment, origin: string | undefined): boolean {
    if (!this.#made.has(id)) return origin === this.#profile.allowedOrigin;
    return allowAllDomains || allowedDomains.some((domain) => origin?.replace(/^https?:\/\//, '') === domain);
  }

  messengerOf(id: string): Messenger {
    const made = this.#made.get(id)?.configuration;
    const version = made && this.configurations.get(made.id)?.published[Number(made.version) - 1];
    return version === undefined ? this.#profile : messengerOf(version, this.#profile);
  }

  /** What the CDN says of it (genesys.md section 1.1). */
  configOf({ id, status, configuration }: Deployment) {
    return {
      id,
      version: configuration.version,
      status,
      messenger: messengerToWire(this.messengerOf(id)),
      auth: { enabled: false },
    };
  }

  #readyMade(n: number): Deployment {
    return {
      id: deploymentId(n),
      name: `Deployment ${n}`,
      configuration: { id: configurationId(1), version: '1' },
      flow: { id: flowId(1) },
      allowAllDomains: false,
      allowedDomains: [this.#profile.allowedOrigin.replace(/^https?:\/\//, '')],
      status: this.#profile.inactiveDeployments.includes(n) ? 'Inactive' : 'Active',
    };
  }
}
