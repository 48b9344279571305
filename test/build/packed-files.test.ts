import { existsSync, readFileSync } from 'node:fs';
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
