import { AGENTS } from './agents.ts';
import { CUSTOMERS } from './customers.ts';
import { K6 } from './k6.ts';
import { MESSAGES } from './messages.ts';
import { MONITOR } from './monitor.ts';
import { PLATFORM } from './platform.ts';
import { PROBES } from './probes.ts';
import { SIGN_INS } from './sign-ins.ts';
import { STORMS } from './storms.ts';

/**
 * The metrics that headroom's scripts measure, and those of k6 that their gates rest on. Names, kinds and tags are
 * public and stay as they are. The declarations, the splits, the typed keys and readers, the explanations of gates
 * and docs/metrics.md all come from here.
 */
export const TABLE = [CUSTOMERS, SIGN_INS, MESSAGES, AGENTS, MONITOR, PLATFORM, PROBES, STORMS, K6] as const;

type Row = (typeof TABLE)[number][number];
/** The name of a metric that headroom measures, or rests a gate on. */
export type MetricName = Row['name'];
/** The row of one metric. */
export type MeasureNamed<N extends MetricName> = Extract<Row, { readonly name: N }>;
