import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Papa from 'papaparse';
import type { JmxNotes } from './jmx-notes.ts';
import type { JmxVariables } from './jmx-variables.ts';
import type { TestElement } from './test-elements.ts';

/** A row of a CSV file by the names of JMeter's variables. */
export type Row = Readonly<Record<string, string>>;

/** What a CSV Data Set Config reads, beside the .jmx as JMeter has it. Undefined, and noted, where it is not there. */
export function rowsOf(
  element: TestElement,
  folder: string,
  variables: JmxVariables,
  notes: JmxNotes,
): readonly Row[] | undefined {
  const named = variables.filled(element.properties.get('filename') ?? '');
  const file = path.resolve(folder, named);
  if (named === '' || !existsSync(file)) {
    notes.add(
      element,
      'left',
      `${named || 'its file'} is not there: put it beside the .jmx, or make a set of it (headroom transcripts import)`,
    );
    return undefined;
  }
  const encoding = element.properties.get('fileEncoding') || 'UTF-8';
  if (!/^utf-?8$/i.test(encoding)) {
    notes.add(
      element,
      'left',
      `${named} is in ${encoding}: headroom transcripts import ${named} --encoding ${encoding} reads it`,
    );
    return undefined;
  }
  const delimiter = (element.properties.get('delimiter') || ',').replace('\\t', '\t');
  const { data } = Papa.parse<string[]>(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), {
    delimiter,
    skipEmptyLines: true,
  });
  const names = (element.properties.get('variableNames') ?? '').split(',').flatMap((name) => name.trim() || []);
  const hasHead = names.length === 0 || element.properties.get('ignoreFirstLine') === 'true';
  const columns = names.length === 0 ? (data[0] ?? []).map((name) => name.trim()) : names;
  return data
    .slice(hasHead ? 1 : 0)
    .map((cells) => Object.fromEntries(columns.map((name, n) => [name, cells[n] ?? ''])));
}

/** The text with the variables of a row. */
export const withRow = (text: string, row: Row): string =>
  text.replace(/\$\{(\w[\w.-]*)\}/g, (all, name: string) => row[name] ?? all);

/** The names of variables that stand in a text. */
export const variablesIn = (text: string): string[] =>
  [...text.matchAll(/\$\{(\w[\w.-]*)\}/g)].map(([, name = '']) => name);
