import { configurationId, deploymentId, flowId, numberIn } from '../base/ready-made-ids.ts';
import type { Profile } from '../profile/schema.ts';
import type { Configurations } from './configurations.ts';
import { type MessengerSettings, messengerSettings, toMessenger } from './messenger-settings.ts';

/** What a deployment is created with. */
export interface DeploymentInput {
  readonly name: string;
  readonly configuration: { readonly id: string; readonly version: string };
  readonly flow?: { readonly id: string } | undefined;
  readonly allowAllDomains: boolean;
  readonly allowedDomains: readonly string[];
  readonly status: 'Active' | 'Inactive';
}

export type WebDeployment = DeploymentInput & { readonly id: string };

/** The ready-made deployments, which are as the profile says at that moment, and those that the API created. */
export class Deployments {
  readonly configurations: Configurations;
  readonly #profile: Profile;
  readonly #created = new Map<string, WebDeployment>();
  #count: number;

  constructor(profile: Profile, configurations: Configurations) {
    this.#profile = profile;
    this.configurations = configurations;
    this.#count = profile.deployments;
  }

  get(id: string): WebDeployment | undefined {
    const n = numberIn('d', id, this.#profile.deployments);
    return n === undefined ? this.#created.get(id) : this.#readyMade(n);
  }

  all(): readonly WebDeployment[] {
    const readyMade = Array.from({ length: this.#profile.deployments }, (_, index) => this.#readyMade(index + 1));
    return [...readyMade, ...this.#created.values()];
  }

  create(input: DeploymentInput): WebDeployment {
    const deployment = { ...input, id: deploymentId(++this.#count) };
    this.#created.set(deployment.id, deployment);
    return deployment;
  }

  /** False for a deployment that the API did not create. */
  replace(id: string, input: DeploymentInput): boolean {
    if (!this.#created.has(id)) return false;
    this.#created.set(id, { ...input, id });
    return true;
  }

  remove(id: string): boolean {
    return this.#created.delete(id);
  }

  /** Whether a page of this origin may open the messenger. */
  allows({ id, allowAllDomains, allowedDomains }: WebDeployment, origin: string | undefined): boolean {
    if (!this.#created.has(id)) return origin === this.#profile.allowedOrigin;
    return allowAllDomains || allowedDomains.some((domain) => origin?.replace(/^https?:\/\//, '') === domain);
  }

  messengerOf(id: string): MessengerSettings {
    const configuration = this.#created.get(id)?.configuration;
    const version =
      configuration && this.configurations.get(configuration.id)?.published[Number(configuration.version) - 1];
    return version === undefined ? this.#profile : messengerSettings(version, this.#profile);
  }

  /** Whether its guests may sign in, and whether one may that was anonymous (docs/facts/genesys.md section 11). */
  authOf(id: string): { readonly enabled: boolean; readonly allowSessionUpgrade: boolean } {
    const configuration = this.#created.get(id)?.configuration;
    const version =
      configuration && this.configurations.get(configuration.id)?.published[Number(configuration.version) - 1];
    const { enabled, allowSessionUpgrade } = version?.authenticationSettings ?? this.#profile.auth;
    return { enabled, allowSessionUpgrade };
  }

  /**
   * Its config.json, as the CDN serves it, with all that the official mobile SDK requires (docs/facts/genesys.md section
   * 1.1). `address` is the `host:port` of the tenant.
   */
  configOf({ id, status, configuration }: WebDeployment, address: string) {
    const messenger = toMessenger(this.messengerOf(id));
    const { conversations } = messenger.apps;
    return {
      id,
      version: configuration.version,
      languages: ['en-us'],
      defaultLanguage: 'en-us',
      apiEndpoint: `http://${address}`,
      status,
      messenger: {
        ...messenger,
        styles: { primaryColor: '#2a60c8' },
        launcherButton: { visibility: 'On' },
        apps: { conversations: { ...conversations, messagingEndpoint: `ws://${address}` } },
      },
      journeyEvents: { enabled: false },
      auth: this.authOf(id),
    };
  }

  #readyMade(n: number): WebDeployment {
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
