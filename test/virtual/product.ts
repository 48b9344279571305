/** All that the virtual world takes of the product stands here, so that it can move. */
export type { LoadScript, MetricType, Tags } from '../../engine/contract.ts';
export { Measurements } from '../../engine/metrics/measurements.ts';
export type { DialTcp } from '../../engine/net/dial.ts';
export { runWith } from '../../engine/run/run-with.ts';
export { loadInto, type World } from '../../engine/script/load.ts';
export { loadProfile } from '../../tenant/profile/load.ts';
export { profileSchema } from '../../tenant/profile/schema.ts';
export type { Entry } from '../../tenant/record/record.ts';
export { type RunningTenant, startTenant } from '../../tenant/server.ts';
