/** All that the virtual world takes of the product stands here, so that it can move. */
export type { LoadScript, MetricType, SampleSink, Script, Tags } from '../../engine/contract.ts';
export { Measurements } from '../../engine/metrics/measurements.ts';
export type { DialTcp } from '../../engine/net/dial.ts';
export { runWith } from '../../engine/run/run-with.ts';
export { loadInto } from '../../engine/script/load.ts';
export type { Realm } from '../../engine/script/realm.ts';
export { loadProfile } from '../../tenant/profile/load.ts';
export { type Profile, profileSchema } from '../../tenant/profile/schema.ts';
export type { Entry } from '../../tenant/record/record.ts';
export { type RunningTenant, startTenant } from '../../tenant/server.ts';
