import * as z from 'zod';
import { domainsMeant } from './domains-meant.ts';
import { isLoopbackAddress } from './loopback.ts';
import { regionOf } from './regions.ts';
import { strict } from './strict-object.ts';

const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;
const ADDRESS = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?$/;

const FORMS =
  '{"domain": "mypurecloud.com"} for a Genesys Cloud region, or {"address": "127.0.0.1:7420"} for a tenant that serves everything on one address';

const host = (scheme: 'https' | 'wss', first: string) => {
  const error = `a host with its scheme and nothing behind it, such as "${scheme}://${first}.example.com"`;
  return z.string({ error }).regex(new RegExp(`^${scheme}://[a-z0-9-]+(?:\\.[a-z0-9-]+)*(?::\\d{1,5})?$`), { error });
};

const given = strict({
  domain: z.string({ error: FORMS }).optional(),
  address: z
    .string({ error: FORMS })
    .regex(ADDRESS, { error: 'a host with its port, such as "127.0.0.1:7420"' })
    .optional(),
  hosts: strict({
    webmessaging: host('wss', 'webmessaging'),
    api: host('https', 'api'),
    login: host('https', 'login'),
    cdn: host('https', 'api-cdn'),
  }).optional(),
  unlisted: z.literal(true, { error: 'true, or no such key' }).optional(),
});

type Given = z.output<typeof given>;
/** What is wrong with a target: at which of its keys, where it is one, and what is allowed there. */
type Wrong = readonly [path: readonly (keyof Given)[], allowed: string];

/**
 * Where the load and the tokens go. A domain has to be that of a region, and an address that of this machine, unless
 * the plan says `"unlisted": true`; for a domain it then has to name every host (docs/facts/genesys.md section 8.3).
 */
export const targetSchema = given
  .superRefine((target, context) => {
    const wrong = wrongIn(target);
    if (wrong !== undefined) context.addIssue({ code: 'custom', path: [...wrong[0]], message: wrong[1] });
  })
  .transform(({ domain = '', address, hosts, unlisted }) => {
    if (address !== undefined) return unlisted === undefined ? { address } : { address, unlisted };
    return hosts === undefined || unlisted === undefined ? { domain } : { domain, hosts, unlisted };
  });

function wrongIn({ domain, address, hosts, unlisted }: Given): Wrong | undefined {
  if ((domain === undefined) === (address === undefined)) return [[], FORMS];
  if (address !== undefined) {
    if (hosts !== undefined) return [['hosts'], 'hosts beside a domain, since an address serves everything'];
    return unlisted || isLoopbackAddress(address) ? undefined : [['address'], AN_ADDRESS];
  }
  if (domain === undefined) return undefined;
  if (regionOf(domain) !== undefined) {
    if (hosts !== undefined) return [['hosts'], `no hosts for ${domain}: those of a region are known`];
    return unlisted ? [['unlisted'], `no such key for ${domain}: it is the domain of a region`] : undefined;
  }
  if (!unlisted) return [['domain'], aRegion(domain)];
  if (!DOMAIN.test(domain)) return [['domain'], 'a domain, such as "abc1.pure.cloud"'];
  return hosts === undefined ? [['hosts'], HOSTS] : undefined;
}

const AN_ADDRESS =
  'an address of this machine, such as "127.0.0.1:7420"; tokens go unencrypted to any other, which needs "unlisted": true (docs/plan.md)';
const HOSTS =
  'an object with webmessaging (wss://…), api, login and cdn (https://…), since those of an unlisted domain are not known';

/** What a domain that is none of a region is told: which one may have been meant, and how to insist. */
function aRegion(domain: string): string {
  const meant = domainsMeant(domain);
  const hint = meant.length === 0 ? ', such as mypurecloud.com' : `: did you mean ${meant.join(' or ')}?`;
  return `the domain of a Genesys Cloud region${hint} (another one needs "hosts" and "unlisted": true, see docs/plan.md)`;
}
