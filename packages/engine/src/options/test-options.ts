import { formatGoDuration } from '../time/go-duration.ts';
import type { OptionLayer } from './option-layers.ts';
import { OPTIONS } from './option-table.ts';
import { durationMs } from './value-readers.ts';

/**
 * The value of `exec.test.options`: every option, null when it is not set, with shortcuts replaced by their scenario.
 */
export function testOptions(options: OptionLayer, scenarios: ExecutionScenarios): Readonly<Record<string, unknown>> {
  const shown: Record<string, unknown> = {};
  for (const { key, reader } of OPTIONS) {
    const value = options[key] ?? null;
    shown[key] = reader === durationMs && typeof value === 'number' ? formatGoDuration(value) : value;
  }
  return { ...shown, duration: null, iterations: null, stages: null, scenarios: shownScenarios(scenarios) };
}

type ExecutionScenarios = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const COMMON = { startTime: null, gracefulStop: null, env: null, exec: null, tags: null };

function shownScenarios(scenarios: ExecutionScenarios): ExecutionScenarios {
  return Object.fromEntries(
    Object.entries(scenarios).map(([name, given]) => [name, { ...COMMON, ...asStrings(given) }]),
  );
}

/** Formats the durations of shortcuts, which were read to ms. Scenarios of a script keep their text. */
function asStrings(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const durations = ['duration', 'maxDuration'].filter((key) => typeof given[key] === 'number');
  return { ...given, ...Object.fromEntries(durations.map((key) => [key, formatGoDuration(given[key] as number)])) };
}
