import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import { credentialLines } from '../../lib/plan/guest-credentials.ts';
import { plannedVisits, scheduleOf } from '../../lib/plan/schedule.ts';
import type { AuthenticationPlan, Plan } from '../../lib/plan/schema.ts';
import type { Check } from '../../report/read/preflight.ts';
import { formatCount } from '../io/format-count.ts';
import { readInputFile } from '../io/input-file.ts';
import { findPlannedFile } from '../plan/planned-file.ts';
import { visitMs } from '../plan/visit-length.ts';
import type { Org } from '../platform/org.ts';
import { firstFew } from './unknown-check.ts';

/** The keys that are read of a configuration's version (docs/facts/genesys.md, facts 11.1 and 11.10). */
interface Configured {
  readonly authenticationSettings?: { readonly enabled: boolean; readonly allowSessionUpgrade?: boolean };
}

const CONFIGURED: ShapeOf<Configured> = {
  'authenticationSettings?': { enabled: 'boolean', 'allowSessionUpgrade?': 'boolean' },
};

const SIGN_IN = 'guest sign-in';
const CREDENTIALS = 'guest credentials';

/** A deployment with the path of its configuration's version. */
export interface ConfiguredDeployment {
  readonly id: string;
  readonly path: string;
}

/** Checks that the guests of the plan may sign in on its deployments, and stay anonymous where they do. Throws `OrgError`. */
export async function lookAtSignIn(org: Org, plan: Plan, deployed: readonly ConfiguredDeployment[]): Promise<Check[]> {
  const settings = new Map<string, Configured['authenticationSettings']>();
  for (const path of new Set(deployed.map((one) => one.path)))
    settings.set(path, (await org.read<Configured>('GET', path, CONFIGURED)).authenticationSettings);
  const found = deployed.map(({ id, path }) => ({ id, ...settings.get(path) }));
  return signInChecks(plan, found);
}

type Found = Pick<ConfiguredDeployment, 'id'> & Partial<NonNullable<Configured['authenticationSettings']>>;

function signInChecks({ customers, deployments }: Plan, found: readonly Found[]): Check[] {
  const { authentication } = customers;
  const enabled = found.filter((one) => one.enabled === true);
  const closed = enabled.filter((one) => one.allowSessionUpgrade !== true);
  const checks: Check[] = [];
  if (authentication !== undefined && enabled.length < found.length)
    checks.push({
      what: SIGN_IN,
      state: 'fail',
      is: `${found.length - enabled.length} of ${found.length} deployments have no authentication: ${firstFew(found.filter((one) => one.enabled !== true).map(({ id }) => id))}`,
      change:
        'enable it in their Messenger configuration, with an OpenID Connect integration, or leave customers.authentication out',
    });
  if ((authentication?.share ?? 0) < 1 && closed.length > 0)
    checks.push({
      what: SIGN_IN,
      state: 'warn',
      is: `${closed.length} of ${found.length} deployments have authentication and no session upgrade: guests that do not sign in may be refused there, which is not documented`,
      change: 'try one guest (headroom hello), or have all sign in (customers.authentication, share 1)',
    });
  if (authentication?.kind === 'refresh-token' && deployments.length > 1)
    checks.push({
      what: SIGN_IN,
      state: 'warn',
      is: 'a refresh token comes from a sign-in on one deployment, and whether others take its JWTs is not documented',
      change: 'one deployment in a plan with refresh tokens',
    });
  if (checks.length > 0 || authentication === undefined) return checks;
  return [{ what: SIGN_IN, state: 'ok', is: `all ${found.length} deployments let guests sign in` }];
}

/** Checks that there is a credential of its own for each guest that signs in. Throws an error of one line. */
export function credentialChecks(plan: Plan, exchanges: number, planFile: string, cwd: string): Check[] {
  const { authentication } = plan.customers;
  if (authentication === undefined || authentication.credentials.source === 'simulated') return [];
  const { credentials } = authentication;
  if (credentials.source === 'secrets')
    return [{ what: CREDENTIALS, state: 'unknown', is: 'k6 secrets are told to k6 alone' }];
  const where = 'customers.authentication.credentials';
  const file = findPlannedFile(planFile, credentials.path, cwd);
  if (file === undefined) throw new Error(`${where} ${credentials.path}: no such file; allowed: one credential a line`);
  return fileChecks(plan, authentication, credentialLines(readInputFile(where, file, cwd)), exchanges);
}

function fileChecks(
  plan: Plan,
  { kind }: AuthenticationPlan,
  credentials: readonly string[],
  exchanges: number,
): Check[] {
  const { sessions } = plan.customers;
  const what = CREDENTIALS;
  const [have, distinct] = [credentials.length, new Set(credentials.map((line) => line.split(/\s/)[0])).size];
  const problems: Check[] = [];
  if (have < sessions)
    problems.push({
      what,
      state: 'fail',
      is: `there are ${formatCount(have)} for ${formatCount(sessions)} sessions`,
      change: 'one credential a line for each session',
    });
  if (distinct < have)
    problems.push({
      what,
      state: 'fail',
      is: `of ${formatCount(have)} credentials ${formatCount(distinct)} differ: each guest has to be another one`,
      change:
        kind === 'code'
          ? 'codes of which each is there once: the org takes none twice'
          : 'one refresh token of each guest',
    });
  const visits = visitsOf(plan, exchanges);
  if (kind === 'code' && have >= sessions && have < visits)
    problems.push({
      what,
      state: 'warn',
      is: `there are ${formatCount(have)} codes for about ${formatCount(visits)} visits: each is of one visit, and guests of later ones cannot sign in`,
      change: 'more codes, refresh tokens (customers.authentication.kind), or a shorter hold',
    });
  if (problems.length > 0) return problems;
  return [{ what, state: 'ok', is: `${formatCount(have)} that differ, for ${formatCount(sessions)} sessions` }];
}

/** About how many visits a run has. */
function visitsOf(plan: Plan, exchanges: number): number {
  const { customers, transcripts } = plan;
  if (customers.model === 'open') return plannedVisits(plan, scheduleOf(plan));
  if (transcripts?.once === true) return customers.sessions;
  return Math.round(customers.sessions * (1 + customers.holdMs / (visitMs(plan, exchanges) + customers.gapMs)));
}
