/** All that the virtual world takes of the product stands here, so that it can move. */

export type { Entry } from '@headroom/tenant';
export { loadProfile, profileSchema, type RunningTenant, startTenant } from '@headroom/tenant';
export type { MetricType, Tags } from '../../packages/engine/src/contract/metrics.ts';
export type { LoadScript } from '../../packages/engine/src/contract/script.ts';
export { loadInto, type World } from '../../packages/engine/src/load-script.ts';
export { Measurements } from '../../packages/engine/src/metrics/measurements.ts';
export type { DialTcp } from '../../packages/engine/src/net/dial.ts';
export { runWith } from '../../packages/engine/src/run/run-with.ts';
