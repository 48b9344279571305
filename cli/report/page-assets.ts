import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PageAssets } from '../../report/output/html.ts';

/** Script and styles of the page, as they are built: found from the source too. */
export function pageAssets(): PageAssets {
  const built = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../dist/node/${name}`, import.meta.url)), 'utf8');
  return { script: built('report-page.js'), styles: built('report-page.css') };
}
