import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: string[] };

describe('what npm packs', () => {
  it('is files by name and by ending, and no folder as it stands: a user may keep tokens in it', () => {
    for (const entry of files)
      expect(entry).toMatch(
        /^!?(?:dist|dist\/node)\/\*\.(?:js|css)$|^docs\/\*\*\/\*\.md$|^[^*]+\.(?:json|md)$|^examples\/ci\/[\w.-]+$|^!dist\/node\/[\w-]+\.js$/,
      );
  });

  it('is there', () => {
    for (const entry of files.filter((one) => !one.includes('*') && !one.startsWith('!')))
      expect(existsSync(entry)).toBe(true);
  });
});

describe('the archive of bundles', () => {
  it('holds what k6 needs: every bundle, the schema and plans, and no code for Node', () => {
    const archive = path.join(mkdtempSync(path.join(tmpdir(), 'headroom-release-')), 'bundles.tar.gz');
    execFileSync('bash', [path.join('build', 'release-archive.sh'), archive]);
    const files = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n');
    for (const script of ['agents', 'ceiling', 'contact-centre', 'customers', 'reconnect-storm'])
      expect(files).toContain(`headroom/dist/${script}.js`);
    expect(files).toEqual(expect.arrayContaining(['headroom/dist/plan.schema.json', 'headroom/plans/smoke.json']));
    expect(files.filter((file) => file.includes('dist/node'))).toEqual([]);
  });
});
