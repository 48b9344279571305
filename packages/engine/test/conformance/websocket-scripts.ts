/** Imports k6/websockets; `at` is the server's address. */
export const HEAD = `
  import { WebSocket, Blob } from 'k6/websockets';
  const at = __ENV.BASE.replace('http', 'ws');`;

/** A teardown that waits until the server has seen `count` close frames of this run, and tells their codes. */
export const TELL_CLOSES = (count: number) => `
  import http from 'k6/http';
  import { sleep } from 'k6';
  export async function teardown() {
    let codes = [];
    for (let tries = 0; tries < 40 && codes.length < ${count}; tries += 1) {
      codes = (await http.get(__ENV.BASE + '/closes?by=' + __ENV.CASE)).json();
      if (codes.length < ${count}) await sleep(0.05);
    }
    console.log('said closed with ' + JSON.stringify(codes));
  }`;

/** A socket of k6/websockets that closes when it has opened, and does `more` besides. */
export const opened = (more: string, path = '/ws', rest = '') => `${HEAD}
  export default function () {
    const socket = new WebSocket(at + '${path}'${rest});
    ${more}
  }`;
