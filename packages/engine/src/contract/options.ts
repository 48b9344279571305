import type { Tags } from './metrics.ts';

/** The options that the script host obeys. The run has validated them. */
export interface ConsolidatedOptions {
  /** The whole consolidated object, as `exec.test.options` shows it. */
  readonly all: Readonly<Record<string, unknown>>;
  readonly systemTags: ReadonlySet<string>;
  readonly runTags: Tags;
  readonly hosts: Readonly<Record<string, string>>;
  /** Source addresses, already expanded; empty = the system's choice. VU n uses entry n modulo the length. */
  readonly localIPs: readonly string[];
  readonly userAgent: string;
  readonly throw: boolean;
  readonly insecureSkipTLSVerify: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVUConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  readonly discardResponseBodies: boolean;
  readonly maxRedirects: number;
  readonly batch: number;
  readonly batchPerHost: number;
  readonly minIterationDurationMs: number;
  readonly setupTimeoutMs: number;
  readonly teardownTimeoutMs: number;
  readonly handleSummaryTimeoutMs: number;
  readonly executionSegment: string;
}
