import { ExitCode, type IterationOutcome, RunEnd } from '../contract.ts';
import { bytesOf } from '../modules/shared.ts';
import type { VirtualUser } from '../vu/user.ts';

/** Runs `setup`; gives the JSON of what it returned, undefined when it returned nothing. */
export async function callSetup(vu: VirtualUser, signal: AbortSignal): Promise<string | undefined> {
  const { setupTimeoutMs } = vu.host.options;
  const { outcome, value } = await callWithin(vu, 'setup', () => [], signal, setupTimeoutMs, ExitCode.setupTimeout);
  failed(vu, 'setup', outcome);
  return value === undefined ? undefined : JSON.stringify(value);
}

export async function callTeardown(vu: VirtualUser, data: unknown, signal: AbortSignal): Promise<void> {
  const { teardownTimeoutMs } = vu.host.options;
  const json = data === undefined ? undefined : JSON.stringify(data);
  const args = () => [json === undefined ? undefined : vu.host.parse(json)];
  const { outcome } = await callWithin(vu, 'teardown', args, signal, teardownTimeoutMs, ExitCode.teardownTimeout);
  failed(vu, 'teardown', outcome);
}

/** Runs `handleSummary`; undefined when it returned nothing. Rejects when it threw or took too long. */
export async function callSummary(
  vu: VirtualUser,
  data: object,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string | ArrayBuffer>> | undefined> {
  const { handleSummaryTimeoutMs } = vu.host.options;
  const args = () => [vu.host.parse(JSON.stringify(data))];
  const call = await callWithin(vu, 'handleSummary', args, signal, handleSummaryTimeoutMs, ExitCode.timeout);
  if (call.outcome.kind === 'threw') throw new Error(call.outcome.message);
  if (call.outcome.kind === 'interrupted') throw new Error('handleSummary was interrupted');
  const { value } = call;
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object') throw new Error('handleSummary must return an object of paths and contents');
  return Object.fromEntries(Object.entries(value).map(([path, content]) => [path, contentOf(path, content)]));
}

function contentOf(path: string, content: unknown): string | ArrayBuffer {
  if (typeof content === 'string') return content;
  const bytes = bytesOf(content);
  if (bytes) return Uint8Array.from(bytes).buffer;
  throw new Error(`handleSummary returned neither text nor an ArrayBuffer for "${path}"`);
}

async function callWithin(
  vu: VirtualUser,
  name: string,
  args: () => unknown[],
  signal: AbortSignal,
  timeoutMs: number,
  code: ExitCode,
): Promise<{ outcome: IterationOutcome; value: unknown }> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutMs);
  let value: unknown;
  try {
    const outcome = await vu.call(name, args, controller.signal, (returned) => {
      value = returned;
    });
    if (timedOut) throw new RunEnd(code, `${name}() execution timed out after ${timeoutMs / 1000} seconds`);
    return { outcome, value };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await vu.dispose();
  }
}

/** A sync function that throws ends the run with 107, an async one that rejects with 255 (k6.md section 1). */
function failed(vu: VirtualUser, name: string, outcome: IterationOutcome): void {
  const { abortMessage } = vu.host;
  if (abortMessage !== undefined) throw new RunEnd(ExitCode.scriptAborted, abortMessage);
  if (outcome.kind === 'threw') {
    const code = vu.returnedPromise ? ExitCode.uncategorised : ExitCode.scriptException;
    throw new RunEnd(code, `${name}: ${outcome.message}`);
  }
  if (outcome.kind === 'interrupted') throw new RunEnd(ExitCode.externalAbort, `${name} was interrupted`);
}
