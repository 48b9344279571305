import { AGENTS } from './table/agents.ts';
import { CUSTOMERS } from './table/customers.ts';
import { K6 } from './table/k6.ts';
import { MESSAGES } from './table/messages.ts';
import { MONITOR } from './table/monitor.ts';
import { PLATFORM } from './table/platform.ts';
import { PROBES } from './table/probes.ts';
import { STORMS } from './table/storms.ts';

/**
 * The metrics that headroom's scripts measure, and those of k6 that their gates rest on. Names, kinds and tags are
 * public and stay as they are. The declarations, the splits, the typed keys and readers, the explanations of gates
 * and docs/metrics.md all come from here.
 */
export const TABLE = [CUSTOMERS, MESSAGES, AGENTS, MONITOR, PLATFORM, PROBES, STORMS, K6] as const;

type Row = (typeof TABLE)[number][number];
/** The name of a metric that headroom measures, or rests a gate on. */
export type MetricName = Row['name'];
/** The row of one metric. */
export type MeasureNamed<N extends MetricName> = Extract<Row, { readonly name: N }>;
