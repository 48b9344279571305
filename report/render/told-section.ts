import type { Cell, Fact, Part, Told } from '../model/told.ts';
import { digits } from '../page/number-format.ts';
import { badge } from './badge.ts';
import { escaped } from './escape.ts';

/** HTML: all that a result says. `id` is that of its heading. */
export function toldSection(told: Told, id: string): string {
  const unknown = told.unknown.map((what) => `<li>${escaped(what)}</li>`).join('');
  const card = `<section class="card verdict ${told.tone}" aria-labelledby="${id}">
<h2 id="${id}">${escaped(told.title)} ${badge(told.tone, told.word)}</h2>
${figureOf(told)}<p class="says">${escaped(told.says)}</p>
${told.advice.map(({ name, text }) => `<p class="next"><b>${escaped(name)}.</b> ${escaped(text)}</p>`).join('')}
${frameList(told.frame)}
${unknown === '' ? '' : `<div class="unknown"><h3>What this cannot know</h3><ul>${unknown}</ul></div>`}</section>`;
  return [card, ...told.parts.map(partSection)].join('\n');
}

function figureOf({ figure }: Told): string {
  if (figure === undefined) return '';
  return `<p class="figure"><b>${escaped(figure.value)}</b> <span>${escaped(figure.of)}</span></p>`;
}

/** HTML: facts beside one another, such as when and where. */
export function frameList(facts: readonly Fact[]): string {
  if (facts.length === 0) return '';
  const all = facts.map(({ name, text }) => `<div><dt>${escaped(name)}</dt><dd>${escaped(text)}</dd></div>`);
  return `<dl class="frame">${all.join('')}</dl>`;
}

/** HTML: a part with its picture, in a card of its own. */
export function partSection(part: Part): string {
  const note = part.note === undefined ? '' : `<p class="soft">${escaped(part.note)}</p>`;
  return `<section class="card long"><h2>${escaped(part.title)}</h2>${note}${part.picture ?? ''}${partTable(part)}</section>`;
}

/** HTML: the table of a part; facts have their names as heads of rows. */
export function partTable({ title, head, rows }: Pick<Part, 'title' | 'head' | 'rows'>): string {
  const isFacts = head.length === 0;
  const isNumber = (column: number) =>
    rows.length > 0 &&
    rows.every((row) => typeof row[column] === 'number' || row[column] === '–') &&
    rows.some((row) => typeof row[column] === 'number');
  const side = (column: number) => (isNumber(column) ? ' class="number"' : '');
  const body = rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 && isFacts ? `<th scope="row">${cellHtml(cell)}</th>` : `<td${side(column)}>${cellHtml(cell)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const top = head.map((name, column) =>
    name === '' ? `<td></td>` : `<th scope="col"${side(column)}>${escaped(name)}</th>`,
  );
  const heads = isFacts ? '' : `<thead><tr>${top.join('')}</tr></thead>`;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(title)}"><table>${heads}<tbody>${body.join('')}</tbody></table></div>`;
}

function cellHtml(cell: Cell): string {
  if (typeof cell === 'object') return badge(cell.tone, cell.word);
  return cellText(cell)
    .split('\n')
    .map((line) => escaped(line))
    .join('<br>');
}

/** A cell as text. */
export function cellText(cell: Cell): string {
  if (typeof cell === 'object') return cell.word;
  return typeof cell === 'number' ? digits(cell) : cell;
}
