import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf } from '../../lib/plan/target.ts';
import { badInput } from '../io/bad-input.ts';
import { wholeNumber } from '../io/options.ts';
import { workingAlone } from '../io/work-lock.ts';
import { readPlanFile } from '../plan/plan-file.ts';
import { type AgentAddressOptions, agentAddresses } from '../platform/agent-addresses.ts';
import { CallPace, PUBLISHED_PER_MINUTE } from '../platform/call-pace.ts';
import { forEachConcurrent } from '../platform/for-each-concurrent.ts';
import { type ClientCredentials, clientCredentialsIn } from '../platform/oauth-client.ts';
import { fetchToken, orgCalls } from '../platform/org.ts';
import { type AssertionOptions, type AssertionSource, assertionSource } from './assertion-source.ts';
import { type AgentToken, TokenFile, tokenFileRefusal } from './token-file.ts';

export interface TokensOptions extends AssertionOptions, AgentAddressOptions {
  readonly e: readonly string[];
  readonly output: string;
  readonly count?: string;
  readonly renew: string;
}

const GRANT = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
const AT_ONCE = 4;
const KEEP_EVERY = 25;
/** No token of Genesys lasts longer than two days (ms); a date has an end, too. */
const MAX_TOKEN_MS = 172_800_000;

/**
 * `headroom tokens <plan> -o <file>`: fetches a user token for each agent by SAML2 bearer. It keeps tokens that are
 * still valid, so that an interrupted command resumes, and renews those that expire soon. Returns 0 when every agent
 * has one, 104 when not.
 */
export async function tokens(file: string, options: TokensOptions, io: RunIo): Promise<number> {
  try {
    return await fetched(file, options, io);
  } catch (error) {
    return badInput('tokens', error, io);
  }
}

interface ToFetch {
  readonly target: Plan['target'];
  readonly credentials: ClientCredentials;
  readonly assertion: AssertionSource;
  readonly users: readonly string[];
  readonly renewMs: number;
  /** The absolute path of the file of tokens. */
  readonly output: string;
}

async function fetched(file: string, options: TokensOptions, io: RunIo): Promise<number> {
  const { target, agents } = readPlanFile(file, options.e, io.cwd);
  const output = path.resolve(io.cwd, options.output);
  const refusal = tokenFileRefusal(output);
  if (refusal !== undefined) throw new Error(refusal);
  const credentials = clientCredentialsIn(io.env, target);
  const assertion = assertionSource(options, `${hostsOf(target).login}/saml`, io.cwd);
  const users = agentAddresses(options, options.count ?? `${agents?.count ?? ''}`, io.cwd);
  const renewMs = wholeNumber('--renew', options.renew, 0, 100_000) * 60_000;

  const fetched = { target, credentials, assertion, users, renewMs, output };
  return await workingAlone(output, () => fetchedInto(fetched, options, io));
}

async function fetchedInto(
  { target, credentials, assertion, users, renewMs, output }: ToFetch,
  options: TokensOptions,
  io: RunIo,
): Promise<number> {
  const kept = new TokenFile(output);
  if (kept.isForeign) throw new Error(`${output}: holds lines that headroom did not write; allowed: another file`);
  const known = new Map(kept.read().map((token) => [token.user, token]));
  const isGood = (user: string): boolean => (known.get(user)?.expiresAtMs ?? 0) > Date.now() + renewMs;
  const needed = users.filter((user) => !isGood(user));
  io.stderr.write(`tokens: ${users.length - needed.length} of ${users.length} are good, ${needed.length} to fetch\n`);
  const wanted = (): AgentToken[] => users.flatMap((user) => known.get(user) ?? []);
  // Tokens of other users follow those that were asked for: they are still valid.
  const keep = (): void => kept.write([...new Set([...wanted(), ...known.values()])]);
  const manner = { ...orgCalls('tokens', io), pace: new CallPace(PUBLISHED_PER_MINUTE) };
  let done = 0;
  try {
    await forEachConcurrent(needed, AT_ONCE, async (user) => {
      const form = new URLSearchParams({
        grant_type: GRANT,
        orgName: options.orgName,
        assertion: await assertion(user),
      });
      const { access_token: token, expires_in } = await fetchToken(target, credentials, form, manner).catch((error) => {
        throw new Error(`${user}: ${error instanceof Error ? error.message : String(error)}`);
      });
      known.set(user, {
        user,
        token,
        expiresAtMs: Date.now() + Math.min(MAX_TOKEN_MS, 1_000 * (Number(expires_in) || 0)),
      });
      if (++done % KEEP_EVERY !== 0) return;
      keep();
      io.stderr.write(`tokens: ${done} of ${needed.length} fetched\n`);
    });
  } catch (error) {
    // What was fetched is kept for the next try. When nothing was, the file stays as it is.
    if (done > 0) keep();
    throw error;
  }
  keep();
  io.stdout.write(summaryOf(wanted(), options.output));
  return 0;
}

function summaryOf(all: readonly AgentToken[], output: string): string {
  const first = Math.min(...all.map(({ expiresAtMs }) => expiresAtMs));
  return `${all.length} tokens in ${output}, good until ${new Date(first).toISOString()}\n`;
}
