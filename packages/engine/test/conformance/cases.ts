import type { ConformanceCase } from './case.ts';
import { SECTION_1 } from './section-1.ts';
import { SECTION_1_DECODING } from './section-1-decoding.ts';
import { SECTION_1_EXIT_CODES } from './section-1-exit-codes.ts';
import { SECTION_1_SINCE_2_3 } from './section-1-since-2.3.ts';
import { SECTION_2_ENDINGS } from './section-2-endings.ts';
import { SECTION_2_METRICS } from './section-2-metrics.ts';
import { SECTION_2_SINCE_2_3 } from './section-2-since-2.3.ts';
import { SECTION_2_WEBSOCKETS } from './section-2-websockets.ts';
import { SECTION_2_WS } from './section-2-ws.ts';
import { SECTION_3 } from './section-3.ts';
import { SECTION_4 } from './section-4.ts';
import { SECTION_5 } from './section-5.ts';
import { SECTION_6 } from './section-6.ts';
import { SECTION_7 } from './section-7.ts';
import { SECTION_8 } from './section-8.ts';
import { SECTION_11 } from './section-11.ts';

/** Every fact that is a script, in the order of the specification. */
export const CONFORMANCE_CASES: readonly ConformanceCase[] = [
  ...SECTION_1,
  ...SECTION_1_DECODING,
  ...SECTION_1_EXIT_CODES,
  ...SECTION_1_SINCE_2_3,
  ...SECTION_2_WEBSOCKETS,
  ...SECTION_2_SINCE_2_3,
  ...SECTION_2_ENDINGS,
  ...SECTION_2_METRICS,
  ...SECTION_2_WS,
  ...SECTION_3,
  ...SECTION_4,
  ...SECTION_5,
  ...SECTION_6,
  ...SECTION_7,
  ...SECTION_8,
  ...SECTION_11,
];
