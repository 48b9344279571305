import { describe, expect, test } from 'vitest';
import { runReal } from './run-real.ts';

const awaited: Readonly<Record<string, string>> = { async: 'async ', worker: '' };

describe.each(['async', 'worker'])(
  'an address that is not loopback ends the run with one line and 255 in the %s lane:',
  (lane) => {
    const call = (code: string) => (lane === 'async' ? `await ${code}` : code);

    test.each([
      ['k6/websockets', `new WebSocket('ws://192.0.2.1/');`],
      ['k6/websockets, from a timer', `setTimeout(() => { new WebSocket('ws://192.0.2.1/'); }, 1);`],
      ['k6/ws', call(`ws.connect('ws://192.0.2.1/', null, () => {});`)],
      ['k6/http', call(`http.get('http://192.0.2.1/');`)],
    ])('the call %s is refused by name', async (_module, code) => {
      const { logged, ...run } = await runReal(
        `import http from 'k6/http'; import ws from 'k6/ws'; import { WebSocket } from 'k6/websockets';
       export default ${awaited[lane]}function () { ${code} }`,
        { argv: ['--lane', lane] },
      );
      expect(run.code).toBe(255);
      expect(logged.filter(({ level }) => level === 'error').map(({ msg }) => msg)).toEqual([
        expect.stringContaining('"192.0.2.1" is not a loopback address'),
      ]);
    });
  },
);
