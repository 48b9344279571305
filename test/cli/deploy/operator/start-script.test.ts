import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { deploy } from './deploying.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLAN = {
  name: 'smoke',
  target: { address: '127.0.0.1:7420' },
  deployments: [{ id: '11111111-1111-4111-8111-111111111111', origin: 'https://www.example.com' }],
  customers: { sessions: 8, perMinute: 60, hold: '10s', longestVisit: '10s' },
};

function executable(name: string, text: string): string {
  const file = path.join(folder, 'bin', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${text}`);
  chmodSync(file, 0o755);
  return file;
}

/**
 * Starts what was written, with a `kubectl` that notes what it is asked for: the TestRun passes through `stages`, and the
 * volume has the results of one share.
 */
function start(
  output: string,
  { stages, secret = true, left = true }: { stages: string[]; secret?: boolean; left?: boolean },
) {
  const log = path.join(folder, 'log');
  writeFileSync(log, '');
  writeFileSync(path.join(folder, 'stages'), stages.map((stage) => `${stage}\n`).join(''));
  executable(
    'kubectl',
    `echo "kubectl $*" >> ${log}
case "$1 $2" in
  "create -f") [ "$3" != testrun.yaml ] || echo headroom-smoke-ab1cd ;;
  "get secret") exit ${secret ? 0 : 1} ;;
  "get testrun") head -1 ${folder}/stages; sed -i 1d ${folder}/stages ;;
  "cp headroom-smoke-files:/headroom/runs/headroom-smoke-ab1cd") ${left ? 'mkdir -p "$3" && echo {} > "$3/share.json"' : 'exit 1'} ;;
esac
`,
  );
  const headroom = executable('headroom', `echo "headroom $*" >> ${log}\nexit 99\n`);
  const env = { PATH: `${path.join(folder, 'bin')}:${process.env.PATH}`, HEADROOM: headroom, POLL_SECONDS: '0' };
  const { status, stderr } = spawnSync('sh', [path.join(output, 'start.sh')], { env, encoding: 'utf8' });
  return { status, stderr, calls: readFileSync(log, 'utf8').trim().split('\n') };
}

async function deployed(plan: object, set?: string): Promise<string> {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  if (set !== undefined) writeFileSync(path.join(folder, 'set.jsonl'), set);
  return (await deploy(folder, 'plan.json')).output;
}

describe('the script that starts a run', async () => {
  it('creates the TestRun, waits for its end, fetches what the shares wrote, and ends as the merge does', async () => {
    const output = await deployed(PLAN);
    const { status, stderr, calls } = start(output, { stages: ['', 'initialized', 'started', 'finished'] });
    expect(status).toBe(99);
    expect(stderr).toContain('run headroom-smoke-ab1cd: 2 shares');
    const results = path.join(output, 'runs/headroom-smoke-ab1cd');
    const asked = calls.filter((call) => !call.startsWith('kubectl get testrun'));
    expect(asked).toEqual([
      'kubectl apply --server-side -f volume.yaml -f config.yaml',
      'kubectl create -f testrun.yaml -o jsonpath={.metadata.name}',
      'kubectl delete pod headroom-smoke-files --ignore-not-found --wait',
      'kubectl create -f files.yaml',
      'kubectl wait --for=condition=Ready pod/headroom-smoke-files --timeout=5m',
      'kubectl cp headroom-smoke-files:/headroom/runs/headroom-smoke-ab1cd runs/headroom-smoke-ab1cd',
      'kubectl delete pod headroom-smoke-files --wait=false',
      `headroom merge ${results} -o ${results}.json --report ${results}.html`,
    ]);
    expect(calls.length - asked.length).toBe(4);
    expect(existsSync(path.join(output, 'runs/headroom-smoke-ab1cd/share.json'))).toBe(true);
  });

  it('copies a set that fits no ConfigMap onto the volume before the run', async () => {
    const line = `${JSON.stringify({ id: 'd', turns: [{ from: 'customer', text: 'x'.repeat(1_000) }] })}\n`;
    const output = await deployed({ ...PLAN, transcripts: { path: 'set.jsonl' } }, line.repeat(1_100));
    const { calls } = start(output, { stages: ['finished'] });
    const copied = `kubectl cp ${folder}/set.jsonl headroom-smoke-files:/headroom/data/dialogues.jsonl`;
    expect(calls.indexOf(copied)).toBeGreaterThan(calls.indexOf('kubectl create -f files.yaml'));
    expect(calls.indexOf(copied)).toBeLessThan(calls.findIndex((call) => call.includes('testrun.yaml')));
  });

  it('ends with 104 where the TestRun is in error, and names the command that says why', async () => {
    const { status, stderr, calls } = start(await deployed(PLAN), { stages: ['initialization', 'error'] });
    expect(status).toBe(104);
    expect(stderr).toContain('kubectl logs job/headroom-smoke-ab1cd-initializer');
    expect(calls.some((call) => call.startsWith('headroom'))).toBe(false);
  });

  it('ends with 104 where no share left anything', async () => {
    const { status, stderr } = start(await deployed(PLAN), { stages: ['finished'], left: false });
    expect(status).toBe(104);
    expect(stderr).toContain('kubectl logs -l k6_cr=headroom-smoke-ab1cd');
  });

  it('starts nothing without its Secret, and says how to make it', async () => {
    const agents = { count: 2, perMinute: 60, capacity: 5, tokens: { source: 'secrets' } };
    const { status, stderr, calls } = start(await deployed({ ...PLAN, agents }), { stages: [], secret: false });
    expect(status).toBe(104);
    expect(stderr).toContain('kubectl create secret generic headroom-smoke-secrets --from-file=k6-secrets=');
    expect(calls).toEqual(['kubectl get secret headroom-smoke-secrets']);
  });
});
