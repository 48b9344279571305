import { formatGoDuration } from '../time/go-duration.ts';
import type { OptionLayer } from './option-layers.ts';
import { OPTIONS } from './option-table.ts';
import { durationMs } from './value-readers.ts';

/** `exec.test.options`: every option, null where nobody set it, shortcuts replaced by the scenario they stand for. */
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

/** Durations of shortcuts were read to ms already; scenarios written by hand keep what was written. */
function asStrings(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const durations = ['duration', 'maxDuration'].filter((key) => typeof given[key] === 'number');
  return { ...given, ...Object.fromEntries(durations.map((key) => [key, formatGoDuration(given[key] as number)])) };
}
