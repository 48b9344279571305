import { expect, test } from 'vitest';
import { ExitCode, RunEnd } from '../../src/contract/exit.ts';

test('the end of a run has its exit code and its one line, and names itself where it is printed', () => {
  const end = new RunEnd(ExitCode.scriptAborted, 'enough');
  expect([end.exitCode, end.message, String(end)]).toEqual([108, 'enough', 'RunEnd: enough']);
});

test('no two reasons have the same exit code, and a process can end with each', () => {
  const codes: readonly number[] = Object.values(ExitCode);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => code < 0 || code > 255)).toEqual([]);
});
