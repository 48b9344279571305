import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScript } from '../../src/load-script.ts';
import { Recorder, scenario } from '../script/harness.ts';

/** Writes files, folders included, and runs `main.js` in one VU; gives what it printed there. */
async function run(lane: 'async' | 'worker', files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-open-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const context = new Recorder();
  const script = await loadScript(path.join(folder, 'main.js'), context, { lane, cwd: '/' });
  const vu = await script.createVu({ idInInstance: 1, idInTest: 1 });
  const job = { scenario, iterationInInstance: 0, iterationInTest: 0, iterationInScenario: 0 };
  await vu.run(job, new AbortController().signal);
  await vu.dispose();
  await script.dispose();
  return context.printed;
}

const PRINT = 'export default function () { console.log(text) }';

describe.each(['async', 'worker'] as const)('a relative path given to open in the %s lane', (lane) => {
  it('a relative path starts from the folder of the module that is being loaded, not of the script', async () => {
    const files = {
      'main.js': `import { text } from './lib/data.js'; ${PRINT}`,
      'lib/data.js': `export const text = open('./name.txt') + open('deep/name.txt');`,
      'name.txt': 'beside the script',
      'lib/name.txt': 'beside the module',
      'lib/deep/name.txt': ' and below it',
    };
    expect(await run(lane, files)).toEqual(['beside the module and below it']);
  });

  it('a relative path starts from the module that calls a helper, wherever the helper stands', async () => {
    const files = {
      'main.js': `import { text as inner } from './lib/data.js'; import { read } from './help/read.js';
        const text = inner + read('name.txt'); ${PRINT}`,
      'lib/data.js': `import { SharedArray } from 'k6/data'; import { read } from '../help/read.js';
        export const text = new SharedArray('names', () => [read('name.txt')])[0];`,
      'help/read.js': 'export function read(name) { return [name].map((one) => open(one))[0]; }',
      'name.txt': ' of the script',
      'lib/name.txt': 'of the module',
      'help/name.txt': 'of the helper',
    };
    expect(await run(lane, files)).toEqual(['of the module of the script']);
  });

  it('a relative path starts from a CommonJS module while it is required', async () => {
    const files = {
      'main.js': `const inner = require('./lib/data.js'); const text = inner.text + open('name.txt');
        module.exports.default = function () { console.log(text) };`,
      'lib/data.js': `const { read } = require('../help/read.js'); module.exports.text = read('./name.txt');`,
      'help/read.js': 'module.exports.read = (name) => open(name);',
      'name.txt': ' of the script',
      'lib/name.txt': 'of the module',
    };
    expect(await run(lane, files)).toEqual(['of the module of the script']);
  });

  it('a relative path starts from a bundle, not from the source that its inline map names', async () => {
    const map = { version: 3, sources: ['src/main.ts'], names: [], mappings: 'AAAA' };
    const inline = Buffer.from(JSON.stringify(map)).toString('base64');
    const files = {
      'main.js': `import './other.js'; const text = open('./name.txt'); ${PRINT}\n//# sourceMappingURL=data:application/json;base64,${inline}`,
      'other.js': 'globalThis.other = true;',
      'name.txt': 'beside the bundle',
      'src/main.ts': '',
      'src/name.txt': 'beside the source',
    };
    expect(await run(lane, files)).toEqual(['beside the bundle']);
  });
});
