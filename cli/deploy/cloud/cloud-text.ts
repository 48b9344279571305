import { formatDuration } from '../../../lib/plan/duration.ts';
import { longestRunMs } from '../../../lib/plan/longest-run.ts';
import type { AgentsPlan } from '../../../lib/plan/schema.ts';
import { nameOf } from '../../../lib/plan/target.ts';
import { formatCount } from '../../io/format-count.ts';
import { bytesOf } from '../planned-run.ts';
import { type CloudCost, cloudCosts } from './cloud-cost.ts';
import type { CloudDeployment } from './cloud-deployment.ts';
import { MAX_SECRET_BYTES } from './packed-secrets.ts';

const WIDTH = 10;
const line = (name: string, text: string): string => `  ${name.padEnd(WIDTH)}${text}\n`;

/** Secrets beyond this number are no work for hands. */
const MANY_SECRETS = 50;
/** The largest archive that was seen to be taken (docs/facts/k6.md section 9, K9.19: not documented). */
const SEEN_ARCHIVE_BYTES = 100_000_000;

/** How to run a plan in k6 cloud, what it takes, and what is missing there. `rate`: the price of a VU-hour. */
export function cloudText(deployment: CloudDeployment, rate: number | undefined): string {
  const { run, planFile, overrides } = deployment;
  const { plan, script } = run;
  const words = ['-e', `PLAN=${planFile}`, ...overrides.flatMap((one) => ['-e', one]), `dist/${script}.js`].join(' ');
  return [
    `plan ${plan.name} on ${nameOf(plan.target)}: ${script} in k6 cloud\n\n`,
    line('run', `k6 cloud run ${words}`),
    line('', `k6 cloud upload ${words}: stored, to be started or scheduled there`),
    line('', `k6 cloud run --local-execution ${words}: this machine plays, the cloud keeps the results`),
    line('account', 'K6_CLOUD_TOKEN and K6_CLOUD_STACK_ID in the environment, or k6 cloud login --token … --stack …'),
    line('zones', zonesText(plan.generators.zones)),
    ...sizeLines(deployment),
    ...secretLines(deployment),
    line('lasts', `at most ${formatDuration(longestRunMs(run.script, run.plan, {}))}${windowText(deployment)}`),
    ...cloudCosts(script, plan).map((cost) => line(cost.transport, costText(cost, rate))),
    line('not there', 'no verdict, number or RESULT: handleSummary does not run in k6 cloud'),
    line('', 'thresholds are evaluated each 60 s: a gate that ends the run may be a minute late'),
    line('next', `headroom cloud results <id of the run> ${planFile}: verdict, gate and report from its metrics`),
  ].join('');
}

function zonesText(zones: Readonly<Record<string, number>> | undefined): string {
  if (zones === undefined) return "the cloud's own choice: generators.zones names others";
  return Object.entries(zones)
    .map(([zone, percent]) => `${zone} ${percent} %`)
    .join(', ');
}

function sizeLines({ run }: CloudDeployment): string[] {
  const { bundle, transcripts, rawPlan } = run;
  const plan = Buffer.byteLength(JSON.stringify(rawPlan, null, 2));
  const set = bytesOf(transcripts);
  const all = bundle.bytes + plan + set;
  const parts = [
    `script ${formatCount(bundle.bytes)}`,
    `plan ${formatCount(plan)}`,
    ...(transcripts === undefined ? [] : [`dialogues ${formatCount(set)}`]),
  ];
  return [
    line('archive', `about ${formatCount(all)} bytes: ${parts.join(', ')}`),
    ...(all > SEEN_ARCHIVE_BYTES
      ? [
          line(
            'LOOK',
            `more than ${formatCount(SEEN_ARCHIVE_BYTES)} bytes were refused (no documented limit): headroom transcripts pack --count …`,
          ),
        ]
      : []),
  ];
}

function secretLines({ run, packed }: CloudDeployment): string[] {
  const { plan, script } = run;
  const playsAgents = script === 'contact-centre' || script === 'agents';
  const guests = plan.customers.authentication?.credentials;
  return [
    ...(playsAgents && plan.agents !== undefined ? agentSecrets(plan.agents, packed?.length) : []),
    ...(script !== 'agents' && guests?.source === 'secrets'
      ? [line('secrets', `${guests.name}: one for each guest`)]
      : []),
  ];
}

function agentSecrets({ tokens, count }: AgentsPlan, packed: number | undefined): string[] {
  if (tokens.source !== 'secrets') return [];
  const { name, perSecret } = tokens;
  const secrets = Math.ceil(count / perSecret);
  const [first, last] = [1, secrets].map((n) => name.replaceAll('{n}', `${n}`));
  const names = secrets === 1 ? `${first}` : `${first} to ${last}`;
  const room = Math.floor((MAX_SECRET_BYTES + 1) / perSecret) - 1;
  const holds =
    perSecret === 1 ? 'one token each' : `${perSecret} tokens each, parted by commas, of at most ${room} bytes`;
  const wereWritten = packed === undefined ? '' : ', written';
  return [
    line('secrets', `${formatCount(secrets)} in the cloud's store, ${names}: ${holds}${wereWritten}`),
    ...(secrets > MANY_SECRETS
      ? [
          line(
            'LOOK',
            `agents.tokens.perSecret packs hundreds of tokens into one secret: 250 make ${Math.ceil(count / 250)} of ${formatCount(count)}`,
          ),
        ]
      : []),
  ];
}

function windowText({ run }: CloudDeployment): string {
  const { approval } = run.plan;
  if (approval === undefined) return '';
  const last = new Date(Date.parse(approval.to) - longestRunMs(run.script, run.plan, {}))
    .toISOString()
    .replace('.000', '');
  return `; its load has to begin from ${approval.from} to ${last}`;
}

function costText({ vus, vuHours: { planned, longest }, isOfPlan }: CloudCost, rate: number | undefined): string {
  const of = (of: (hours: number) => string) => [...new Set([of(planned), of(longest)])].join(' to ');
  const price = rate === undefined ? '' : `, ${of((hours) => (hours * rate).toFixed(2))} at ${rate} each`;
  const hours = of((hours) => formatCount(Math.ceil(hours)));
  return `${formatCount(vus)} VUs, ${hours} VU-hours${price}${isOfPlan ? '  (this plan)' : ''}`;
}
