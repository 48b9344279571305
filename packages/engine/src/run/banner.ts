import { regularDurationMs, type ScenarioConfig } from '../options/scenario-config.ts';
import { formatGoDuration } from '../time/go-duration.ts';
import type { PreparedRun } from './prepare-run.ts';
import type { TestRun } from './test-run.ts';

/** Prints the first lines of a run: its lanes with their reasons, and its scenarios. --quiet suppresses them. */
export function printBanner({ io, settings }: TestRun, prepared: PreparedRun): void {
  if (settings.quiet) return;
  const { scenarios, requirement, options } = prepared;
  const count = scenarios.length === 1 ? '1 scenario' : `${scenarios.length} scenarios`;
  const longest = formatGoDuration(Math.max(0, ...scenarios.map(endMs)));
  const share = options.segment.isWhole ? '' : ` of segment ${options.segment.name}`;
  const lines = [
    ...laneLines(prepared),
    '',
    '     execution: local',
    `        script: ${settings.script}`,
    `        output: ${settings.outputs.join(', ') || '-'}`,
    '',
    `     scenarios: ${count}${share}, ${requirement.max} max VUs, ${longest} max duration (incl. graceful stop):`,
    ...scenarios.map((config) => `              * ${config.name}: ${described(config)}`),
    '',
  ];
  io.stdout.write(`${lines.join('\n')}\n`);
}

/** The lane of the run, and what runs in the other one, each with the reason. */
function laneLines({ script, scenarios, options, lanePlan }: PreparedRun): string[] {
  const own = scenarios.map(({ name, exec }) => ({ what: `scenario ${name}`, exec, lane: lanePlan.lanes.get(name) }));
  const used = { setup: !options.noSetup, teardown: !options.noTeardown, handleSummary: true };
  const others = Object.entries(used).filter(([name, isCalled]) => isCalled && script.functions.has(name));
  const parts = [...own, ...others.map(([name]) => ({ what: name, exec: name, lane: script.laneOf(name).lane }))];
  const first = parts.find(({ exec, lane }) => script.laneOf(exec).lane === lane) ?? { exec: 'default' };
  const { lane, reason } = script.laneOf(first.exec);
  const apart = parts.filter((part) => part.lane !== lane);
  return [
    `headroom's embedded engine, ${lane} lane: ${reason}`,
    ...apart.map(({ what, exec, lane }) => `     ${lane} lane for ${what}: ${script.laneOf(exec).reason}`),
  ];
}

function endMs(config: ScenarioConfig): number {
  return config.startTimeMs + regularDurationMs(config) + config.gracefulStopMs;
}

function described(config: ScenarioConfig): string {
  const more = [
    ...(config.exec === 'default' ? [] : [`exec: ${config.exec}`]),
    ...(config.startTimeMs === 0 ? [] : [`startTime: ${formatGoDuration(config.startTimeMs)}`]),
    `gracefulStop: ${formatGoDuration(config.gracefulStopMs)}`,
  ];
  return `${work(config)} (${more.join(', ')})`;
}

function work(config: ScenarioConfig): string {
  const duration = formatGoDuration(regularDurationMs(config));
  switch (config.executor) {
    case 'constant-vus':
      return `${config.vus} looping VUs for ${duration}`;
    case 'ramping-vus':
      return `up to ${Math.max(config.startVUs, ...config.stages.map(({ target }) => target))} looping VUs for ${duration} over ${config.stages.length} stages`;
    case 'per-vu-iterations':
      return `${config.iterations} iterations for each of ${config.vus} VUs, at most ${duration}`;
    case 'shared-iterations':
      return `${config.iterations} iterations shared among ${config.vus} VUs, at most ${duration}`;
    case 'constant-arrival-rate':
      return `${config.rate} iterations per ${formatGoDuration(config.timeUnitMs)} for ${duration}, VUs: ${config.preAllocatedVUs}-${config.maxVUs}`;
    case 'ramping-arrival-rate':
      return `up to ${Math.max(config.startRate, ...config.stages.map(({ target }) => target))} iterations per ${formatGoDuration(config.timeUnitMs)} for ${duration} over ${config.stages.length} stages, VUs: ${config.preAllocatedVUs}-${config.maxVUs}`;
  }
}
