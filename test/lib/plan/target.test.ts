import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainsMeant } from '../../../lib/plan/domains-meant.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { REGIONS } from '../../../lib/plan/regions.ts';
import { hostsOf, isLoopback, nameOf } from '../../../lib/plan/target.ts';
import { aPlan, planJson } from './a-plan.ts';

const domains = REGIONS.map(({ domain }) => domain);
const parsed = (target: unknown, env = {}) => parsePlan(JSON.stringify({ ...planJson(), target }), 'p.json', env);
function errorOf(target: unknown, env = {}): string {
  const plan = parsed(target, env);
  return plan.ok ? 'no error' : plan.error;
}

const HOSTS = {
  webmessaging: 'wss://webmessaging.abc1.example.com',
  api: 'https://api.abc1.example.com',
  login: 'https://login.abc1.example.com:8443',
  cdn: 'https://api-cdn.abc1.example.com',
};
const UNLISTED = { domain: 'abc1.example.com', hosts: HOSTS, unlisted: true };

/** Every text that is one typing error away: a character lost, added, replaced, or swapped with the next. */
function* oneEditAway(text: string, characters: string): Generator<string> {
  for (let n = 0; n <= text.length; n++) {
    const [head, tail] = [text.slice(0, n), text.slice(n)];
    for (const one of characters) {
      yield head + one + tail;
      if (tail !== '') yield head + one + tail.slice(1);
    }
    if (tail !== '') yield head + tail.slice(1);
    if (tail.length > 1) yield head + tail.charAt(1) + tail.charAt(0) + tail.slice(2);
  }
}

describe('the domain of a region', () => {
  it.each(domains)('%s is accepted, and each of its hosts is below it, encrypted', (domain) => {
    const plan = parsed({ domain });
    expect(plan).toMatchObject({ ok: true, plan: { target: { domain } } });
    for (const [part, host] of Object.entries(hostsOf({ domain }))) {
      expect(host).toMatch(part === 'webmessaging' ? /^wss:/ : /^https:/);
      expect(host.endsWith(`.${domain}`)).toBe(true);
    }
    expect(isLoopback({ domain })).toBe(false);
  });

  it('is meant by every text that is one typing error away and no domain itself', () => {
    const missed = domains.flatMap((domain) =>
      [...oneEditAway(domain, 'aceinsu12.')].filter(
        (text) => !domains.includes(text) && !domainsMeant(text).includes(domain),
      ),
    );
    expect(missed).toEqual([]);
  });

  it('is suggested, in one line, in place of a text that is one typing error away', () => {
    const misspelt = fc.constantFrom(...domains).chain((domain) => {
      const wrong = [...oneEditAway(domain, 'abcdefghijklmnopqrstuvwxyz0123456789-.')].filter(
        (text) => !domains.includes(text),
      );
      return fc.tuple(fc.constant(domain), fc.constantFrom(...wrong));
    });
    fc.assert(
      fc.property(misspelt, ([domain, text]) => {
        const error = errorOf({ domain: text });
        expect(error.startsWith(`plan p.json: target.domain: ${JSON.stringify(text)}; allowed:`)).toBe(true);
        expect(error).toContain('did you mean');
        expect(error.split(/[ ?]/)).toContain(domain);
        expect(error).not.toContain('\n');
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a host of the region', 'webmessaging.mypurecloud.com', 'mypurecloud.com'],
    ['an address of the region', 'https://api.euw2.pure.cloud/api/v2', 'euw2.pure.cloud'],
    ['a misspelt host of the region', 'login.mypurecloud.con', 'mypurecloud.com'],
    ["the region's id", 'eu-west-1', 'mypurecloud.ie'],
    ['capitals', 'MyPureCloud.JP', 'mypurecloud.jp'],
  ])('is suggested in place of %s', (_, text, domain) => {
    expect(errorOf({ domain: text })).toContain(`did you mean ${domain}? (`);
    expect(errorOf(undefined, { TARGET: text })).toContain(`did you mean ${domain}? (`);
  });

  it('is not suggested in place of a domain that is like none', () => {
    expect(domainsMeant('example.com')).toEqual([]);
    expect(errorOf({ domain: 'example.com' })).toContain(
      '"example.com"; allowed: the domain of a Genesys Cloud region, such as',
    );
  });

  it('takes neither hosts nor a flag', () => {
    expect(errorOf({ domain: 'mypurecloud.com', hosts: HOSTS, unlisted: true })).toContain('target.hosts: {');
    expect(errorOf({ domain: 'mypurecloud.com', unlisted: true })).toContain(
      'target.unlisted: true; allowed: no such key',
    );
  });
});

describe('the table of regions in docs/plan.md', () => {
  it('is that of the code', () => {
    const rows = REGIONS.map(({ id, domain, place, zone }) => `| ${id} | \`${domain}\` | ${place} | ${zone} |`);
    expect(readFileSync('docs/plan.md', 'utf8')).toContain(`\n${rows.join('\n')}\n\n`);
  });
});

describe('a target that is no region', () => {
  it('is the hosts that the plan spells out, when the plan says that they are unlisted', () => {
    const { target } = aPlan({ target: UNLISTED });
    expect(target).toEqual(UNLISTED);
    expect(hostsOf(target)).toEqual(HOSTS);
    expect(nameOf(target)).toBe('abc1.example.com');
    expect(isLoopback(target)).toBe(false);
  });

  it.each<[string, object, string]>([
    [
      'without the flag',
      { unlisted: undefined },
      'target.domain: "abc1.example.com"; allowed: the domain of a Genesys',
    ],
    ['with the flag off', { unlisted: false }, 'target.unlisted: false; allowed: true'],
    ['without hosts', { hosts: undefined }, 'target.hosts: missing; allowed: an object with webmessaging'],
    ['without one host', { hosts: { ...HOSTS, login: undefined } }, 'target.hosts.login: missing; allowed: a host'],
    [
      'with an unencrypted host',
      { hosts: { ...HOSTS, api: 'http://api.x.com' } },
      'target.hosts.api: "http://api.x.com"',
    ],
    ['with a path', { hosts: { ...HOSTS, api: 'https://api.x.com/v2' } }, 'target.hosts.api: "https://api.x.com/v2"'],
    ['with a user', { hosts: { ...HOSTS, api: 'https://me@api.x.com' } }, 'target.hosts.api: "https://me@api.x.com"'],
    ['with a host of no part', { hosts: { ...HOSTS, apps: 'https://a.x.com' } }, 'target.hosts: unknown key "apps"'],
  ])('is refused %s', (_, change, says) => {
    expect(errorOf({ ...UNLISTED, ...change })).toContain(`plan p.json: ${says}`);
  });

  it('is refused as an address of another machine without the flag, since tokens go there unencrypted', () => {
    expect(errorOf({ address: '10.0.0.1:7420' })).toContain(
      'target.address: "10.0.0.1:7420"; allowed: an address of this',
    );
    const target = { address: '10.0.0.1:7420', unlisted: true };
    expect(aPlan({ target }).target).toEqual(target);
  });
});
