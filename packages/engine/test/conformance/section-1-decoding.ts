import { type ConformanceCase, ONE_LANE } from './case.ts';

/** Section 1: how options are decoded (K1.21). Only the first is documented; the others are inferred. */
export const SECTION_1_DECODING: readonly ConformanceCase[] = [
  {
    id: 'K1.21',
    fact: 'vus and iterations may be text, as __ENV has it',
    script: `
      import exec from 'k6/execution';
      export const options = { vus: __ENV.VUS || 10, iterations: __ENV.VUS || 10 };
      export default function () { console.log('said ' + exec.instance.vusInitialized); }`,
    flags: ['-e', 'VUS=3'],
    lanes: ONE_LANE,
    exitCode: 0,
    times: { 'said 3': 3 },
  },
  {
    id: 'K1.21',
    fact: 'keys are matched whatever their case, names are not',
    script: `
      import { Counter } from 'k6/metrics';
      const Things = new Counter('Things');
      export const options = { VUs: 2, Iterations: 2, Thresholds: { 'Things{Kind:A}': ['count==2'] } };
      export default function () { Things.add(1, { Kind: 'A' }); console.log('said it ran'); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    times: { 'said it ran': 2 },
  },
  {
    id: 'K1.21',
    fact: 'a threshold under a key in another case fails the run',
    script: `
      export const options = { thresholdS: { iterations: ['count>5'] } };
      export default function () {}`,
    lanes: ONE_LANE,
    exitCode: 99,
  },
  {
    id: 'K1.21',
    fact: 'null, undefined and NaN are not given',
    script: `
      export const options = { vus: Number(__ENV.NOBODY), duration: undefined, iterations: null };
      export default function () { console.log('said it ran'); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    times: { 'said it ran': 1 },
  },
  {
    id: 'K1.21',
    fact: 'true as text is refused',
    script: `
      export const options = { noSetup: 'true' };
      export default function () {}`,
    lanes: ONE_LANE,
    exitCode: 104,
  },
];
