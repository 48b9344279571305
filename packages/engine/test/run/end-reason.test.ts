import { describe, expect, test } from 'vitest';
import { ExitCode, RunEnd } from '../../src/contract/exit.ts';
import { asRunEnd, EndReason } from '../../src/run/end-reason.ts';

describe('the reason why a run ends', () => {
  test('a run that ends well has exit code 0 and no message, and its signal never fires', () => {
    const ending = new EndReason();
    expect(ending.exitCode(false)).toBe(0);
    expect(ending.reason).toBeUndefined();
    expect(ending.isMarkedFailed).toBe(false);
    expect(ending.signal.aborted).toBe(false);
  });

  test('failed thresholds are 99', () => {
    expect(new EndReason().exitCode(true)).toBe(99);
  });

  test('a failed mark is 110, whatever the thresholds say, and the run goes on', () => {
    const ending = new EndReason();
    ending.markFailed();
    expect(ending.isMarkedFailed).toBe(true);
    expect(ending.signal.aborted).toBe(false);
    expect([ending.exitCode(false), ending.exitCode(true)]).toEqual([110, 110]);
  });

  test('an early end has its own exit code, whatever the mark and the thresholds say', () => {
    const ending = new EndReason();
    ending.markFailed();
    ending.end(new RunEnd(ExitCode.scriptAborted, 'enough'));
    expect(ending.signal.aborted).toBe(true);
    expect([ending.exitCode(false), ending.exitCode(true)]).toEqual([108, 108]);
  });

  test('the first reason wins', () => {
    const ending = new EndReason();
    ending.end(new RunEnd(ExitCode.thresholdsFailed, 'first'));
    ending.end(new RunEnd(ExitCode.externalAbort, 'second'));
    expect(ending.reason).toMatchObject({ exitCode: 99, message: 'first' });
  });
});

describe('an error as the end of a run', () => {
  test('a RunEnd stays what it is', () => {
    const end = new RunEnd(ExitCode.invalidConfig, 'bad option');
    expect(asRunEnd(end)).toBe(end);
  });

  test('an Error is 255 with the first line of its message', () => {
    expect(asRunEnd(new Error('broken\n    at somewhere'))).toMatchObject({ exitCode: 255, message: 'broken' });
  });

  test('a thrown value that is no Error is 255 with its text', () => {
    expect(asRunEnd('odd\nlines')).toMatchObject({ exitCode: 255, message: 'odd' });
    expect(asRunEnd(undefined)).toMatchObject({ exitCode: 255, message: 'undefined' });
  });
});
