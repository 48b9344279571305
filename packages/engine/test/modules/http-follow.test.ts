import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once } from '../script/harness.ts';
import { Servers } from './servers.ts';

const PAGE = `<a>no address</a> <a href="/one?x=1">one</a> <a class="two" href="two">two</a>
  <form id="search" action="/find?old=1"><input name="q" value="a b"><input type="submit" name="go" value="Go"></form>
  <form id="login" method="post" action="in"><input type="hidden" name="token" value="t1"><input name="user"><button type="submit">in</button></form>
  <form id="file" method="post" enctype="multipart/form-data"></form>`;

describe.each(['async', 'worker'] as const)('a response in the %s lane', (lane) => {
  const servers = new Servers();
  const asked: string[] = [];
  let base = '';
  beforeAll(async () => {
    const address = await servers.http((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        asked.push(
          [request.method, request.url, Buffer.concat(parts), request.headers['x-mine'] ?? ''].join(' ').trim(),
        );
        response.end(PAGE);
      });
    });
    base = `http://${address}/dir/page`;
  });
  afterAll(() => servers.close());

  const follow = async (code: string) => {
    asked.length = 0;
    const wait = lane === 'async' ? 'await ' : '';
    const { context, outcome } = await once(
      `import http from 'k6/http';
       export default async function () {
         const page = ${wait}http.get('${base}');
         try { const next = ${wait}page.${code}; console.log(next.status + ' ' + next.url); } catch (error) { console.log(error.message); }
       }`,
      { lane },
    );
    return { outcome, printed: context.printed, asked: asked.slice(1), ends: context.ends };
  };

  it('has its body as HTML', async () => {
    const { context } = await once(
      `import http from 'k6/http';
       export default async function () {
         const page = await http.asyncRequest('GET', '${base}');
         console.log(page.html().find('a').size() + ' ' + page.html('a.two').attr('href'));
       }`,
      { lane },
    );
    expect(context.printed).toEqual(['3 two']);
  });

  it('follows its first link, or the one that is chosen, from its own address', async () => {
    expect(await follow('clickLink()')).toMatchObject({
      asked: ['GET /one?x=1'],
      printed: [expect.stringMatching(/^200 .*\/one\?x=1$/)],
    });
    const chosen = await follow(`clickLink({ selector: 'a.two', params: { headers: { 'x-mine': 'm' } } })`);
    expect(chosen.asked).toEqual(['GET /dir/two  m']);
    expect((await follow(`clickLink({ selector: '#nothing' })`)).printed[0]).toContain(
      `no element found for selector '#nothing'`,
    );
    expect((await follow(`clickLink({ selector: 'a' })`)).printed[0]).toContain('no valid href attribute value');
  });

  it('submits its first form, or the one that is chosen, with its fields and those given over them', async () => {
    expect((await follow('submitForm()')).asked).toEqual(['GET /find?q=a+b&go=Go']);
    const login = await follow(
      `submitForm({ formSelector: '#login', fields: { user: 'tom', more: 1 }, params: { headers: { 'x-mine': 'm' } } })`,
    );
    expect(login.asked).toEqual(['POST /dir/in more=1&token=t1&user=tom m']);
    expect((await follow(`submitForm({ formSelector: '#nothing' })`)).printed[0]).toContain(
      `no form found for selector '#nothing'`,
    );
  });

  it('ends the run by name for a form that is no list of fields', async () => {
    const { ends, asked: more } = await follow(`submitForm({ formSelector: '#file' })`);
    expect(more).toEqual([]);
    expect(ends).toMatchObject([
      { exitCode: 120, message: expect.stringContaining('submitForm() of a form encoded as multipart/form-data') },
    ]);
  });
});

describe('a script that follows links', () => {
  it('runs in the worker lane where it does not await them', async () => {
    const { load } = await import('../script/harness.ts');
    const script = async (wait: string) => {
      const loaded = await load(
        `export default async function (page) { const next = ${wait}page.clickLink(); return next; }`,
      );
      await loaded.dispose();
      const { lane, reason } = loaded.laneOf('default');
      return [lane, reason];
    };
    expect(await script('')).toEqual(['worker', expect.stringContaining('clickLink is not awaited')]);
    expect(await script('await ')).toEqual(['async', 'every blocking call is awaited']);
  });
});
