import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { deployCloud } from '../../../cli/deploy/cloud/deploy-cloud.ts';
import { deployOperator } from '../../../cli/deploy/operator/deploy-operator.ts';
import { badInput } from '../../../cli/io/bad-input.ts';
import { merge } from '../../../cli/merge/merge.ts';
import { planFromJmx } from '../../../cli/plan/from-jmx/plan-from-jmx.ts';
import { adoptDeployments } from '../../../cli/plan/plan-adopt.ts';
import { initPlan } from '../../../cli/plan-init/plan-init.ts';
import { orgCalls } from '../../../cli/platform/org.ts';
import { provision } from '../../../cli/provision/provision.ts';
import { report } from '../../../cli/report/report.ts';
import { ticket } from '../../../cli/ticket/ticket.ts';
import { importTranscripts } from '../../../cli/transcripts/transcripts-import.ts';
import { packTranscripts } from '../../../cli/transcripts/transcripts-pack.ts';
import { writeSampleTranscripts } from '../../../cli/transcripts/transcripts-sample.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { ceilingOfFive, declare, sample } from '../../report/lines.ts';
import { CapturedOutput } from '../captured-output.ts';

const root = mkdtempSync(path.join(tmpdir(), 'headroom-full-'));
afterAll(() => rmSync(root, { recursive: true }));

type Command = (io: RunIo) => Promise<number> | number;

const e: string[] = [];
const JMX = path.resolve('test/cli/plan/from-jmx');
const DEPLOYMENT = 'd0000000-0000-4000-8000-000000000001';

