/** All that the virtual world takes of the product stands here, so that it can move. */

export type { Entry } from '@headroom/tenant';
export { loadProfile, profileSchema, type RunningTenant, startTenant } from '@headroom/tenant';
export type { LoadScript, MetricType, Tags } from '../../packages/engine/src/contract.ts';
export { Measurements } from '../../packages/engine/src/metrics/measurements.ts';
export type { DialTcp } from '../../packages/engine/src/net/dial.ts';
export { runWith } from '../../packages/engine/src/run/run-with.ts';
export { loadInto, type World } from '../../packages/engine/src/script/load.ts';
