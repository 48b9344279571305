import { describe, expect, it } from 'vitest';
import { anyLane } from '../deep.ts';
import { once } from '../script/harness.ts';

describe.each(anyLane)('http.cookieJar() in the %s lane', (lane) => {
  const printed = async (body: string) => {
    const script = `import http from 'k6/http';
      export default async function () {
        const jar = http.cookieJar();
        const names = (url) => Object.keys(jar.cookiesForURL(url)).join();
        ${body}
      }`;
    const { context, outcome } = await once(script, { lane });
    return outcome.kind === 'threw' ? context.logs.at(-1)?.message : context.printed.join(' ');
  };

  it('set gives true', async () => {
    expect(await printed(`console.log(jar.set('http://127.0.0.1/', 'a', '1'));`)).toBe('true');
  });

  it('a cookie without a path is one of the folder of its URL', async () => {
    const set = `jar.set('http://127.0.0.1/shop/cart', 'a', '1'); jar.set('http://127.0.0.1/shop/cart', 'b', '1', { path: '/' });`;
    const shown = `console.log(names('http://127.0.0.1/shop/x'), names('http://127.0.0.1/shop'), names('http://127.0.0.1/'));`;
    expect(await printed(set + shown)).toBe('a,b a,b b');
  });

  it.each([
    ['max_age: 60', 'a'],
    ['max_age: 0', 'a'],
    ['max_age: -1', ''],
    [`max_age: 0, expires: 'Thu, 01 Jan 1970 00:00:00 GMT'`, ''],
    ['expires: new Date(Date.now() + 60000).toUTCString()', 'a'],
    [`expires: ''`, 'a'],
  ])('with %s the jar holds "%s"', async (options, held) => {
    const url = `'http://127.0.0.1/'`;
    expect(await printed(`jar.set(${url}, 'a', '1', { ${options} }); console.log(names(${url}));`)).toBe(held);
  });

  it('a date that is none throws', async () => {
    const message = await printed(`jar.set('http://127.0.0.1/', 'a', '1', { expires: 'tomorrow' });`);
    expect(message).toContain('unable to parse "expires" date string "tomorrow"');
  });

  it('a relative URL has no cookies, and one that cannot be read throws in the words of k6', async () => {
    const relative = `jar.set('undefined/x', 'a', '1'); jar.clear('undefined/x'); jar.delete('', 'a'); console.log(JSON.stringify(jar.cookiesForURL('undefined/x')));`;
    expect(await printed(relative)).toBe('{}');
    for (const call of ['set(url)', 'clear(url)', 'delete(url)', 'cookiesForURL(url)']) {
      const message = await printed(`const url = 'http://127.0.0.1:80host/'; jar.${call};`);
      expect(message).toContain('parse "http://127.0.0.1:80host/": invalid');
    }
  });
});
