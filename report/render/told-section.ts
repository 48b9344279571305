import type { Cell, Fact, Part, Told } from '../model/told.ts';
import { digits } from '../page/number-format.ts';
import { badge } from './badge.ts';
import { escaped } from './escape.ts';

/** HTML: a text in which no flag, such as `--spread`, is broken over two lines. */
const prose = (text: string): string =>
  escaped(text).replace(/(?<![\w-])--[a-z][a-z-]*/g, '<span class="flag">$&</span>');

/** What stands before time and place, so that it is on the first screen of a phone. */
const FIRST: readonly string[] = ['What stops the next one', 'What to change', 'How sure'];

/** HTML: all that a result says. `id` is that of its heading. */
export function toldSection(told: Told, id: string): string {
  const { tone, word, title, badges = [], evidence = [], tiles = [] } = told;
  const unknown = told.unknown.map((what) => `<li>${prose(what)}</li>`).join('');
  const rests = evidence.map((line) => `<li>${prose(line)}</li>`).join('');
  const all = [{ tone, word }, ...badges].map((one) => badge(one.tone, one.word)).join(' ');
  const nexts = (isFirst: boolean) =>
    told.advice
      .filter(({ name }) => FIRST.includes(name) === isFirst)
      .map(({ name, text }) => `<p class="next"><b>${escaped(name)}.</b> ${prose(text)}</p>`)
      .join('');
  const figures = tiles.map(
    ({ name, text }) => `<div class="tile"><b>${escaped(text)}</b><span class="name">${escaped(name)}</span></div>`,
  );
  const card = `<section class="card verdict ${tone}" aria-labelledby="${id}">
<div class="top"><h2 id="${id}">${escaped(title)}</h2> ${all}</div>
${figureOf(told)}<p class="says">${prose(told.says)}</p>${nexts(true)}
${frameList(told.frame)}
${rests === '' ? '' : `<ul class="evidence">${rests}</ul>`}
${nexts(false)}
${unknown === '' ? '' : `<div class="unknown"><h3>What this cannot know</h3><ul>${unknown}</ul></div>`}</section>`;
  const row = figures.length === 0 ? [] : [`<div class="tiles">${figures.join('')}</div>`];
  return [card, ...row, ...told.parts.map(partSection)].join('\n');
}

/** A figure of more characters, such as `a limit of the deployment`, is set smaller. */
const MOST_OF_A_NUMBER = 20;

function figureOf({ figure }: Told): string {
  if (figure === undefined) return '';
  const kind = figure.value.length > MOST_OF_A_NUMBER ? ' in-words' : '';
  return `<p class="figure${kind}"><b>${escaped(figure.value)}</b> <span>${escaped(figure.of)}</span></p>`;
}

/** HTML: facts beside one another, such as when and where. */
export function frameList(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const all = facts.map(({ name, text }) => `<div><dt>${escaped(name)}</dt><dd>${prose(text)}</dd></div>`);
  return `<dl class="frame">${all.join('')}</dl>`;
}

/** HTML: a part with its picture, in a card of its own. */
export function partSection(part: Part): string {
  const { title, says, note, picture = '', fold, rows } = part;
  const answer = says === undefined ? '' : `<p class="says">${prose(says)}</p>`;
  const said = note === undefined ? '' : `<p class="soft">${prose(note)}</p>`;
  const table = rows.length === 0 ? '' : partTable(part);
  // What is said of a folded table stands with it; a list of facts comes before what is folded below it.
  const body =
    fold === undefined
      ? part.head.length === 0
        ? `${said}${table}${picture}`
        : `${said}${picture}${table}`
      : `${picture}<details><summary>${escaped(fold)}</summary>${said}${table}</details>`;
  return `<section class="card long"><h2>${escaped(title)}</h2>${answer}${body}</section>`;
}

/** A table of more columns is set smaller on a phone. */
const WIDE = 4;
/** A table of more columns, or with a longer text (characters), has its cells below one another on a phone. */
const WIDEST = 6;
const LONG = 60;
/** A number, with its unit where it has one, or that there is none. */
const NUMBER = /^(?:[+−-]?\d[\d,.]*(?:[ \u00a0](?:%|µs|ms|s|sessions?))?|–)$/;

/** HTML: the table of a part; facts have their names as heads of rows. */
export function partTable({ title, head, rows }: Pick<Part, 'title' | 'head' | 'rows'>): string {
  const isFacts = head.length === 0;
  const isStacked = !isFacts && (head.length > WIDEST || rows.flat().some((cell) => cellText(cell).length > LONG));
  const label = (column: number) => (isStacked && head[column] ? ` data-label="${escaped(head[column])}: "` : '');
  // What stands first names the row, be it a number.
  const isNumber = (column: number) =>
    !isFacts && column > 0 && rows.length > 0 && rows.every((row) => NUMBER.test(cellText(row[column] ?? '')));
  const side = (column: number) => (isNumber(column) ? ' class="number"' : '');
  const body = rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 && isFacts
        ? `<th scope="row">${cellHtml(cell)}</th>`
        : `<td${side(column)}${label(column)}>${cellHtml(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const top = head.map((name, column) =>
    name === '' ? `<td></td>` : `<th scope="col"${side(column)}>${escaped(name)}</th>`,
  );
  const heads = isFacts ? '' : `<thead><tr>${top.join('')}</tr></thead>`;
  const kind = isFacts ? ' class="facts"' : isStacked ? ' class="stacked"' : head.length > WIDE ? ' class="wide"' : '';
  return `<div class="scroll" tabindex="0" role="group" aria-label="${escaped(title)}"><table${kind}>${heads}<tbody>${body.join('')}</tbody></table></div>`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === 'object') return badge(cell.tone, cell.word);
  return cellText(cell)
    .split('\n')
    .map((line) => prose(line))
    .join('<br>');
}

/** A cell as text. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'object') return cell.word;
  return typeof cell === 'number' ? digits(cell) : cell;
}
