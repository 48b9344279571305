import { digits } from '../page/number-format.ts';

export type TableRow = readonly (string | number)[];

/** A table of HTML and numbers; columns of numbers stand to the right. */
export function htmlTable(head: readonly string[], rows: readonly TableRow[]): string {
  const side = (column: number) => (typeof rows[0]?.[column] === 'number' ? ' class="number"' : '');
  const cells = (tag: string, row: TableRow) =>
    row.map((value, column) => `<${tag}${side(column)}>${typeof value === 'number' ? digits(value) : value}</${tag}>`);
  const body = rows.map((row) => `<tr>${cells('td', row).join('')}</tr>`).join('');
  const top = `<thead><tr>${cells('th', head).join('')}</tr></thead>`;
  return `<div class="scroll"><table>${top}<tbody>${body}</tbody></table></div>`;
}
