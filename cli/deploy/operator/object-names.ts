/** The names of a deployment's objects in the cluster. */
export interface ObjectNames {
  /** What Kubernetes completes by five characters at each start. */
  readonly run: string;
  readonly config: string;
  readonly set: string;
  readonly claim: string;
  readonly secret: string;
  readonly files: string;
}

/** A run's name with `-initializer` behind it has to be a label of at most 63 characters. */
const LONGEST_PLAN = 30;

/**
 * Names after a plan, as Kubernetes allows them: lower case, digits and hyphens.
 *
 * @example objectNames('My_Org').config // 'headroom-my-org'
 */
export function objectNames(plan: string): ObjectNames {
  const slug = plan
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_PLAN)
    .replace(/^-+|-+$/g, '');
  const base = slug === '' ? 'headroom' : `headroom-${slug}`;
  return {
    run: `${base}-`,
    config: base,
    set: `${base}-dialogues`,
    claim: base,
    secret: `${base}-secrets`,
    files: `${base}-files`,
  };
}

/** The ConfigMap of one part of the set, from 1. */
export const partName = ({ set }: ObjectNames, n: number): string => `${set}-${n}`;