/** k6 cloud reaches no loopback. */
const IN_AN_ORG = {
  target: { domain: 'mypurecloud.com' },
  approval: { reference: 'CASE-1', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' },
};

const merges: Command = (io) =>
  merge(
    ['run.ndjson'],
    {
      ...{ e, plan: 'plan.json', output: 'm.json', report: 'm.html' },
      ...{ junit: 'm.xml', markdown: 'm.md', json: 'page.json' },
    },
    io,
  );
const reports: Command = (io) =>
  report(
    ['run.ndjson'],
    {
      ...{ e, plan: 'plan.json', output: 'r.html' },
      ...{ junit: 'r.xml', markdown: 'r.md', json: 'r.json', csv: 'r.csv' },
    },
    io,
  );
const imports: Command = (io) =>
  inOneLine(io, ({ at }) =>
    importTranscripts(at('rows.csv'), { output: at('set.jsonl'), manifest: at('from.jsonl') }, io),
  );
const packs: Command = (io) =>
  inOneLine(io, ({ at }) => packTranscripts(at('two.jsonl'), { output: at('p.jsonl'), count: 2, instances: 2 }, io));
const samples: Command = (io) =>
  inOneLine(io, ({ at }) => writeSampleTranscripts({ output: at('sample.jsonl'), count: 3, seed: 1 }, io));
const inits: Command = (io) =>
  initPlan(
    {
      output: 'new.json',
      fromOrg: false,
      force: true,
      answers: { target: '127.0.0.1:7420', deployments: DEPLOYMENT, origin: 'https://example.com' },
    },
    io,
    orgCalls('plan init', io),
    undefined,
  );
const adopts: Command = (io) => adoptDeployments('plan.json', 'outputs.json', 'adopted.json', io);
const converts: Command = (io) =>
  planFromJmx(path.join(JMX, 'contact-centre.jmx'), { output: 'jmx.json', property: [], json: false }, io);
const tickets: Command = (io) =>
  ticket(
    'plan.json',
    [],
    { e, source: [], fromOrg: false, output: 'ticket.md', html: 'ticket.html' },
    io,
    orgCalls('ticket', io),
  );
const provisions: Command = (io) =>
  provision(
    'plan.json',
    {
      e,
      output: '.',
      queues: '1',
      orgCapacity: false,
      createUsers: false,
      withRole: [],
      oauthClient: false,
      samlIssuer: 'https://idp.test',
    },
    io,
  );
const deploysPods: Command = (io) =>
  deployOperator(
    'plan.json',
    { e, output: '.', parallelism: '2', image: 'grafana/k6:2.3.0', samples: true, volumeSize: '1Gi' },
    io,
  );
const deploysToCloud: Command = (io) =>
  deployCloud('tokens.json', { e, pack: 'tokens.txt', secrets: 'secrets.env' }, io);

/** Each output of each command that needs no org: the file that finds no room, and what writes it. */
const OUTPUTS: readonly (readonly [output: string, command: Command])[] = [
  ...['m.json', 'm.html', 'm.xml', 'm.md', 'page.json'].map((output) => [output, merges] as const),
  ...['r.html', 'r.xml', 'r.md', 'r.json', 'r.csv'].map((output) => [output, reports] as const),
  ...['set.jsonl', 'from.jsonl'].map((output) => [output, imports] as const),
  ...['p-1.jsonl', 'p-2.jsonl'].map((output) => [output, packs] as const),
  ['sample.jsonl', samples],
  ['new.json', inits],
  ['adopted.json', adopts],
  ...['jmx.json', 'jmx.jsonl'].map((output) => [output, converts] as const),
  ...['ticket.md', 'ticket.html'].map((output) => [output, tickets] as const),
  ...['main.tf.json', 'flow.yaml'].map((output) => [output, provisions] as const),
  ...['config.yaml', 'volume.yaml', 'files.yaml', 'testrun.yaml', 'start.sh'].map(
    (output) => [output, deploysPods] as const,
  ),
  ['secrets.env', deploysToCloud],
];

async function inOneLine(io: RunIo, work: (of: { at: (name: string) => string }) => Promise<number>): Promise<number> {
  try {
    return await work({ at: (name) => path.join(io.cwd, name) });
  } catch (error) {
    return badInput('transcripts', error, io);
  }
}

/** A folder with all that the commands read; for `full` the disk has no room. */
function folderWithout(full: string): string {
  const folder = mkdtempSync(path.join(root, 'case-'));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);
  const mark = { run: 'one', script: 'customers', shares: '1', plan: 'x', version: '0.1.0' };
  const setup = JSON.parse(sample('http_reqs', 0, 1, { group: '::setup' }));
  setup.data.metadata = mark;
  write('run.ndjson', [declare('http_reqs', 'counter'), JSON.stringify(setup), ...ceilingOfFive()].join('\n'));
  const plan = planJson();
  write('plan.json', JSON.stringify(plan));
  const tokens = { source: 'secrets', name: 'tokens-{n}', perSecret: 100 };
  write('tokens.json', JSON.stringify({ ...plan, ...IN_AN_ORG, agents: { ...plan.agents, count: 1, tokens } }));
  write('tokens.txt', 'a-token-of-nobody\n');
  write('rows.csv', 'conversation,participant,text\na,customer,Hello\n');
  write('two.jsonl', ['a', 'b'].map((id) => `{"id":"${id}","turns":[{"from":"customer","text":"Hello"}]}\n`).join(''));
  write('outputs.json', JSON.stringify({ deployments: { value: plan.deployments } }));
  // What is written through the link is refused as a full disk refuses it.
  symlinkSync('/dev/full', path.join(folder, full));
  return folder;
}

const OLD = 'what stood there';

describe('an output for which the disk has no room', () => {
  it.each(OUTPUTS)(
    'is named in one line, ends the command with 104, and leaves nothing half written (%s)',
    async (output, command) => {
      const cwd = folderWithout(output);
      const said = new CapturedOutput();
      const code = await command({ stdout: new CapturedOutput(), stderr: said, env: {}, cwd });
      // The report says beside it that the samples are of another plan.
      const lines = said.text.split('\n').filter((line) => !line.includes('ran under another plan'));
      expect(lines.join('\n')).toMatch(new RegExp(`^headroom .*${output}: cannot be written: the disk is full\n$`));
      expect(code).toBe(104);
      expect(readdirSync(cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect(lstatSync(path.join(cwd, output)).isSymbolicLink()).toBe(true);
    },
  );

  it('leaves the set of an earlier import as it was, where its manifest is that output', async () => {
    const cwd = folderWithout('from.jsonl');
    writeFileSync(path.join(cwd, 'set.jsonl'), OLD);
    expect(await imports({ stdout: new CapturedOutput(), stderr: new CapturedOutput(), env: {}, cwd })).toBe(104);
    expect(readFileSync(path.join(cwd, 'set.jsonl'), 'utf8')).toBe(OLD);
  });
});
