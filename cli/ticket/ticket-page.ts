import { escaped } from '../../report/render/escape.ts';
import { plain } from '../../report/render/markdown-text.ts';

/** A part of a ticket, as plain data. */
export interface TicketSection {
  readonly title: string;
  /** Paragraphs. */
  readonly text?: readonly string[];
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly list?: readonly string[];
}

/** A ticket to Genesys's Product Support, as plain data. */
export interface Ticket {
  readonly title: string;
  readonly sections: readonly TicketSection[];
}

export function markdownOf({ title, sections }: Ticket): string {
  return `# ${plain(title)}\n${sections.map(sectionMarkdown).join('')}`;
}

function sectionMarkdown({ title, text = [], table, list = [] }: TicketSection): string {
  const rows =
    table === undefined
      ? []
      : [table.head, table.head.map(() => '---'), ...table.rows].map((cells, n) =>
          n === 1 ? `| ${cells.join(' | ')} |` : `| ${cells.map(plain).join(' | ')} |`,
        );
  const blocks = [...text.map(plain), rows.join('\n'), list.map((item) => `- ${plain(item)}`).join('\n')];
  return `\n## ${plain(title)}\n${blocks.flatMap((block) => (block === '' ? [] : [`\n${block}\n`])).join('')}`;
}

/** One page that asks nothing of anyone. */
export function htmlOf({ title, sections }: Ticket): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${sections.map(sectionHtml).join('\n')}
</body>
</html>
`;
}

function sectionHtml({ title, text = [], table, list = [] }: TicketSection): string {
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const rows =
    table === undefined
      ? ''
      : `<table><thead>${row(table.head, 'th')}</thead><tbody>${table.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table>`;
  const items = list.length === 0 ? '' : `<ul>${list.map((item) => `<li>${escaped(item)}</li>`).join('\n')}</ul>`;
  return `<section><h2>${escaped(title)}</h2>${text.map((part) => `<p>${escaped(part)}</p>`).join('')}${rows}${items}</section>`;
}
