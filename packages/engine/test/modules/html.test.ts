import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseHtml } from '../../src/modules/html/index.ts';
import { Selection } from '../../src/modules/html/selection.ts';
import type { Host } from '../../src/vu/host.ts';

const host = {
  intrinsics: { Array },
  parse: (text: string) => JSON.parse(text),
  unsupported: (call: string, given: string) => new Error(`${call}${given}`),
} as unknown as Host;

const PAGE = parseHtml(
  host,
  `<!doctype html><title>A &amp; B</title>
   <div id="top" class="a b" data-user-id="7" data-note="x"><p>one</p><p class="odd">two <b>bold</b></p><span>three</span><!-- c --></div>
   <table><tr><td>cell</td></tr></table>
   <form id="f"><input name="user" value="tom"><input name="user" value="ann"><input type="checkbox" name="no"><input type="checkbox" name="yes" checked>
     <input name="gone" value="1" disabled><select name="one"><option>x</option><option value="y2" selected>y</option></select>
     <select name="many" multiple><option selected>1</option><option selected>2</option></select><textarea name="text">long</textarea>
     <input type="submit" name="go" value="Go"></form>`,
);
const texts = (selection: Selection) => selection.toArray().map((one) => one.text());

describe('a Selection of k6/html', () => {
  it('has every method that the public types declare', () => {
    const types = readFileSync('node_modules/@types/k6/html/index.d.ts', 'utf8');
    const [, body = ''] = /export abstract class Selection \{(.*?)\n\}/s.exec(types) ?? [];
    const declared = [...body.matchAll(/^ {4}(\w+)\(/gm)].map(([, name = '']) => name);
    expect(declared.length).toBeGreaterThan(30);
    expect(declared.filter((name) => !(name in Selection.prototype))).toEqual([]);
  });

  it('is of a document as the HTML standard builds it', () => {
    expect(PAGE.find('head > title').text()).toBe('A & B');
    expect(PAGE.find('table > tbody > tr > td').html()).toBe('cell');
    expect(PAGE.size()).toBe(1);
    expect(PAGE.html()).toContain('<html><head><title>A &amp; B</title>');
  });

  it('finds, filters and takes apart', () => {
    expect(texts(PAGE.find('#top p'))).toEqual(['one', 'two bold']);
    expect(PAGE.find('p').filter('.odd').text()).toBe('two bold');
    expect(
      PAGE.find('p')
        .filter((index) => index === 0)
        .text(),
    ).toBe('one');
    expect(PAGE.find('p').not('.odd').size()).toBe(1);
    expect(PAGE.find('p').filter(PAGE.find('.odd')).size()).toBe(1);
    expect(PAGE.find('p').has('b').attr('class')).toBe('odd');
    expect([PAGE.find('p').is('.odd'), PAGE.find('span').is('p'), PAGE.find('b').is(PAGE.find('b'))]).toEqual([
      true,
      false,
      true,
    ]);
    expect(texts(PAGE.find('p:contains("bold")'))).toEqual(['two bold']);
    expect([PAGE.find('p').eq(-1).text(), PAGE.find('p').first().text(), PAGE.find('p').last().text()]).toEqual([
      'two bold',
      'one',
      'two bold',
    ]);
    expect(texts(PAGE.find('#top').children().slice(1, 3))).toEqual(['two bold', 'three']);
    expect(PAGE.find('p[').size()).toBe(0);
  });

  it('walks to parents, siblings and contents', () => {
    const b = PAGE.find('b');
    expect(b.parent().attr('class')).toBe('odd');
    expect(
      b
        .parents()
        .toArray()
        .map((one) => one.is('html') || one.attr('id') || 'other'),
    ).toContain('top');
    expect(b.parentsUntil('#top').size()).toBe(1);
    expect(b.closest('div').attr('id')).toBe('top');
    expect(b.closest('b').size()).toBe(1);
    const first = PAGE.find('p').first();
    expect([
      first.next().text(),
      texts(first.nextAll()),
      texts(first.nextUntil('span')),
      first.nextAll('span').text(),
    ]).toEqual(['two bold', ['two bold', 'three'], ['two bold'], 'three']);
    const last = PAGE.find('span');
    expect([last.prev().text(), texts(last.prevAll()), texts(last.prevUntil('p:first-child'))]).toEqual([
      'two bold',
      ['one', 'two bold'],
      ['two bold'],
    ]);
    expect(PAGE.find('#top').contents().size()).toBe(4);
    expect(PAGE.find('p').parent().size()).toBe(1);
  });

  it('reads attributes, data and values', () => {
    expect([PAGE.find('div').attr('id'), PAGE.find('div').attr('nope'), PAGE.find('div').attr('nope', 'else')]).toEqual(
      ['top', undefined, 'else'],
    );
    expect([
      PAGE.find('div').data('user-id'),
      PAGE.find('div').data('userId'),
      PAGE.find('div').data('note'),
      PAGE.find('div').data(),
    ]).toEqual([7, 7, 'x', { userId: 7, note: 'x' }]);
    expect([
      PAGE.find('input').val(),
      PAGE.find('[name=one]').val(),
      PAGE.find('[name=many]').val(),
      PAGE.find('textarea').val(),
    ]).toEqual(['tom', 'y2', ['1', '2'], 'long']);
    expect([
      PAGE.find('nope').text(),
      PAGE.find('nope').html(),
      PAGE.find('nope').val(),
      PAGE.find('nope').get(0),
    ]).toEqual(['', undefined, undefined, undefined]);
  });

  it('calls each with elements, and map with selections', () => {
    const seen: unknown[] = [];
    PAGE.find('p').each((index, element) => {
      seen.push([index, (element as { textContent(): string }).textContent()]);
    });
    expect(seen).toEqual([
      [0, 'one'],
      [1, 'two bold'],
    ]);
    expect(PAGE.find('p').map((index, one) => (index === 0 ? undefined : one.text()))).toEqual(['two bold']);
  });

  it('serialises what a form would send without a click', () => {
    const sent = { user: 'ann', yes: 'on', one: 'y2', many: '2', text: 'long' };
    expect(PAGE.find('form').serializeObject()).toEqual(sent);
    expect(PAGE.find('form').serialize()).toBe('user=tom&user=ann&yes=on&one=y2&many=1&many=2&text=long');
    expect(PAGE.find('form').serializeArray()[0]).toEqual({ name: 'user', value: 'tom' });
  });
});

describe('an Element of k6/html', () => {
  type Callable = Record<string, (...values: unknown[]) => unknown>;
  const element = (selector: string) => PAGE.find(selector).get(0) as Callable;
  const call = (selector: string, name: string, ...values: unknown[]) => element(selector)[name]?.(...values);

  it.each<[string, string, unknown[], unknown]>([
    ['div', 'nodeName', [], 'div'],
    ['div', 'nodeType', [], 1],
    ['div', 'id', [], 'top'],
    ['div', 'className', [], 'a b'],
    ['div', 'classList', [], ['a', 'b']],
    ['div', 'getAttribute', ['data-note'], 'x'],
    ['div', 'getAttribute', ['nope'], undefined],
    ['div', 'hasAttribute', ['id'], true],
    ['b', 'hasAttributes', [], false],
    ['div', 'childElementCount', [], 3],
    ['div', 'hasChildNodes', [], true],
    ['b', 'innerHTML', [], 'bold'],
    ['b', 'textContent', [], 'bold'],
    ['b', 'toString', [], '<b>bold</b>'],
    ['p', 'matches', ['p:first-child'], true],
  ])('%s: %s(%j) is %j', (selector, name, values, expected) => {
    expect(call(selector, name, ...values)).toEqual(expected);
  });

  it('leads to other elements', () => {
    const name = (found: unknown) => (found as Callable | undefined)?.nodeName?.();
    expect(
      ['firstElementChild', 'lastElementChild', 'firstChild', 'lastChild'].map((way) => name(call('#top', way))),
    ).toEqual(['p', 'span', 'p', '#comment']);
    expect(
      ['nextElementSibling', 'previousElementSibling', 'parentElement', 'nextSibling'].map((way) =>
        name(call('.odd', way)),
      ),
    ).toEqual(['span', 'p', 'div', 'span']);
    expect(name(call('#top', 'querySelector', 'b'))).toBe('b');
    expect([
      (call('#top', 'querySelectorAll', 'p') as unknown[]).length,
      (call('#top', 'getElementsByTagName', 'p') as unknown[]).length,
    ]).toEqual([2, 2]);
    expect((call('#top', 'getElementsByClassName', 'odd') as unknown[]).length).toBe(1);
    expect(call('#top', 'contains', element('b'))).toBe(true);
    expect(call('b', 'contains', element('#top'))).toBe(false);
    expect([call('b', 'isSameNode', element('b')), call('b', 'isEqualNode', element('p'))]).toEqual([true, false]);
    expect((call('#top', 'attributes') as Record<string, { value: string }>).id?.value).toBe('top');
  });

  it('has no method of some elements alone: it ends the run by name', () => {
    expect(() => call('input', 'value')).toThrow('htmlElement value() of <input>');
  });
});
