import { invalidConfig } from '../contract/invalid-config.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import { type ExecutionSegment, parseSegment } from '../segment/segment.ts';
import { expandLocalIPs } from './local-ips.ts';
import { layerFromObject, mergeLayers, type OptionLayer } from './option-layers.ts';
import { readScenarios } from './read-scenarios.ts';
import type { ScenarioConfig } from './scenario-config.ts';
import { type ScenarioSelection, selectScenarios, selectThresholds, withoutLoad } from './scenario-selection.ts';
import { executionPlan } from './scenario-shortcuts.ts';
import { DEFAULT_SYSTEM_TAGS, readSystemTags } from './system-tags.ts';
import { testOptions } from './test-options.ts';

/** The consolidated options of a run. */
export interface RunOptions {
  readonly host: ConsolidatedOptions;
  readonly scenarios: readonly ScenarioConfig[];
  /** Whether the options name scenarios, and no shortcut stands for the only one. */
  readonly hasNamedScenarios: boolean;
  readonly segment: ExecutionSegment;
  /** As written; the thresholds module reads it. */
  readonly thresholds: Readonly<Record<string, unknown>>;
  readonly noSetup: boolean;
  readonly noTeardown: boolean;
  readonly summaryTrendStats: readonly string[];
  readonly summaryTimeUnit: '' | 's' | 'ms' | 'us';
  /** Path of --console-output, '' when not given. */
  readonly consoleOutput: string;
}

/** Neither --scenario nor --once. */
const ALL: ScenarioSelection = { names: [], once: false };

/** k6's documented defaults. */
const DEFAULTS: OptionLayer = {
  setupTimeout: 60_000,
  teardownTimeout: 60_000,
  handleSummaryTimeout: 120_000,
  minIterationDuration: 0,
  batch: 20,
  batchPerHost: 6,
  maxRedirects: 10,
  userAgent: 'Grafana k6/2.3.0',
  systemTags: DEFAULT_SYSTEM_TAGS,
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'],
};

/**
 * Merges the layers: defaults, config file, script, `K6_*`, flags; the later one wins. Throws a RunEnd 104 for invalid
 * options. `warn` takes warnings about options that are allowed but have no effect, or a surprising one.
 */
export function consolidate(
  scriptOptions: unknown,
  below: readonly OptionLayer[],
  above: readonly OptionLayer[],
  warn: (line: string) => void,
  selection: ScenarioSelection = ALL,
): RunOptions {
  const script = layerFromObject(scriptOptions, 'options', warn);
  const layers = [
    DEFAULTS,
    ...below.map((layer) => withoutLoad(layer, selection, 'elsewhere', warn)),
    withoutLoad(script, selection, 'script', warn),
    ...above.map((layer) => withoutLoad(layer, selection, 'elsewhere', warn)),
  ];
  const options = mergeLayers(layers, warn);
  const whole = executionPlan(options);
  const plan = selectScenarios(whole, options.scenarios !== undefined, selection);
  if (plan.warning !== undefined) warn(plan.warning);
  const scenarios = readScenarios(plan.scenarios);
  const segment = parseSegment(textOf(options, 'executionSegment'), textOf(options, 'executionSegmentSequence'));
  return {
    host: hostOptions(options, testOptions(options, plan.scenarios)),
    scenarios,
    hasNamedScenarios: options.scenarios !== undefined,
    segment,
    thresholds: selectThresholds(
      (options.thresholds ?? {}) as Readonly<Record<string, unknown>>,
      whole,
      selection,
      warn,
    ),
    noSetup: options.noSetup === true,
    noTeardown: options.noTeardown === true,
    summaryTrendStats: readTrendStats(options.summaryTrendStats as readonly string[]),
    summaryTimeUnit: readTimeUnit(textOf(options, 'summaryTimeUnit')),
    consoleOutput: textOf(options, 'consoleOutput'),
  };
}

function hostOptions(options: OptionLayer, all: Readonly<Record<string, unknown>>): ConsolidatedOptions {
  const isOn = (key: string) => options[key] === true;
  return {
    all,
    systemTags: readSystemTags(options.systemTags as readonly string[]),
    runTags: (options.tags ?? {}) as Readonly<Record<string, string>>,
    hosts: (options.hosts ?? {}) as Readonly<Record<string, string>>,
    localIPs: expandLocalIPs(textOf(options, 'localIPs')),
    userAgent: textOf(options, 'userAgent'),
    throw: isOn('throw'),
    insecureSkipTLSVerify: isOn('insecureSkipTLSVerify'),
    noConnectionReuse: isOn('noConnectionReuse'),
    noVUConnectionReuse: isOn('noVUConnectionReuse'),
    noCookiesReset: isOn('noCookiesReset'),
    discardResponseBodies: isOn('discardResponseBodies'),
    maxRedirects: withMin(options, 'maxRedirects', 0),
    batch: withMin(options, 'batch', 1),
    batchPerHost: withMin(options, 'batchPerHost', 0),
    minIterationDurationMs: withMin(options, 'minIterationDuration', 0),
    setupTimeoutMs: withMin(options, 'setupTimeout', 0),
    teardownTimeoutMs: withMin(options, 'teardownTimeout', 0),
    handleSummaryTimeoutMs: withMin(options, 'handleSummaryTimeout', 0),
    executionSegment: textOf(options, 'executionSegment'),
  };
}

function textOf(options: OptionLayer, key: string): string {
  return (options[key] ?? '') as string;
}

function withMin(options: OptionLayer, key: string, min: number): number {
  const value = options[key] as number;
  if (value < min) throw invalidConfig(`${key}: ${value} is below ${min}`);
  return value;
}

function readTrendStats(stats: readonly string[]): readonly string[] {
  for (const stat of stats) {
    const percent = /^p\((.+)\)$/.exec(stat)?.[1];
    const known =
      percent === undefined
        ? ['avg', 'min', 'med', 'max', 'count'].includes(stat)
        : Number(percent) >= 0 && Number(percent) <= 100;
    if (!known)
      throw invalidConfig(`summaryTrendStats: "${stat}" is not one of avg, min, med, max, count, p(0) … p(100)`);
  }
  return stats;
}

function readTimeUnit(unit: string): RunOptions['summaryTimeUnit'] {
  if (unit === '' || unit === 's' || unit === 'ms' || unit === 'us') return unit;
  throw invalidConfig(`summaryTimeUnit: "${unit}" is not one of s, ms, us`);
}
