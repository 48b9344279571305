/** A region of Genesys Cloud. Its hosts follow from its domain (`hostsOf`). */
export interface Region {
  /** The name of the AWS region, such as `us-east-1`. */
  readonly id: string;
  /** What follows the first label of each of its hosts, such as `mypurecloud.com`. */
  readonly domain: string;
  readonly place: string;
  /**
   * The IANA time zone of the place. Genesys allows load tests in the night of the region and names no zone, so this is
   * inferred from the place: a check by it warns, and never refuses.
   */
  readonly zone: string;
}

const region = (id: string, domain: string, place: string, zone: string): Region => ({ id, domain, place, zone });

/**
 * The regions of Genesys Cloud. Tokens go to these domains and to no other unless the plan says so
 * (docs/facts/genesys.md section 8).
 */
export const REGIONS: readonly Region[] = [
  region('us-east-1', 'mypurecloud.com', 'N. Virginia', 'America/New_York'),
  region('us-east-2', 'use2.us-gov-pure.cloud', 'Ohio, FedRAMP', 'America/New_York'),
  region('us-west-2', 'usw2.pure.cloud', 'Oregon', 'America/Los_Angeles'),
  region('ca-central-1', 'cac1.pure.cloud', 'Montreal', 'America/Toronto'),
  region('mx-central-1', 'mxc1.pure.cloud', 'Queretaro', 'America/Mexico_City'),
  region('sa-east-1', 'sae1.pure.cloud', 'Sao Paulo', 'America/Sao_Paulo'),
  region('eu-west-1', 'mypurecloud.ie', 'Ireland', 'Europe/Dublin'),
  region('eu-west-2', 'euw2.pure.cloud', 'London', 'Europe/London'),
  region('eu-central-1', 'mypurecloud.de', 'Frankfurt', 'Europe/Berlin'),
  region('eu-central-2', 'euc2.pure.cloud', 'Zurich', 'Europe/Zurich'),
  region('eusc-de-east-1', 'edee1.eusc-pure.cloud', 'Brandenburg, EU sovereign', 'Europe/Berlin'),
  region('me-central-1', 'mec1.pure.cloud', 'UAE', 'Asia/Dubai'),
  region('ap-south-1', 'aps1.pure.cloud', 'Mumbai', 'Asia/Kolkata'),
  region('ap-northeast-1', 'mypurecloud.jp', 'Tokyo', 'Asia/Tokyo'),
  region('ap-northeast-2', 'apne2.pure.cloud', 'Seoul', 'Asia/Seoul'),
  region('ap-northeast-3', 'apne3.pure.cloud', 'Osaka', 'Asia/Tokyo'),
  region('ap-southeast-1', 'apse1.pure.cloud', 'Singapore', 'Asia/Singapore'),
  region('ap-southeast-2', 'mypurecloud.com.au', 'Sydney', 'Australia/Sydney'),
];

/** The region with this domain; undefined when it is none of a region that headroom knows. */
export function regionOf(domain: string): Region | undefined {
  return REGIONS.find((one) => one.domain === domain);
}
