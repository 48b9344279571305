import type { Cause } from '../../../lib/verdict/rules/finding.ts';
import { Draws } from '../random.ts';
import { SERVICE_RANGES as RANGES } from '../scene.ts';
import { type Org, wellOrg } from './org.ts';
import type { ServiceScene } from './scene.ts';

/** What is planted in a run: an org that does something, and a plan that is short of it where the fault is the plan's. */
export interface Planted {
  readonly scene: ServiceScene;
  readonly org: Org;
}

/** A kind of fault of the service: how it is drawn for a scene, and the causes that name it rightly. */
export interface ServiceFamily {
  readonly name: string;
  readonly causes: readonly Cause[];
  /** Only a draw in which the fault binds counts. Healthy families have none. */
  readonly binds: boolean;
  plant(scene: ServiceScene): Planted;
}

/** What rivals share, so that families differ in nothing but their cause: drawn once for a scene. */
function strengthOf({ seed }: ServiceScene) {
  const draws = new Draws(seed ^ 0x3a7);
  return { overload: draws.log(...RANGES.overload) };
}

type Change = (scene: ServiceScene) => { readonly org?: Partial<Org>; readonly scene?: Partial<ServiceScene> };

const family = (name: string, causes: readonly Cause[], change: Change, binds = true): ServiceFamily => ({
  name,
  causes,
  binds,
  plant: (scene) => {
    const changed = change(scene);
    const planned = { ...scene, ...changed.scene };
    return { scene: planned, org: { ...wellOrg(planned), ...changed.org } };
  },
});

export const SERVICE_FAMILIES: readonly ServiceFamily[] = [
  family('queue capacity, by the plan', ['queue-capacity'], (scene) => {
    const places = scene.needed / strengthOf(scene).overload;
    return { scene: { agents: Math.max(1, Math.round(places / scene.capacity)) } };
  }),
  family('healthy', ['none'], () => ({}), false),
];
