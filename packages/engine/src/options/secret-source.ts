import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { invalidConfig, unsupported } from '../contract/invalid-config.ts';

/**
 * Reads --secret-source: `file=path` (lines of key=value, # comments) or `mock=key=value,…`. One source only, since
 * the engine has no named sources.
 */
export async function readSecrets(sources: readonly string[], cwd: string): Promise<ReadonlyMap<string, string>> {
  const [source, ...more] = sources;
  if (source === undefined) return new Map();
  if (more.length > 0) throw unsupported('more than one --secret-source', 'give one file= or mock= source');
  const [, kind, rest = ''] = /^(\w+)=(.*)$/s.exec(source) ?? [];
  if (kind === 'mock') return pairs(rest.split(','), '--secret-source mock');
  if (kind !== 'file') throw unsupported(`--secret-source ${source.split('=')[0]}`, 'give one file= or mock= source');
  const path = resolve(cwd, rest);
  const lines = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw invalidConfig(`--secret-source: cannot read ${path}: ${error.code ?? error.message}`);
  });
  return pairs(
    lines.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#')),
    path,
  );
}

function pairs(lines: readonly string[], where: string): ReadonlyMap<string, string> {
  return new Map(
    lines.map((line, at) => {
      const [, key = '', value = ''] = /^\s*([^=]+?)\s*=(.*)$/s.exec(line) ?? [];
      if (key === '') throw invalidConfig(`--secret-source: ${where}: entry ${at + 1} is not key=value`);
      return [key, value] as const;
    }),
  );
}
