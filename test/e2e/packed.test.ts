import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'headroom-packed-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** Processes take as long as they do. */
const NO_LIMIT = 0;
const installed = path.join(folder, 'node_modules/headroom');
let packed: string[] = [];

/** What `npm install headroom-….tgz` makes of an empty folder: the files of the archive, beside the packages that it names. */
beforeAll(() => {
  const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder];
  const [{ filename, files }] = JSON.parse(execFileSync('npm', pack, { encoding: 'utf8' })) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map((file) => file.path);
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', installed, '--strip-components=1']);
  rmSync(path.join(folder, filename));
  const { dependencies } = JSON.parse(readFileSync(path.join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    mkdirSync(path.dirname(path.join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(realpathSync(path.join('node_modules', name)), path.join(folder, 'node_modules', name));
  }
}, NO_LIMIT);

const PLAN = {
  name: 'two',
  target: { address: '127.0.0.1:7420' },
  deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
  customers: {
    sessions: 3,
    perMinute: 600,
    hold: '1s',
    teardown: '1s',
    longestVisit: '5s',
    think: { min: '200ms', max: '300ms' },
  },
  gate: 'ci',
};

function headroom(words: readonly string[], env: Record<string, string> = {}) {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(PLAN));
  const bin = path.join(installed, 'dist/node/headroom.js');
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    env: { PATH, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the packed archive', () => {
  it('holds the bundles, the schema, the command, plans and documents, and no test, bench or laboratory', () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        'dist/contact-centre.js',
        'dist/plan.schema.json',
        'dist/node/headroom.js',
        'plans/smoke.json',
        'README.md',
        'LICENSE',
      ]),
    );
    const meant =
      /^(?:dist\/[\w-]+\.js|dist\/plan\.schema\.json|dist\/node\/[\w-]+\.(?:js|css)|docs\/.*\.md|examples\/ci\/[\w.-]+|plans\/[\w.-]+\.json|[A-Z]+(?:\.md)?|package\.json)$/;
    expect(packed.filter((file) => !meant.test(file))).toEqual([]);
    expect(packed.filter((file) => /\/(?:lab|build|docs-metrics|bench)\.js$/.test(file))).toEqual([]);
  });

  it(
    'runs headroom ci where nothing else is, on a port that is free, and tells GitHub what does not hold',
    () => {
      const summary = path.join(folder, 'step-summary.md');
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
      const { status, stdout } = headroom(['ci', 'plan.json', '-o', 'out', '--set', 'ceiling.max=1'], env);
      expect(status).toBe(99);
      expect(stdout).toMatch(/^::error title=ws_upgrade_503::rate<0\.01, was /m);
      expect(readdirSync(path.join(folder, 'out')).sort()).toEqual([
        'junit.xml',
        'report.html',
        'result.json',
        'samples.ndjson',
        'summary.md',
      ]);
      expect(readFileSync(path.join(folder, 'out/junit.xml'), 'utf8')).toMatch(/<failure/);
      expect(readFileSync(summary, 'utf8')).toMatch(/^# headroom report: two/);
    },
    NO_LIMIT,
  );

  it(
    'says in one line that the port of the tenant is taken, and writes no report',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { status, stderr } = headroom(['ci', 'plan.json', '-o', 'taken', '--port', `${port}`]);
      other.close();
      expect(status).toBe(104);
      expect(stderr).toMatch(new RegExp(`^headroom tenant: port ${port}: in use; allowed: another --port, or 0\n`));
      expect(existsSync(path.join(folder, 'taken/report.html'))).toBe(false);
    },
    NO_LIMIT,
  );
});
