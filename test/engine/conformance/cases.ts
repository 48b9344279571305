import type { Case } from './case.ts';
import { SECTION_1 } from './section-1.ts';
import { SECTION_1_EXIT_CODES } from './section-1-exit-codes.ts';
import { SECTION_2_ENDINGS } from './section-2-endings.ts';
import { SECTION_2_METRICS } from './section-2-metrics.ts';
import { SECTION_2_WEBSOCKETS } from './section-2-websockets.ts';
import { SECTION_2_WS } from './section-2-ws.ts';
import { SECTIONS_4_TO_8 } from './section-4-to-8.ts';

/** Every fact that is a script, in the order of the specification. */
export const CASES: readonly Case[] = [
  ...SECTION_1,
  ...SECTION_1_EXIT_CODES,
  ...SECTION_2_WEBSOCKETS,
  ...SECTION_2_ENDINGS,
  ...SECTION_2_METRICS,
  ...SECTION_2_WS,
  ...SECTIONS_4_TO_8,
];
