import type { ConformanceCase } from './case.ts';

/** Section 8: the other modules. */
export const SECTION_8: readonly ConformanceCase[] = [
  {
    id: 'K8.1',
    fact: 'exec has instance, scenario, test and vu with their fields',
    script: `
      import exec from 'k6/execution';
      const typed = (object, names) => names.split(' ').map((name) => typeof object[name]).join();
      export default function () {
        console.log('said ' + typed(exec.instance, 'currentTestRunDuration iterationsCompleted iterationsInterrupted vusActive vusInitialized'));
        console.log('said ' + typed(exec.scenario, 'name executor startTime progress iterationInInstance iterationInTest'));
        console.log('said ' + typed(exec.vu, 'idInInstance idInTest iterationInInstance iterationInScenario tags metrics'));
        console.log('said ' + typed(exec.test, 'abort fail options'));
      }`,
    exitCode: 0,
    printed: [
      'said number,number,number,number,number',
      'said string,string,number,number,number,number',
      'said number,number,number,number,object,object',
      'said function,function,object',
    ],
  },
  {
    id: 'K8.1',
    fact: 'scenario is not to be had in setup and teardown, nor are scenario, vu and test.options in init',
    script: `
      import exec from 'k6/execution';
      const refused = (read) => { try { read(); return 'given'; } catch (error) { return 'refused'; } };
      if (__VU === 0) {
        console.log('said init ' + [refused(() => exec.scenario.name), refused(() => exec.test.options)]);
        console.log('said vu ' + ['idInInstance', 'idInTest', 'iterationInInstance', 'tags', 'metrics'].map((name) => refused(() => exec.vu[name])));
      }
      export function setup() { console.log('said setup ' + refused(() => exec.scenario.name)); }
      export default function () { console.log('said ' + exec.scenario.name); }
      export function teardown() { console.log('said teardown ' + refused(() => exec.scenario.name)); }`,
    exitCode: 0,
    printed: [
      'said init refused,refused',
      'said vu refused,refused,refused,refused,refused',
      'said setup refused',
      'said default',
      'said teardown refused',
    ],
  },
  {
    id: 'K8.1',
    fact: 'tags set on exec.vu.metrics last for the iterations of a scenario',
    script: `
      import exec from 'k6/execution';
      import { Counter } from 'k6/metrics';
      const c = new Counter('things');
      export const options = { iterations: 2, thresholds: { 'things{step:paid}': ['count==2'] } };
      export default function () { if (__ITER === 0) exec.vu.metrics.tags.step = 'paid'; c.add(1); }`,
    exitCode: 0,
  },
  {
    id: 'K8.2',
    fact: 'timers run in the order of their delays, a negative one as 0; an interval goes on until it is cleared',
    script: `
      import { setTimeout as later } from 'k6/timers';
      export default function () {
        const order = [];
        setTimeout(() => order.push('late'), 60);
        setTimeout(() => order.push('negative'), -5);
        later(() => order.push('module'), 30);
        const never = setTimeout(() => order.push('never'), 10);
        clearTimeout(never);
        let n = 0;
        const id = setInterval(() => { n += 1; if (n === 3) { clearInterval(id); console.log('said ticks ' + n); } }, 5);
        setTimeout(() => console.log('said ' + order), 120);
      }`,
    exitCode: 0,
    printed: ['said negative,module,late', 'said ticks 3'],
  },
  {
    id: 'K8.3',
    fact: 'asyncRequest gives a promise of the response',
    script: `
      import http from 'k6/http';
      export default async function () {
        const answer = await http.asyncRequest('POST', __ENV.BASE + '/echo', JSON.stringify({ a: 1 }), { headers: { 'X-Mine': 'yes' }, tags: { name: 'echo' } });
        const { method, body, headers } = answer.json();
        console.log('said ' + [answer.status, answer.status_text, answer.proto, method, body, headers['x-mine'], answer.error_code, answer.remote_ip]);
      }`,
    exitCode: 0,
    printed: ['said 200,200 OK,HTTP/1.1,POST,{"a":1},yes,0,127.0.0.1'.replaceAll('"', '\\"')],
  },
  {
    id: 'K8.3',
    fact: 'a response has k6’s fields',
    script: `
      import http from 'k6/http';
      export default async function () {
        const answer = await http.get(__ENV.BASE + '/json');
        const missing = ['remote_ip', 'remote_port', 'url', 'status', 'status_text', 'proto', 'headers', 'cookies', 'body', 'timings', 'tls_version',
          'tls_cipher_suite', 'ocsp', 'error', 'error_code', 'request'].filter((name) => !(name in answer));
        const times = ['duration', 'blocked', 'looking_up', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'].filter((name) => typeof answer.timings[name] !== 'number');
        console.log('said ' + [missing.length, times.length, typeof answer.json, typeof answer.html, answer.json('items.1')]);
      }`,
    exitCode: 0,
    printed: ['said 0,0,function,function,2'],
  },
  ...(
    [
      ['a status from 400 on', `__ENV.BASE + '/status/404'`, '404 1404'],
      ['a refused connection', `'http://127.0.0.1:1/'`, '0 1212'],
      ['a name that nobody knows', `'http://nobody.invalid/'`, '0 1101'],
    ] as const
  ).map(
    ([what, url, expected]): ConformanceCase => ({
      id: 'K8.3',
      fact: `the error code of ${what}`,
      script: `
        import http from 'k6/http';
        export default async function () { const { status, error_code } = await http.get(${url}); console.log('said ' + status + ' ' + error_code); }`,
      exitCode: 0,
      printed: [`said ${expected}`],
    }),
  ),
  {
    id: 'K8.3',
    fact: 'the error code of a timeout is 1050, of a URL that is none 1020',
    script: `
      import http from 'k6/http';
      export default async function () {
        const late = await http.get(__ENV.BASE + '/delay/1500', { timeout: 100 });
        const none = await http.get('::');
        console.log('said ' + [late.status, late.error_code, none.status, none.error_code]);
      }`,
    exitCode: 0,
    printed: ['said 0,1050,0,1020'],
  },
  {
    id: 'K8.4',
    fact: 'k6/encoding and k6/crypto',
    script: `
      import { b64encode, b64decode } from 'k6/encoding';
      import { sha256, hmac, randomBytes } from 'k6/crypto';
      export default function () {
        console.log('said ' + [b64encode('a?>'), b64encode('a?>', 'url'), b64decode('YQ==', 'std', 's'), b64decode('YQ', 'rawstd').byteLength]);
        console.log('said ' + [sha256('abc', 'hex').slice(0, 8), hmac('sha256', 'k', 'abc', 'hex').slice(0, 8), randomBytes(4).byteLength]);
      }`,
    exitCode: 0,
    printed: ['said YT8+,YT8-,a,1', 'said ba7816bf,'],
  },
  {
    id: 'K8.4',
    fact: 'secrets come from --secret-source and are hidden in logs',
    script: `
      import secrets from 'k6/secrets';
      export default async function () {
        const secret = await secrets.get('token');
        console.log('said ' + secret.length + ' ' + secret);
      }`,
    files: { 'secrets.txt': 'token=hunter22\n' },
    flags: ['--secret-source', 'file=secrets.txt'],
    exitCode: 0,
    printed: ['said 8 '],
    notPrinted: ['hunter22'],
  },
  {
    id: 'K8.5',
    fact: 'open reads beside the script, as text or as bytes',
    files: { 'data.txt': 'é' },
    script: `
      const text = open('./data.txt'), bytes = open('data.txt', 'b');
      export default function () { console.log('said ' + text + ' ' + bytes.byteLength); }`,
    exitCode: 0,
    printed: ['said é 2'],
  },
  {
    id: 'K8.5',
    fact: 'open is for init only',
    script: `export default function () { open('./script.js'); console.log('said after'); }`,
    exitCode: 0,
    printed: ['open'],
    notPrinted: ['said after'],
  },
  {
    id: 'K8.5',
    fact: 'a folder cannot be opened, nor a file that the first init did not open',
    files: { 'a.txt': 'a' },
    script: `
      if (__VU === 0) try { open('.'); } catch (error) { console.log('said no folder'); }
      else try { open('a.txt'); } catch (error) { console.log('said not opened before'); }
      export default function () {}`,
    exitCode: 0,
    printed: ['said no folder', 'said not opened before'],
  },
  {
    id: 'K8.5',
    fact: '__ENV holds the environment and what -e says, and may be changed',
    script: `export default function () { __ENV.MINE = 'mine'; console.log('said ' + [__ENV.OUTER, __ENV.GIVEN, __ENV.MINE]); }`,
    env: { OUTER: 'outer' },
    flags: ['-e', 'GIVEN=given'],
    exitCode: 0,
    printed: ['said outer,given,mine'],
  },
  {
    id: 'K8.6',
    fact: 'null and undefined fields of a form are sent empty, and an object is a warning',
    script: `
      import http from 'k6/http';
      export default async function () {
        const answer = await http.asyncRequest('POST', __ENV.BASE + '/echo', { a: null, b: undefined, c: { d: 1 }, e: [1, null], f: 'x y' });
        console.log('said ' + answer.json('body').replace(/(^|&)c=[^&]*/, ''));
      }`,
    exitCode: 0,
    printed: ['said a=&b=&e=1&e=&f=x+y', 'cannot be encoded'],
  },
];
