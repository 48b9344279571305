import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { deploymentId, loadProfile, type RunningTenant, startTenant } from '@headroom/tenant';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hello } from '../../../cli/hello/hello.ts';
import { workingAlone } from '../../../cli/io/work-lock.ts';
import { groupedOnDisk } from '../../../cli/transcripts/messages/grouped-on-disk.ts';
import { VerifyProgressFile } from '../../../cli/verify/verify-progress-file.ts';
import { planJson } from '../../lib/plan/a-plan.ts';
import { CapturedOutput } from '../captured-output.ts';

const root = mkdtempSync(path.join(tmpdir(), 'headroom-full-at-work-'));
let org: RunningTenant;
beforeAll(async () => {
  org = await startTenant({ port: 0, profile: loadProfile('healthy', ['agents.count=1']) });
});
afterAll(async () => {
  await org.close();
  rmSync(root, { recursive: true });
});

/** A folder with a plan for the org, in which a file finds no room: what is written through the link is refused. */
function folderWithout(full: string): string {
  const folder = mkdtempSync(path.join(root, 'case-'));
  const plan = {
    ...planJson(),
    target: { address: org.addresses.address },
    deployments: [{ id: deploymentId(1), origin: 'https://example.com' }],
    agents: { count: 1, perMinute: 60, capacity: 1, tokens: { source: 'file', path: path.join(folder, 'tokens.txt') } },
  };
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  writeFileSync(path.join(folder, 'tokens.txt'), 'simulated-agent-1\n', { mode: 0o600 });
  symlinkSync('/dev/full', path.join(folder, full));
  return folder;
}

const ASKED: Readonly<Record<string, (io: RunIo) => Promise<number>>> = {
  'hello.json': (io) => hello('plan.json', { e: [], yes: true, json: false, output: 'hello.json', wait: '5' }, io),
};

describe('an output of a command that asks an org, for which the disk has no room', () => {
  it.each(Object.entries(ASKED))('is named in one line, and ends the command with 104 (%s)', async (full, command) => {
    const cwd = folderWithout(full);
    const said = new CapturedOutput();
    const code = await command({ stdout: new CapturedOutput(), stderr: said, env: {}, cwd });
    const [last, ...others] = said.text.split(/[\r\n]+/).filter((line) => line.includes('cannot be written'));
    expect(last).toMatch(new RegExp(`^headroom .*${full}: cannot be written: the disk is full$`));
    expect([code, others]).toEqual([104, []]);
    expect(lstatSync(path.join(cwd, full)).isSymbolicLink()).toBe(true);
    expect(readdirSync(cwd).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a file that a command works with, for which the disk has no room', () => {
  it('is named where it is the progress of a verification, when it is begun and when it grows', () => {
    const folder = mkdtempSync(path.join(root, 'progress-'));
    const file = path.join(folder, 'verify.jsonl');
    symlinkSync('/dev/full', file);
    expect(() => VerifyProgressFile.open(file, 'a', true)).toThrow(`${file}: cannot be written: the disk is full`);
    rmSync(file);
    const begun = VerifyProgressFile.open(file, 'a', true);
    rmSync(file);
    symlinkSync('/dev/full', file);
    expect(() => begun.add({} as never)).toThrow(`${file}: cannot be written: the disk is full`);
  });

  it('is named where it is a lock', async () => {
    // Nobody can create a file there, as on a full disk.
    await expect(workingAlone('/proc/self/x.json', async () => 0)).rejects.toThrow(
      '/proc/self/x.json.lock: cannot be written: ',
    );
    const file = path.join(mkdtempSync(path.join(root, 'lock-')), 'x.json');
    expect(await workingAlone(file, async () => 'free')).toBe('free');
  });

  it('is named where it is a part of an import, and the temporary folder is gone', async () => {
    const before = process.env.TMPDIR;
    const place = path.join(root, 'tmp');
    mkdirSync(place);
    process.env.TMPDIR = place;
    try {
      const batches = (async function* () {
        const [folder = ''] = readdirSync(place);
        symlinkSync('/dev/full', path.join(place, folder, '0'));
        yield { file: 'a.jsonl', messages: [{ conversation: 'a', from: 'customer', text: 'Hello' } as never] };
      })();
      const all = async () => {
        for await (const _ of groupedOnDisk(batches, 10, () => undefined));
      };
      await expect(all()).rejects.toThrow(/0: cannot be written: the disk is full$/);
      expect(readdirSync(place)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
    expect(existsSync(place)).toBe(true);
  });
});
