import { CAPACITY, type CauseCase, CEILING, plan, THROTTLE } from './cause-plan.ts';
import { WAY_IN_CASES } from './way-in-cases.ts';

const ALONE: readonly CauseCase[] = [
  { name: 'healthy', expected: 'none', profile: 'healthy', sets: CAPACITY, plan: plan() },
  {
    name: 'tenant-connection-ceiling',
    expected: 'tenant-connection-ceiling',
    profile: 'tenant-connection-ceiling',
    sets: CEILING,
    plan: plan(),
  },
  {
    name: 'tenant-connection-ceiling, dense',
    expected: 'tenant-connection-ceiling',
    profile: 'tenant-connection-ceiling',
    sets: CEILING,
    plan: plan({ transport: 'dense', sessionsPerVu: 20 }),
  },
  {
    name: 'source-address-limit',
    // From one address this limit looks like a tenant's ceiling; `headroom attribute` tells them apart.
    expected: 'tenant-connection-ceiling',
    profile: 'source-address-limit',
    sets: CEILING,
    plan: plan(),
  },
  {
    name: 'connection-rate-throttle',
    expected: 'connection-rate-throttle',
    profile: 'connection-rate-throttle',
    sets: THROTTLE,
    plan: plan(),
  },
  {
    name: 'duplicate-identity',
    expected: 'duplicate-identity',
    profile: 'healthy',
    sets: CAPACITY,
    plan: plan({ identity: 'shared' }),
  },
  { name: 'origin-refused', expected: 'origin-refused', profile: 'origin-refused', sets: CAPACITY, plan: plan() },
  {
    name: 'origin-refused, dense',
    expected: 'origin-refused',
    profile: 'origin-refused',
    sets: CAPACITY,
    plan: plan({ transport: 'dense', sessionsPerVu: 20 }),
  },
  {
    name: 'deployment-inactive',
    expected: 'deployment-inactive',
    profile: 'deployment-inactive',
    sets: CAPACITY,
    plan: plan(),
  },
  {
    name: 'guests-not-signed-in',
    expected: 'guests-not-signed-in',
    // Its deployments have no authentication.
    profile: 'healthy',
    sets: CAPACITY,
    plan: plan({ authentication: { credentials: { source: 'simulated' } } }),
  },
  { name: 'flow-not-routing', expected: 'flow-not-routing', profile: 'flow-not-routing', sets: CAPACITY, plan: plan() },
  {
    name: 'transcript-unrecognised',
    expected: 'transcript-unrecognised',
    profile: 'healthy',
    sets: [...CAPACITY, 'withheld=["attributes","text"]'],
    plan: plan(),
  },
  {
    name: 'bot-never-hands-over',
    expected: 'bot-never-hands-over',
    profile: 'healthy',
    sets: [...CAPACITY, 'bot={"handsOver":false}'],
    plan: plan({ bot: { turns: 2 } }),
  },
  {
    name: 'queue-capacity, by the org',
    expected: 'queue-capacity',
    profile: 'queue-capacity',
    sets: ['agents.count=30'],
    plan: plan(),
  },
  {
    name: 'queue-capacity, by the plan',
    expected: 'queue-capacity',
    profile: 'healthy',
    sets: CAPACITY,
    plan: plan({}, { count: 12 }),
  },
  {
    name: 'agent-acceptance, by the org',
    expected: 'agent-acceptance',
    profile: 'agent-acceptance',
    sets: CAPACITY,
    plan: plan(),
  },
  {
    name: 'agent-acceptance, by the plan',
    expected: 'agent-acceptance',
    profile: 'healthy',
    sets: [...CAPACITY, 'agents.alertingTimeoutMs=7000'],
    plan: plan({}, { missed: 0.7 }),
  },
  {
    name: 'wrap-up-stall, by the org',
    expected: 'wrap-up-stall',
    profile: 'wrap-up-stall',
    sets: CAPACITY,
    plan: plan(),
  },
  {
    name: 'wrap-up-stall, by the plan',
    expected: 'wrap-up-stall',
    profile: 'healthy',
    sets: [...CAPACITY, 'agents.wrapUpRequired=true'],
    plan: plan({}, { wrapUp: { min: '60s', max: '60s' } }),
  },
  {
    name: 'platform-rate-limit',
    expected: 'platform-rate-limit',
    profile: 'platform-rate-limit',
    sets: CAPACITY,
    plan: plan(),
  },
  { name: 'network-timeout', expected: 'network-timeout', profile: 'network-timeout', sets: CAPACITY, plan: plan() },
  {
    name: 'sessions-cut',
    expected: 'sessions-cut',
    profile: 'healthy',
    sets: [...CAPACITY, 'faults.restartAtSeconds=20'],
    plan: plan(),
  },
  {
    name: 'messages-not-delivered',
    expected: 'messages-not-delivered',
    profile: 'healthy',
    sets: [...CAPACITY, 'faults.droppedShare=0.05'],
    plan: plan(),
  },
  {
    name: 'generator-saturated',
    expected: 'generator-saturated',
    profile: 'healthy',
    sets: CAPACITY,
    plan: plan(),
    stalls: true,
  },
  {
    name: 'local-limits',
    expected: 'local-limits',
    profile: 'healthy',
    sets: CAPACITY,
    plan: plan({ sessions: 200, perMinute: 1_200 }),
    shell: 'ulimit -n 120; exec "$@"',
  },
];

/** The same with 1 % resets, jitter, 5 % missed alerts and a second limit that is never reached. */
function withNoise(planted: CauseCase): CauseCase {
  const has = (key: string) => planted.sets.some((set) => set.startsWith(`${key}=`));
  const ceiling =
    planted.profile.includes('ceiling') || planted.profile === 'source-address-limit' || has('ceiling.max');
  const noise = [
    'faults.resetShare=0.01',
    'faults.frameJitterMs=40',
    'faults.apiJitterMs=40',
    ...(has('agents.alertingTimeoutMs') || planted.profile === 'agent-acceptance'
      ? []
      : ['agents.missedShare=0.05', 'agents.alertingTimeoutMs=7000']),
    ...(ceiling ? ['connectionRate.perMinute=100000'] : ['ceiling.max=5000']),
  ];
  return { ...planted, name: `${planted.name}, with noise`, sets: [...planted.sets, ...noise] };
}

/** Each limit refuses with the text of the other one: the verdict must not change. */
const SWAPPED: readonly CauseCase[] = [
  ['tenant-connection-ceiling', 'with 429', ['ceiling.status=429', 'ceiling.body=Too many requests']],
  ['tenant-connection-ceiling', 'without a body', ['ceiling.body=']],
  [
    'connection-rate-throttle',
    'with 503 and its text',
    ['connectionRate.status=503', 'connectionRate.body=Max concurrent connections exceeded for tenant'],
  ],
  ['connection-rate-throttle', 'with 429', ['connectionRate.status=429']],
  ['connection-rate-throttle', 'without a body', ['connectionRate.body=']],
].flatMap(([name, how, sets]) =>
  ALONE.filter((planted) => planted.name === name).map((planted) => ({
    ...planted,
    name: `${planted.name}, ${String(how)}`,
    sets: [...planted.sets, ...(sets as string[])],
  })),
);

export const CAUSE_CASES: readonly CauseCase[] = [...ALONE, ...ALONE.map(withNoise), ...SWAPPED, ...WAY_IN_CASES];
