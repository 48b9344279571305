import type { Host } from '../../vu/host.ts';
import { parseDocument } from './parser.ts';
import { type Selection, selectionOf } from './selection.ts';

/** The module `k6/html`. */
export function createHtml(host: Host) {
  return { parseHTML: (html: unknown): Selection => parseHtml(host, String(html)) };
}

export function parseHtml(host: Host, html: string): Selection {
  return selectionOf(host, parseDocument(html));
}
