import type { TenantClock } from '../base/clock.ts';
import type { Profile } from '../profile/schema.ts';
import { FixedWindow } from './fixed-window.ts';
import { type RateLimitTelemetry, TELEMETRY_SHARE } from './rate-limit-telemetry.ts';

type Setting = keyof Profile['organizationLimits'];

/** An organization-wide limit that a call was above. */
export interface ExceededLimit {
  readonly key: string;
  readonly namespace: string;
  readonly value: number;
  /** Until its minute is over. */
  readonly resetSeconds: number;
}

const MINUTE_MS = 60_000;
const DEFAULT_PAGE_SIZE = 25;

/** Paths that a limit counts; the namespace is where Genesys has limits of the kind. */
interface Rule {
  readonly setting: Setting;
  readonly key: string;
  readonly namespace: string;
  readonly path: RegExp;
  readonly methods?: readonly string[];
}

/** The first rule that fits is the one that counts a call. */
const RULES: readonly Rule[] = [
  {
    setting: 'flowEntitiesPerMinute',
    key: 'flows.query.entities.per.minute',
    namespace: 'architect',
    path: /^\/api\/v2\/flows(\/divisionviews)?$/,
    methods: ['GET'],
  },
  {
    setting: 'queueMembersPerMinute',
    key: 'queue.members.rate.per.minute',
    namespace: 'routing',
    path: /^\/api\/v2\/(routing\/queues\/[^/]+\/(members|users)(\/[^/]+)?|users\/[^/]+\/queues)$/,
  },
  {
    setting: 'queuesPerMinute',
    key: 'queues.rate.per.minute',
    namespace: 'routing',
    path: /^\/api\/v2\/routing\/queues(\/[^/]+)?$/,
  },
  {
    setting: 'agentsPerMinute',
    key: 'agents.rate.per.minute',
    namespace: 'routing',
    path: /^\/api\/v2\/users\/[^/]+\/routingstatus$/,
  },
  {
    setting: 'conversationsPerMinute',
    key: 'conversations.rate.per.minute',
    namespace: 'conversation',
    path: /^\/api\/v2\/conversations\/messages\/[^/]+(\/participants\/[^/]+(\/communications\/[^/]+)?)?$/,
    methods: ['PATCH'],
  },
];

/**
 * Limits that count the calls of all tokens of the org together (docs/facts/genesys.md section 10): those of the
 * assignment service, whose routes and numbers were not read, and that of the flows query, which counts entities.
 * `limits.enabled` false switches these off too. The keys are the simulation's: Genesys publishes none.
 */
export class OrganizationWideLimits {
  readonly #profile: Profile;
  readonly #clock: TenantClock;
  readonly #telemetry: RateLimitTelemetry;
  readonly #windows = new Map<string, FixedWindow>();

  constructor(profile: Profile, clock: TenantClock, telemetry: RateLimitTelemetry) {
    this.#profile = profile;
    this.#clock = clock;
    this.#telemetry = telemetry;
  }

  /** Counts a call, and gives the limit that it is above, if it is above one. */
  exceededBy(method: string, path: string, query: URLSearchParams): ExceededLimit | undefined {
    const rule = RULES.find((one) => one.path.test(path) && (one.methods?.includes(method) ?? true));
    const max = rule && this.#profile.organizationLimits[rule.setting];
    if (rule === undefined || max === undefined || !this.#profile.limits.enabled) return undefined;
    const weight = rule.namespace === 'architect' ? Number(query.get('pageSize')) || DEFAULT_PAGE_SIZE : 1;
    const nowMs = this.#clock.now();
    const window = this.#windows.get(rule.key) ?? new FixedWindow(MINUTE_MS);
    this.#windows.set(rule.key, window);
    const count = window.take('', nowMs, weight);
    if (count >= max * TELEMETRY_SHARE)
      this.#telemetry.note({
        limitName: rule.key,
        namespace: rule.namespace,
        entityId: '',
        max,
        timeUnit: 'MINUTES',
        windowMs: nowMs - (nowMs % MINUTE_MS),
        count,
      });
    if (count <= max) return undefined;
    const value = Math.floor(max / weight);
    return { key: rule.key, namespace: rule.namespace, value, resetSeconds: window.resetSeconds(nowMs) };
  }
}
