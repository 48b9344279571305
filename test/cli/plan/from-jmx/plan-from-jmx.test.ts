import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JmxNote } from '../../../../cli/plan/from-jmx/jmx-notes.ts';
import { planFromJmx } from '../../../../cli/plan/from-jmx/plan-from-jmx.ts';
import { CapturedOutput } from '../../captured-output.ts';

/** A test plan of the kind that began this project: HTTP defaults, WebSocket samplers, 50 a minute, timers of 2 s, CSV. */
const FIXTURE = readFileSync(path.join(import.meta.dirname, 'contact-centre.jmx'), 'utf8');

interface Converted {
  readonly change?: (jmx: string) => string;
  readonly property?: readonly string[];
  readonly json?: boolean;
  readonly withCsv?: boolean;
}

function converted({ change = (jmx) => jmx, property = [], json = true, withCsv = true }: Converted = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'headroom-jmx-'));
  writeFileSync(path.join(folder, 'load.jmx'), change(FIXTURE));
  if (withCsv) copyFileSync(path.join(import.meta.dirname, 'questions.csv'), path.join(folder, 'questions.csv'));
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const code = planFromJmx(
    'load.jmx',
    { output: 'plan.json', property, json },
    { cwd: folder, env: {}, stdout, stderr },
  );
  const read = (file: string) => {
    const at = path.join(folder, file);
    return existsSync(at) ? readFileSync(at, 'utf8') : undefined;
  };
  const notes = json && code === 0 ? (JSON.parse(stdout.text) as JmxNote[]) : [];
  const plan = JSON.parse(read('plan.json') ?? '{}');
  return { code, plan, notes, set: read('plan.jsonl'), out: stdout.text, err: stderr.text };
}

/** How JMeter writes a variable or a function. */
const variable = (name: string) => `\${${name}}`;

/** The line of the fixture that begins an element. */
const lineOf = (name: string) => FIXTURE.split('\n').findIndex((line) => line.includes(`testname="${name}"`)) + 1;
const said = (notes: readonly JmxNote[], name: string) =>
  notes.filter(({ line }) => line === lineOf(name)).map(({ state, says }) => `${state}: ${says}`);

describe('headroom plan from-jmx', () => {
  it('makes a plan with the same numbers', () => {
    const { code, plan, err } = converted();
    expect([err, code]).toEqual(['', 0]);
    expect(plan).toEqual({
      name: 'from-jmx',
      target: { domain: 'mypurecloud.de' },
      deployments: [{ id: '0d1f8c5e-7a3b-4c2d-9e6f-1a2b3c4d5e6f', origin: 'https://shop.example.com' }],
      customers: {
        sessions: 500,
        perMinute: 50,
        hold: '10m',
        teardown: '1m',
        longestVisit: '10m',
        think: { min: '2s', max: '2s' },
      },
      agents: {
        count: 100,
        perMinute: 50,
        capacity: 1,
        reply: { min: '2s', max: '2s' },
        tokens: { source: 'file', path: 'tokens.txt' },
      },
      gate: 'ci',
      transcripts: { path: 'plan.jsonl' },
    });
  });

  it('makes a dialogue of each row of the CSV data, with the reply of the agents', () => {
    const [first, second, ...rest] = (converted().set ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const agent = { from: 'agent', text: 'Let me look that up for you' };
    expect(first.turns).toEqual([
      { from: 'customer', text: 'Where is my order, please?' },
      agent,
      { from: 'customer', text: 'It was to come on Monday' },
      agent,
    ]);
    expect(second.turns[0].text).toBe('Do you ship to Österreich?');
    expect(rest).toHaveLength(1);
  });

  it('says of every element what became of it, by its line', () => {
    const { notes } = converted();
    const elements = FIXTURE.split('\n').flatMap((line, n) => (line.includes(' testclass="') ? [n + 1] : []));
    expect([...new Set(notes.map(({ line }) => line))]).toEqual(elements);
    expect(said(notes, 'Customers')).toEqual([
      'taken: 500 threads in 600 s: customers.sessions 500, customers.perMinute 50',
      'taken: customers.hold 600s',
    ]);
    expect(said(notes, 'HTTP 200')).toEqual([expect.stringMatching(/^left: a WebSocket handshake answers 101,/)]);
    expect(said(notes, 'Configure')).toEqual([expect.stringMatching(/^partly: one session token for all threads/)]);
    expect(said(notes, 'Ask')).toContain('partly: a binary frame: the guest API speaks JSON in text frames');
    expect(said(notes, 'Ping')).toEqual(['left: disabled in the file']);
    expect(said(notes, 'Somebody else’s')).toEqual(['left: no key of a plan is like it']);
  });

  it('takes properties of JMeter as its -J gives them', () => {
    expect(converted({ property: ['customers=900'] }).plan.customers).toMatchObject({ sessions: 900, perMinute: 90 });
  });

  it('takes the loads of Ultimate and Concurrency thread groups', () => {
    const ultimate =
      '<collectionProp name="ultimatethreadgroupdata"><collectionProp name="1"><stringProp name="a">40</stringProp><stringProp name="b">0</stringProp><stringProp name="c">60</stringProp><stringProp name="d">300</stringProp><stringProp name="e">10</stringProp></collectionProp></collectionProp>';
    const asUltimate = (jmx: string) => {
      const start = jmx.indexOf('<ThreadGroup');
      const end = jmx.indexOf('</ThreadGroup>');
      const group = `<kg.apc.jmeter.threads.UltimateThreadGroup testname="Customers" testclass="U" enabled="true">${ultimate}</kg.apc.jmeter.threads.UltimateThreadGroup>`;
      return jmx.slice(0, start) + group + jmx.slice(end + '</ThreadGroup>'.length);
    };
    expect(converted({ change: asUltimate }).plan.customers).toMatchObject({ sessions: 40, perMinute: 40, hold: '5m' });
  });

  it('says that a CSV file is not there, and that its texts have no value', () => {
    const { notes } = converted({ withCsv: false });
    expect(said(notes, 'Questions')[0]).toMatch(/^left: questions\.csv is not there: .*headroom transcripts import/);
    expect(said(notes, 'Ask')[0]).toBe(
      `left: ${variable('question')} has no value in the file: its text stays as it is written`,
    );
  });

  it('fits its words into 80 columns', () => {
    const { out } = converted({ json: false });
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(out).toContain('plan.json: 500 customers, 50 a minute, hold 10m, 100 agents\nplan.jsonl: 3 dialogues\n');
  });

  it.each<[string, (jmx: string) => string, string]>([
    ['no test plan', () => '<html><body/></html>', 'no <jmeterTestPlan> in it'],
    ['a file that is cut off', (jmx) => jmx.slice(0, 3_000), 'is not closed'],
    [
      'a number without a value',
      (jmx) => jmx.replace(variable('__P(customers,500)'), variable('__P(customers)')),
      `line 38: ThreadGroup ThreadGroup.num_threads: ${variable('__P(customers)')}; allowed: a number`,
    ],
    [
      'no WebSocket',
      (jmx) => jmx.replaceAll('eu.luminis.jmeter.wssampler.', 'com.example.Other'),
      'no thread group opens a WebSocket',
    ],
  ])('refuses %s in one line, and writes nothing', (_, change, says) => {
    const { code, err, plan } = converted({ change });
    expect([code, plan]).toEqual([104, {}]);
    expect(err).toMatch(/^headroom plan from-jmx: load\.jmx: .*\n$/);
    expect(err).toContain(says);
  });
});
