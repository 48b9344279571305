import { type ConformanceCase, ONE_LANE } from './case.ts';

const EMPTY = 'export default function () {}';

/** Two checks, one in a group, and one metric of each type. */
const MEASURED = `
  import { check, group } from 'k6';
  import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
  const c = new Counter('cc'), g = new Gauge('gg'), r = new Rate('rr'), t = new Trend('tt', true);
  export const options = { thresholds: { cc: ['count==3'], rr: ['rate>0.9'] } };
  export function setup() { return { token: 1 }; }
  export default function () {
    c.add(3); g.add(2); g.add(1); r.add(1); r.add(0); for (const n of [1, 2, 3, 4]) t.add(n);
    check(1, { first: () => true });
    group('shop', () => check(1, { second: () => false }));
  }`;

const summary = (body: string) => `export function handleSummary(data) { return { stdout: 'said ' + (${body}) }; }`;

/** Section 7: summary and outputs. Files are read line by line in packages/engine/test/run/summary.test.ts and packages/engine/test/outputs. */
export const SECTION_7: readonly ConformanceCase[] = [
  {
    id: 'K7.1',
    fact: 'handleSummary runs in a VU of its own after teardown',
    script: `
      let runs = 0;
      export default function () { runs += 1; }
      export function teardown() { console.log('said down'); }
      export function handleSummary() { console.log('said runs ' + runs + ' vu ' + __VU); return {}; }`,
    exitCode: 0,
    printed: ['said runs 0 vu 0'],
  },
  {
    id: 'K7.1',
    fact: 'text and bytes of handleSummary go to stdout and stderr and replace the default text; it may be async',
    script: `
      ${EMPTY}
      export async function handleSummary() {
        await null;
        return { stdout: 'said out', stderr: new TextEncoder().encode('said err').buffer };
      }`,
    exitCode: 0,
    printed: ['said out', 'said err'],
    notPrinted: ['TOTAL RESULTS'],
  },
  ...['null', 'undefined'].map(
    (value): ConformanceCase => ({
      id: 'K7.1',
      fact: `when it returns ${value} the default text is shown`,
      script: `${EMPTY} export function handleSummary() { return ${value}; }`,
      exitCode: 0,
      printed: ['iterations'],
    }),
  ),
  {
    id: 'K7.1',
    fact: 'a handleSummary that throws is logged, the default text shown, and the exit code stays',
    script: `${EMPTY} export function handleSummary() { throw new Error('no report'); }`,
    exitCode: 0,
    printed: ['no report', 'iterations'],
  },
  {
    id: 'K7.1',
    fact: 'a missing folder is an error in the log and no other',
    script: `${EMPTY} export function handleSummary() { return { 'not/there.txt': 'x', stdout: 'said out' }; }`,
    exitCode: 0,
    printed: ['there.txt', 'said out'],
  },
  {
    id: 'K7.1',
    fact: 'samples of handleSummary are discarded, and it may make requests',
    script: `
      import http from 'k6/http';
      ${EMPTY}
      export async function handleSummary({ metrics }) {
        const { status } = await http.get(__ENV.BASE + '/status/200');
        return { stdout: 'said ' + status + ' ' + typeof metrics.http_reqs };
      }`,
    exitCode: 0,
    printed: ['said 200 undefined'],
  },
  {
    id: 'K7.1',
    fact: 'a file that handleSummary names is truncated first',
    files: { 'report.txt': 'what was there before' },
    script: `${EMPTY} export function handleSummary() { return { 'report.txt': 'said new' }; }`,
    exitCode: 0,
    written: { 'report.txt': 'said new' },
    notPrinted: ['TOTAL RESULTS'],
  },
  {
    id: 'K7.1',
    fact: '--summary-mode=disabled prints no summary and does not call handleSummary',
    script: `
      export default function () { console.log('said ran'); }
      export function handleSummary() { return { stdout: 'said summary' }; }`,
    flags: ['--summary-mode=disabled'],
    exitCode: 0,
    printed: ['said ran'],
    notPrinted: ['said summary', 'TOTAL RESULTS'],
  },
  {
    id: 'K7.2',
    fact: 'handleSummary gets metrics, root_group, options, state and setup_data',
    script: `${MEASURED} ${summary(`Object.keys(data).sort() + ' ' + data.setup_data.token`)}`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said metrics,options,root_group,setup_data,state 1'],
  },
  {
    id: 'K7.2',
    fact: 'groups and checks are a tree of lists',
    script: `${MEASURED} ${summary(
      `[data.root_group.name, data.root_group.checks[0].path, data.root_group.checks[0].passes, data.root_group.groups[0].path,
        data.root_group.groups[0].checks[0].path, data.root_group.groups[0].checks[0].fails]`,
    )}`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said ,::first,1,::shop,::shop::second,1'],
  },
  {
    id: 'K7.2',
    fact: 'each metric has the values of its type; ok of a threshold says that it held',
    script: `${MEASURED} ${summary(
      `[data.metrics.cc.type, data.metrics.cc.values.count, data.metrics.gg.values.value, data.metrics.gg.values.min, data.metrics.gg.values.max,
        data.metrics.rr.values.rate, data.metrics.rr.values.passes, data.metrics.rr.values.fails, data.metrics.tt.contains,
        Object.keys(data.metrics.tt.values), data.metrics.tt.values['p(90)'], data.metrics.cc.thresholds['count==3'].ok, data.metrics.rr.thresholds['rate>0.9'].ok]`,
    )}`,
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said counter,3,1,1,2,0.5,1,1,time,avg,min,med,max,p(90),p(95),3.7,true,false'],
  },
  {
    id: 'K7.2',
    fact: 'options and state say how it is shown and how long it took',
    script: `${EMPTY} ${summary(
      `[data.options.summaryTrendStats.length, data.options.noColor, data.state.isStdOutTTY, data.state.testRunDurationMs > 0]`,
    )}`,
    flags: ['--summary-trend-stats', 'count,p(99)'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said 2,true,false,true'],
  },
  {
    id: 'K7.3',
    fact: '--summary-export writes flat values, true for a threshold that failed, and maps of groups and checks',
    script: MEASURED,
    flags: ['--summary-export', 'out.json'],
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['TOTAL RESULTS'],
    written: {
      'out.json': ['"count==3": false', '"rate>0.9": true', '"value": 0.5', '"root_group"', '"shop": {', '"first": {'],
    },
  },
  {
    id: 'K7.4',
    fact: '--new-machine-readable-summary changes what handleSummary gets',
    script: `${MEASURED} ${summary(
      `[data.version, Object.keys(data).sort(), data.config.execution, data.results.metrics.find((one) => one.name === 'rr').values.matches,
        data.results.checks.results.length]`,
    )}`,
    flags: ['--new-machine-readable-summary'],
    lanes: ONE_LANE,
    exitCode: 99,
    printed: ['said 1.0.0,config,metadata,results,version,local,1,2'],
  },
  {
    id: 'K7.5',
    fact: '--out json writes to stdout when no file is named: a metric before its first point',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { thresholds: { things: ['count>0'] } };
      export default function () { c.add(3, { a: 'x' }); }`,
    flags: ['--out', 'json', '--quiet'],
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['"type":"Metric"', '"thresholds":["count>0"]', '"type":"Point"', '"value":3', '"a":"x"'],
  },
  {
    id: 'K7.5',
    fact: '--out json=file writes a line for each sample',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export default function () { c.add(3, { a: 'x' }); }`,
    flags: ['--out', 'json=out.json'],
    lanes: ONE_LANE,
    exitCode: 0,
    written: {
      'out.json': [
        '"type":"Metric"',
        '"metric":"things"',
        '"type":"Point"',
        '"value":3',
        '"a":"x"',
        '"metric":"iterations"',
      ],
    },
  },
  {
    id: 'K7.22',
    fact: 'the Metric line of http_req_duration has the submetric of expected responses, without a threshold',
    script: `
      import http from 'k6/http';
      export default async function () { await http.asyncRequest('GET', __ENV.BASE + '/json'); }`,
    flags: ['--out', 'json=out.json'],
    lanes: ONE_LANE,
    exitCode: 0,
    written: {
      'out.json': [
        '"submetrics":[{"name":"http_req_duration{expected_response:true}","suffix":"expected_response:true","tags":{"expected_response":"true"}}]',
      ],
    },
  },
  {
    id: 'K7.30',
    fact: '--out csv has a column for each system tag, in the order of their names',
    script: 'export default function () {}',
    flags: ['--out', 'csv=out.csv'],
    lanes: ONE_LANE,
    exitCode: 0,
    written: {
      'out.csv': [
        'metric_name,timestamp,metric_value,check,error,error_code,expected_response,group,method,name,proto,scenario,service,status,subproto,tls_version,url,extra_tags,metadata',
      ],
    },
  },
  {
    id: 'K7.32',
    fact: '--out csv without a file writes K6_CSV_FILENAME, with times of K6_CSV_TIME_FORMAT',
    script: 'export default function () {}',
    flags: ['--out', 'csv'],
    env: { K6_CSV_FILENAME: 'named.csv', K6_CSV_TIME_FORMAT: 'rfc3339', K6_CSV_SAVE_INTERVAL: '50ms' },
    lanes: ONE_LANE,
    exitCode: 0,
    written: { 'named.csv': ['iterations,20', 'Z,1.000000,'] },
  },
];
