import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageAssets } from '../../report/output/html.ts';
import { glossaryIn } from '../../report/render/glossary.ts';

/** Script and styles of the page, as they are built, and the glossary: found from the source too. */
export function pageAssets(): PageAssets {
  const read = (file: string) => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');
  return {
    script: read('dist/node/report-page.js'),
    styles: read('dist/node/report-page.css'),
    glossary: glossaryIn(read('docs/glossary.md')),
  };
}
