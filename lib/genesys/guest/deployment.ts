import type { Plan } from '../../plan/schema.ts';
import { hostsOf } from '../../plan/target.ts';
import type { Address } from '../../transport/connection.ts';

export type Deployment = Plan['deployments'][number];

/** Spreads sessions over the deployments by weight; `random` is in [0, 1). */
export function deploymentFor(deployments: readonly Deployment[], random: number): Deployment {
  const total = deployments.reduce((sum, { weight }) => sum + weight, 0);
  let rest = random * total;
  for (const deployment of deployments) {
    rest -= deployment.weight;
    if (rest < 0) return deployment;
  }
  const last = deployments.at(-1);
  if (last === undefined) throw new Error('a plan has at least one deployment');
  return last;
}

/** Where a guest of a deployment connects; `name` is the metric tag. Source: docs/facts/genesys.md section 1.1. */
export function guestAddress({ target }: Plan, { id, origin }: Deployment, name: string): Address {
  return {
    url: `${hostsOf(target).webmessaging}/v1?deploymentId=${id}&application=headroom`,
    headers: { Origin: origin },
    name,
  };
}
