import { stagesFromText } from './object-fields.ts';
import {
  durationMs,
  flag,
  integer,
  list,
  parseJson,
  record,
  text,
  textList,
  textMap,
  type ValueReader,
} from './value-readers.ts';

/** One k6 option this engine obeys: how each source spells it. */
export interface OptionSpec {
  /** The key in a script's `options`, in --config files and in `exec.test.options`. */
  readonly key: string;
  readonly reader: ValueReader<unknown>;
  readonly flag?: string;
  readonly short?: string;
  readonly env?: string;
  /** Whether only flags and variables can set it, not a script or a config file. */
  readonly outsideOnly?: true;
}

const stages: ValueReader<unknown> = { json: list, text: stagesFromText };
const objects: ValueReader<unknown> = { json: record, text: (value, where) => record(parseJson(value, where), where) };

/** The options in k6's documented order (docs/facts/k6.md, section 1, and k6's public options reference). */
export const OPTIONS: readonly OptionSpec[] = [
  { key: 'vus', reader: integer, flag: 'vus', short: 'u', env: 'K6_VUS' },
  { key: 'duration', reader: durationMs, flag: 'duration', short: 'd', env: 'K6_DURATION' },
  { key: 'iterations', reader: integer, flag: 'iterations', short: 'i', env: 'K6_ITERATIONS' },
  { key: 'stages', reader: stages, flag: 'stage', short: 's', env: 'K6_STAGES' },
  { key: 'scenarios', reader: objects },
  { key: 'executionSegment', reader: text, flag: 'execution-segment' },
  { key: 'executionSegmentSequence', reader: text, flag: 'execution-segment-sequence' },
  { key: 'noSetup', reader: flag, flag: 'no-setup', env: 'K6_NO_SETUP' },
  { key: 'setupTimeout', reader: durationMs, flag: 'setup-timeout', env: 'K6_SETUP_TIMEOUT' },
  { key: 'noTeardown', reader: flag, flag: 'no-teardown', env: 'K6_NO_TEARDOWN' },
  { key: 'teardownTimeout', reader: durationMs, flag: 'teardown-timeout', env: 'K6_TEARDOWN_TIMEOUT' },
  { key: 'handleSummaryTimeout', reader: durationMs, env: 'K6_HANDLE_SUMMARY_TIMEOUT' },
  { key: 'hosts', reader: textMap, env: 'K6_HOSTS' },
  { key: 'userAgent', reader: text, flag: 'user-agent', env: 'K6_USER_AGENT' },
  { key: 'batch', reader: integer, flag: 'batch', env: 'K6_BATCH' },
  { key: 'batchPerHost', reader: integer, flag: 'batch-per-host', env: 'K6_BATCH_PER_HOST' },
  { key: 'maxRedirects', reader: integer, flag: 'max-redirects', env: 'K6_MAX_REDIRECTS' },
  { key: 'insecureSkipTLSVerify', reader: flag, flag: 'insecure-skip-tls-verify', env: 'K6_INSECURE_SKIP_TLS_VERIFY' },
  { key: 'throw', reader: flag, flag: 'throw', short: 'w', env: 'K6_THROW' },
  { key: 'thresholds', reader: objects, env: 'K6_THRESHOLDS' },
  { key: 'noConnectionReuse', reader: flag, flag: 'no-connection-reuse', env: 'K6_NO_CONNECTION_REUSE' },
  { key: 'noVUConnectionReuse', reader: flag, flag: 'no-vu-connection-reuse', env: 'K6_NO_VU_CONNECTION_REUSE' },
  { key: 'noCookiesReset', reader: flag, env: 'K6_NO_COOKIES_RESET' },
  { key: 'discardResponseBodies', reader: flag, flag: 'discard-response-bodies', env: 'K6_DISCARD_RESPONSE_BODIES' },
  { key: 'minIterationDuration', reader: durationMs, flag: 'min-iteration-duration', env: 'K6_MIN_ITERATION_DURATION' },
  { key: 'summaryTrendStats', reader: textList, flag: 'summary-trend-stats', env: 'K6_SUMMARY_TREND_STATS' },
  { key: 'summaryTimeUnit', reader: text, flag: 'summary-time-unit', env: 'K6_SUMMARY_TIME_UNIT' },
  { key: 'systemTags', reader: textList, flag: 'system-tags', env: 'K6_SYSTEM_TAGS' },
  { key: 'tags', reader: textMap, flag: 'tag', env: 'K6_TAGS' },
  { key: 'localIPs', reader: text, flag: 'local-ips', env: 'K6_LOCAL_IPS', outsideOnly: true },
  { key: 'consoleOutput', reader: text, flag: 'console-output', env: 'K6_CONSOLE_OUTPUT', outsideOnly: true },
  // These have no effect here: the engine reports no usage, buffers no samples and runs nothing in a cloud.
  { key: 'noUsageReport', reader: flag, flag: 'no-usage-report', env: 'K6_NO_USAGE_REPORT' },
  { key: 'metricSamplesBufferSize', reader: integer, env: 'K6_METRIC_SAMPLES_BUFFER_SIZE' },
  { key: 'cloud', reader: objects },
];

/** An option, flag or variable that k6 has and this engine lacks. It is refused by name when it is set. */
export interface UnsupportedOption {
  readonly key?: string;
  readonly flag?: string;
  readonly short?: string;
  readonly env?: string;
  readonly boolean?: true;
  readonly why: string;
}

const NO_REST = 'it has no REST API, so a run cannot be paused, resumed or kept waiting';
const LOOPBACK = 'it sends load to loopback only';

export const UNSUPPORTED: readonly UnsupportedOption[] = [
  { key: 'paused', flag: 'paused', short: 'p', env: 'K6_PAUSED', boolean: true, why: NO_REST },
  { key: 'linger', flag: 'linger', short: 'l', env: 'K6_LINGER', boolean: true, why: NO_REST },
  { flag: 'address', short: 'a', env: 'K6_ADDRESS', why: NO_REST },
  { key: 'rps', flag: 'rps', env: 'K6_RPS', why: 'pace requests with an arrival-rate executor' },
  { key: 'dns', flag: 'dns', env: 'K6_DNS', why: `${LOOPBACK}; use hosts` },
  { key: 'blacklistIPs', flag: 'blacklist-ip', env: 'K6_BLACKLIST_IPS', why: LOOPBACK },
  { key: 'blockHostnames', flag: 'block-hostnames', env: 'K6_BLOCK_HOSTNAMES', why: LOOPBACK },
  { key: 'httpDebug', flag: 'http-debug', env: 'K6_HTTP_DEBUG', why: 'it does not log traffic' },
  { key: 'tlsVersion', why: 'TLS settings are left to Node' },
  { key: 'tlsCipherSuites', env: 'K6_TLS_CIPHER_SUITES', why: 'TLS settings are left to Node' },
  { key: 'tlsAuth', why: 'it has no client certificates' },
  { key: 'tlsAIAFetch', why: 'TLS settings are left to Node' },
  { flag: 'features', env: 'K6_FEATURES', why: 'it has no feature flags' },
  { flag: 'traces-output', env: 'K6_TRACES_OUTPUT', why: 'it writes no traces' },
  { flag: 'profiling-enabled', boolean: true, why: NO_REST },
  { env: 'K6_WEB_DASHBOARD', why: 'it has no web dashboard; headroom report draws one from --out json' },
  { flag: 'no-summary', env: 'K6_NO_SUMMARY', boolean: true, why: 'k6 v2 removed it; use --summary-mode=disabled' },
];
