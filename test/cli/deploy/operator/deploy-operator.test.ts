import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markedAsPart } from '../../../../lib/dialogues/set-part.ts';
import { configMapsIn, deploy, documentsIn, manifestsIn, testRunIn } from './deploying.ts';
import { manifestFields } from './manifest-fields.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-operator-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = 'a-token-that-nobody-may-see';
const AGENTS = 12;

const PLAN = {
  name: 'My_Org',
  target: { domain: 'mypurecloud.com' },
  approval: { reference: 'CASE-1', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' },
  deployments: [{ id: '11111111-1111-4111-8111-111111111111', origin: 'https://www.example.com' }],
  customers: { sessions: 50, perMinute: 30, hold: '10m', longestVisit: '10m' },
  agents: { count: AGENTS, perMinute: 30, capacity: 5, tokens: { source: 'file', path: 'tokens.txt' } },
  transcripts: { path: 'set.jsonl' },
};

/** A set of at least so many bytes. */
function setOf(bytes: number): string {
  const line = `${JSON.stringify({ id: 'd', turns: [{ from: 'customer', text: `Hello: "${'x'.repeat(900)}" …` }] })}\n`;
  return line.repeat(Math.ceil(bytes / line.length));
}

function write(plan: object, set = setOf(1)): void {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  writeFileSync(path.join(folder, 'set.jsonl'), set);
}

beforeAll(() => {
  const tokens = Array.from({ length: AGENTS }, (_, index) => `${TOKEN}-${index}\n`);
  writeFileSync(path.join(folder, 'tokens.txt'), tokens.join(''));
});

describe('deploy k6-operator', async () => {
  it('writes objects that have only fields of the table, and a bundle as it was built', async () => {
    write(PLAN);
    const { code, stderr, output } = await deploy(folder, 'plan.json', {
      parallelism: '4',
      separate: true,
      storageClass: 'nfs',
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const manifest of manifestsIn(output)) manifestFields.parse(manifest);
    const bundle = readFileSync('dist/contact-centre.js', 'utf8');
    expect(configMapsIn(output)[0]?.data['contact-centre.js']).toBe(bundle);
  });

  it('writes no field that the table refuses as misspelled', async () => {
    write(PLAN);
    const testRun = testRunIn((await deploy(folder, 'plan.json')).output);
    const { volumeMounts, ...runner } = testRun.spec.runner;
    const misspelled = { ...testRun, spec: { ...testRun.spec, runner: { ...runner, volumeMount: volumeMounts } } };
    expect(manifestFields.safeParse(testRun).success).toBe(true);
    expect(manifestFields.safeParse(misspelled).success).toBe(false);
  });

  it('tells each share how many there are, the run that the TestRun is named after, and where results go', async () => {
    write(PLAN);
    const { spec, metadata } = testRunIn((await deploy(folder, 'plan.json', { parallelism: '4' })).output);
    expect(metadata.generateName).toBe('headroom-my-org-');
    expect(spec.parallelism).toBe(4);
    expect(spec.runner.env).toEqual([
      { name: 'PLAN', value: 'plan.json' },
      { name: 'SHARES', value: '4' },
      { name: 'RUN', valueFrom: { fieldRef: { fieldPath: "metadata.labels['k6_cr']" } } },
      { name: 'SHARE_NAME', valueFrom: { fieldRef: { fieldPath: "metadata.labels['job-name']" } } },
      { name: 'RESULTS', value: '/headroom/runs/$(RUN)' },
    ]);
  });

  it('writes no token: a Secret that it names the files of brings them', async () => {
    write(PLAN);
    const { stdout, output } = await deploy(folder, 'plan.json');
    for (const file of readdirSync(output)) expect(readFileSync(path.join(output, file), 'utf8')).not.toContain(TOKEN);
    expect(stdout).not.toContain(TOKEN);
    const command = `kubectl create secret generic headroom-my-org-secrets --from-file=tokens.txt=${folder}/tokens.txt`;
    expect(stdout).toContain(command);
    const plan = JSON.parse(configMapsIn(output)[0]?.data['plan.json'] ?? '');
    expect(plan.agents.tokens).toEqual({ source: 'file', path: '/secrets/tokens.txt' });
    const { volumes, volumeMounts } = testRunIn(output).spec.runner;
    expect(volumes).toContainEqual({ name: 'secrets', secret: { secretName: 'headroom-my-org-secrets' } });
    expect(volumeMounts).toContainEqual({ name: 'secrets', mountPath: '/secrets', readOnly: true });
  });

  it('points k6 at its own file of secrets where the plan has its tokens there', async () => {
    write({ ...PLAN, agents: { ...PLAN.agents, tokens: { source: 'secrets' } } });
    const { stdout, output } = await deploy(folder, 'plan.json');
    const source = { name: 'K6_SECRET_SOURCE', value: 'file=/secrets/k6-secrets' };
    expect(testRunIn(output).spec.runner.env).toContainEqual(source);
    expect(stdout).toContain('--from-file=k6-secrets=<file of name=value lines>');
  });

  it('lays overrides over the plan that the pods read', async () => {
    write(PLAN);
    const { output } = await deploy(folder, 'plan.json', { e: ['HOLD=5m'] });
    expect(JSON.parse(configMapsIn(output)[0]?.data['plan.json'] ?? '').customers.hold).toBe('5m');
  });

  it.each([
    ['beside the script', 1_000, 'dialogues.jsonl', 1],
    ['in a ConfigMap of its own', 700_000, '/dialogues/dialogues.jsonl', 2],
    ['on the volume', 1_100_000, '/headroom/data/dialogues.jsonl', 1],
  ] as const)('puts the set %s where it is %i bytes, and says why', async (place, bytes, where, configMaps) => {
    const set = setOf(bytes);
    write(PLAN, set);
    const { stdout, output } = await deploy(folder, 'plan.json');
    expect(stdout).toMatch(new RegExp(`dialogues +${place}: [\\d,]+ (?:of 1,048,576 )?bytes`));
    const maps = configMapsIn(output);
    expect(maps).toHaveLength(configMaps);
    expect(JSON.parse(maps[0]?.data['plan.json'] ?? '').transcripts.path).toBe(where);
    const inMaps = maps.flatMap(({ data }) => data['dialogues.jsonl'] ?? []);
    expect(inMaps).toEqual(place === 'on the volume' ? [] : [set]);
    const loads = `kubectl cp '${folder}/set.jsonl' headroom-my-org-files:/headroom/data/dialogues.jsonl`;
    const script = readFileSync(path.join(output, 'start.sh'), 'utf8');
    expect(script.includes(loads)).toBe(place === 'on the volume');
  });

  it('asks for memory by the VUs of a pod', async () => {
    write({ ...PLAN, customers: { ...PLAN.customers, sessions: 4_000, perMinute: 600 } });
    const resources = async (parallelism: string) =>
      testRunIn((await deploy(folder, 'plan.json', { parallelism })).output).spec.runner.resources;
    expect(await resources('2')).toEqual({ requests: { cpu: '2100m', memory: '2263M' }, limits: { memory: '10291M' } });
    expect(await resources('8')).toEqual({ requests: { cpu: '600m', memory: '758M' }, limits: { memory: '2766M' } });
  });

  it('says by when a run has to be started that ends inside the approved window', async () => {
    write(PLAN);
    expect((await deploy(folder, 'plan.json')).stdout).toMatch(
      /at most 24m52s; start it from 2026-12-01T23:00:00-05:00 on, and by 2026-12-02T09:25:08Z/,
    );
  });

  it('takes a claim of the user in place of one of its own', async () => {
    write(PLAN);
    const { output } = await deploy(folder, 'plan.json', { claim: 'shared' });
    expect(testRunIn(output).spec.runner.volumes[0]).toEqual({
      name: 'results',
      persistentVolumeClaim: { claimName: 'shared' },
    });
    expect(readFileSync(path.join(output, 'start.sh'), 'utf8')).toContain('--server-side -f config.yaml');
    expect(documentsIn(output, 'files.yaml')).toMatchObject([
      { spec: { volumes: [{ persistentVolumeClaim: { claimName: 'shared' } }] } },
    ]);
  });

  it('puts parts of a set that fit only one by one into a ConfigMap each, as one folder', async () => {
    write({ ...PLAN, transcripts: { path: 'part-{n}.jsonl' } });
    const parts = ['1 of 2', '2 of 2'].map((part, at) => {
      const text = `${markedAsPart(setOf(1).trim(), part)}\n${setOf(700_000)}`;
      writeFileSync(path.join(folder, `part-${at + 1}.jsonl`), text);
      return text;
    });
    const { code, stdout, output } = await deploy(folder, 'plan.json');
    expect(code).toBe(0);
    expect(stdout).toMatch(/dialogues +in a ConfigMap for each part: [\d,]+ bytes, and a ConfigMap holds 1,048,576/);
    for (const manifest of manifestsIn(output)) manifestFields.parse(manifest);
    const [script, ...maps] = configMapsIn(output);
    expect(JSON.parse(script?.data['plan.json'] ?? '').transcripts.path).toBe('/dialogues/dialogues-{n}.jsonl');
    expect(maps.map(({ data }) => data)).toEqual(parts.map((text, at) => ({ [`dialogues-${at + 1}.jsonl`]: text })));
    const names = ['headroom-my-org-dialogues-1', 'headroom-my-org-dialogues-2'];
    expect(maps.map(({ metadata }) => metadata.name)).toEqual(names);
    const { volumes, volumeMounts } = testRunIn(output).spec.runner;
    expect(volumes).toContainEqual({
      name: 'dialogues',
      projected: { sources: names.map((name) => ({ configMap: { name } })) },
    });
    expect(volumeMounts).toContainEqual({ name: 'dialogues', mountPath: '/dialogues', readOnly: true });
  });

  it.each([
    ['more pods than VUs', { parallelism: '64' }, /--parallelism 64: contact-centre has 63 VUs.*allowed: 1 to 63/],
    ['no number of pods', { parallelism: 'many' }, /--parallelism many; allowed: a whole number from 1 to 1000/],
    ['a script of many runs', { script: 'ceiling' }, /--script ceiling; allowed: contact-centre, customers/],
    ['pods apart on a volume of one node', { separate: true }, /--separate: .*allowed: with --storage-class/],
    ['a size that is none', { volumeSize: 'big' }, /--volume-size big; allowed: a size such as 10Gi/],
    ['a claim that is no name', { claim: 'a b' }, /--claim a b; allowed: the name of an object/],
    ['an image that is none', { image: 'k6; rm' }, /--image k6; rm; allowed: an image/],
  ])('refuses %s in one line', async (_, options, line) => {
    write(PLAN);
    const { code, stderr, stdout } = await deploy(folder, 'plan.json', options);
    expect({ code, stdout }).toEqual({ code: 104, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it.each([
    ['transcripts', { transcripts: { path: 'gone.jsonl' } }, /transcripts gone.jsonl: no such file/],
    [
      'tokens',
      { agents: { ...PLAN.agents, tokens: { source: 'file', path: 'gone.txt' } } },
      /agents.tokens gone.txt: no such file/,
    ],
  ])('refuses a plan whose %s are not there', async (_, more, line) => {
    write({ ...PLAN, ...more });
    expect(await deploy(folder, 'plan.json')).toMatchObject({ code: 104, stderr: expect.stringMatching(line) });
  });
});
