import { type ConformanceCase, ONE_LANE } from './case.ts';

const EMPTY = 'export default function () {}';

const named = (name: string, fact: string, exitCode: number): ConformanceCase => ({
  id: 'K6.1',
  fact,
  script: `import { Counter } from 'k6/metrics'; new Counter('${name}'); ${EMPTY}`,
  lanes: ONE_LANE,
  exitCode,
});

/** Section 6: metrics and tags. */
export const SECTION_6: readonly ConformanceCase[] = [
  {
    id: 'K6.1',
    fact: 'a metric name holds letters, digits and underscores',
    script: `import { Counter } from 'k6/metrics'; new Counter('a b'); ${EMPTY}`,
    exitCode: 107,
    printed: ['a b'],
  },
  named('a', 'a name of one character is too short', 107),
  named('a'.repeat(129), 'a name of 129 characters is long enough', 0),
  named('a'.repeat(130), 'a name of 130 characters is too long', 107),
  {
    id: 'K6.1',
    fact: 'declaring a name again with another type or as a time throws',
    script: `
      import { Counter, Gauge, Trend } from 'k6/metrics';
      new Counter('things'); new Counter('things'); new Trend('took', true);
      for (const again of [() => new Gauge('things'), () => new Trend('took')]) {
        try { again(); console.log('said nothing'); } catch (error) { if (__VU === 0) console.log('said refused'); }
      }
      ${EMPTY}`,
    exitCode: 0,
    times: { 'said refused': 2 },
    notPrinted: ['said nothing'],
  },
  {
    id: 'K6.1',
    fact: 'add gives true, and false with a warning for what is no number',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { thresholds: { things: ['count==2'] } };
      export default function () { console.log('said ' + [c.name, c.add(1), c.add(NaN), c.add(null), c.add(undefined), c.add(true)]); }`,
    exitCode: 0,
    printed: ['said things,true,false,false,false,true', 'level=warning'],
  },
  {
    id: 'K6.1',
    fact: 'with options.throw what is no number throws',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { throw: true };
      export default function () { try { c.add(NaN); } catch (error) { console.log('said refused'); } }`,
    exitCode: 0,
    printed: ['said refused'],
  },
  {
    id: 'K6.1',
    fact: 'metrics are declared in init and filled elsewhere; tag values are text, numbers or booleans',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      if (__VU === 0) try { c.add(1); } catch (error) { console.log('said not in init'); }
      export const options = { thresholds: { 'things{a:1,b:true,c:x}': ['count==1'] } };
      export default function () {
        c.add(1, { a: 1, b: true, c: 'x' });
        try { c.add(1, { a: {} }); } catch (error) { console.log('said no object'); }
        try { new Counter('late'); } catch (error) { console.log('said only in init'); }
      }`,
    exitCode: 0,
    printed: ['said not in init', 'said no object', 'said only in init'],
  },
  {
    id: 'K6.2',
    fact: 'a Trend of times contains time; a Counter takes negative values',
    script: `
      import { Counter, Trend } from 'k6/metrics';
      const c = new Counter('things'), t = new Trend('took', true), plain = new Trend('plain');
      export default function () { c.add(-2); t.add(5); plain.add(5); }
      export function handleSummary({ metrics }) {
        return { stdout: 'said ' + [metrics.took.contains, metrics.plain.contains, metrics.things.values.count] };
      }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['said time,default,-2'],
  },
  {
    id: 'K6.3',
    fact: 'the default system tags are on a request’s samples, ip, vu and iter are not',
    script: `
      import http from 'k6/http';
      const url = __ENV.BASE + '/status/200';
      export const options = {
        thresholds: {
          ['http_reqs{proto:HTTP/1.1,status:200,method:GET,name:' + url + ',url:' + url + ',group:,scenario:default,expected_response:true}']: ['count==1'],
          'http_reqs{ip:127.0.0.1}': ['count==0'],
        },
      };
      export default async function () { await http.get(url); }`,
    exitCode: 0,
  },
  {
    id: 'K6.3',
    fact: 'options.systemTags decides which there are',
    script: `
      import http from 'k6/http';
      export const options = {
        systemTags: ['status', 'ip'],
        thresholds: { 'http_reqs{status:200,ip:127.0.0.1}': ['count==1'], 'http_reqs{method:GET}': ['count==0'] },
      };
      export default async function () { await http.get(__ENV.BASE + '/status/200'); }`,
    exitCode: 0,
  },
  {
    id: 'K6.4',
    fact: 'more than 100,000 time series are a warning and no failure',
    script: `
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export default function () { for (let n = 0; n < 100001; n += 1) c.add(1, { n }); }`,
    lanes: ONE_LANE,
    exitCode: 0,
    printed: ['100000'],
  },
  {
    id: 'K6.5',
    fact: 'a check is a sample of the Rate checks, with the tag check',
    script: `
      import { check } from 'k6';
      export const options = { thresholds: { 'checks{check:is one}': ['rate==0.5'], checks: ['rate==0.5'] } };
      export default function () { console.log('said ' + [check(1, { 'is one': (n) => n === 1 }), check(2, { 'is one': (n) => n === 1 })]); }`,
    exitCode: 0,
    printed: ['said true,false'],
  },
  {
    id: 'K6.5',
    fact: 'a name of a check or group may not contain ::',
    script: `
      import { check, group } from 'k6';
      export default function () {
        for (const one of [() => check(1, { 'a::b': () => true }), () => group('a::b', () => {})]) {
          try { one(); console.log('said nothing'); } catch (error) { console.log('said refused'); }
        }
      }`,
    exitCode: 0,
    times: { 'said refused': 2 },
    notPrinted: ['said nothing'],
  },
  {
    id: 'K6.5',
    fact: 'groups nest with ::, the root is empty, and each has a group_duration',
    script: `
      import { group } from 'k6';
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = {
        summaryTrendStats: ['count'],
        thresholds: { 'things{group:::outer::inner}': ['count==1'], 'things{group:::outer}': ['count==2'], 'things{group:}': ['count==4'] },
      };
      export default function () {
        group('outer', () => { group('inner', () => c.add(1)); c.add(2); });
        c.add(4);
      }
      export function handleSummary({ metrics }) { return { stdout: 'said ' + metrics.group_duration.values.count }; }`,
    exitCode: 0,
    printed: ['said 2'],
  },
  {
    id: 'K6.6',
    fact: 'a request has http_reqs, http_req_failed and seven times, and the submetric of what was expected',
    script: `
      import http from 'k6/http';
      export const options = { summaryTrendStats: ['count'] };
      export default async function () { await http.get(__ENV.BASE + '/status/200'); await http.get(__ENV.BASE + '/status/404'); }
      export function handleSummary({ metrics }) {
        const names = Object.keys(metrics).filter((name) => name.startsWith('http_req_') && metrics[name].type === 'trend').sort();
        return { stdout: 'said ' + [metrics.http_reqs.values.count, metrics.http_req_failed.values.rate, ...names.map((name) => name.slice(9) + '=' + metrics[name].values.count)] };
      }`,
    exitCode: 0,
    printed: [
      'said 2,0.5,blocked=2,connecting=2,duration=2,duration{expected_response:true}=1,receiving=2,sending=2,tls_handshaking=2,waiting=2',
    ],
  },
  {
    id: 'K6.7',
    fact: '--tag replaces the tags of the options; those of a scenario stay',
    script: `
      export const options = {
        tags: { release: 'r1' },
        scenarios: { a: { executor: 'per-vu-iterations', tags: { side: 'left' } } },
        thresholds: { 'iterations{release:r1}': ['count==0'], 'iterations{by:hand,side:left}': ['count==1'] },
      };
      ${EMPTY}`,
    flags: ['--tag', 'by=hand'],
    lanes: ONE_LANE,
    exitCode: 0,
  },
];
