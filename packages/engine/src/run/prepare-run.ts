import { invalidConfig } from '../contract/invalid-config.ts';
import type { Lane, LoadedScript, LoadScript } from '../contract/script.ts';
import { scenariosInSegment } from '../executors/create-executor.ts';
import { type LanePlan, planLanes } from '../executors/lane-plan.ts';
import { requirementOf, type VuRequirement } from '../executors/vu-requirement.ts';
import { consolidate, type RunOptions } from '../options/consolidate.ts';
import type { ScenarioConfig } from '../options/scenario-config.ts';
import { type Output, openOutputs } from '../outputs/open-outputs.ts';
import { GroupBreakdown } from '../summary/group-breakdown.ts';
import { RunThresholds, readThresholds } from '../thresholds/thresholds.ts';
import type { TestRun } from './test-run.ts';

/** A run that can start: its script and options were read and checked. */
export interface PreparedRun {
  readonly script: LoadedScript;
  readonly options: RunOptions;
  /** The scenarios that have work in this segment. */
  readonly scenarios: readonly ScenarioConfig[];
  readonly requirement: VuRequirement;
  readonly lanePlan: LanePlan;
  readonly thresholds: RunThresholds;
  readonly outputs: readonly Output[];
  /** Set in summary mode full only. */
  readonly breakdown: GroupBreakdown | undefined;
}

const EXPECTED_RESPONSES = 'http_req_duration{expected_response:true}';

/** Loads the script and checks everything that can be checked before load begins. Rejects with a RunEnd. */
export async function prepareRun(run: TestRun, loadScript: LoadScript): Promise<PreparedRun> {
  const { settings, io, registry, measurements } = run;
  let script = await loadScript(settings.script, run.context(), requestOf(run));
  try {
    const options = consolidate(script.options, settings.below, settings.above, run.warn, settings.selection);
    run.useOptions(options.host);
    if (options.consoleOutput !== '') run.logger.sendConsoleTo(options.consoleOutput);
    for (const scenario of options.scenarios) checkFunction(scenario, script);
    const thresholds = settings.noThresholds
      ? new RunThresholds([])
      : readThresholds(options.thresholds, registry, measurements);
    // k6 always has this submetric.
    const tags = { expected_response: 'true' };
    measurements.select(EXPECTED_RESPONSES, registry.builtin('http_req_duration'), {
      metric: 'http_req_duration',
      suffix: 'expected_response:true',
      tags,
    });
    const scenarios = scenariosInSegment(options.scenarios, options.segment);
    const requirement = requirementOf(scenarios, options.segment);
    const fitted = await fitLanes(run, script, loadScript, (exec) => planLanes(scenarios, options.segment, exec));
    const { lanePlan } = fitted;
    script = fitted.script;
    script.checkCapacity(workerVus(lanePlan));
    if (lanePlan.moved.length > 0) run.warn(movedLine(lanePlan.moved));
    const outputs = openOutputs(
      settings.outputs,
      {
        ...io,
        log: (level, line) => run.logger.log(level, line),
        lost: () => {
          run.isOutputLost = true;
        },
      },
      {
        gated: thresholds.gated,
        submetrics: measurements.series().filter(({ selector }) => selector !== undefined),
        systemTags: options.host.systemTags,
      },
    );
    for (const output of outputs) measurements.observe(output);
    const breakdown = settings.summaryMode === 'full' ? new GroupBreakdown(options.hasNamedScenarios) : undefined;
    if (breakdown) measurements.observe(breakdown);
    return { script, options, scenarios, requirement, lanePlan, thresholds, outputs, breakdown };
  } catch (error) {
    await script.dispose();
    throw error;
  }
}

function requestOf({ settings, io }: TestRun) {
  return { lane: settings.lane, cwd: io.cwd, remote: settings.remote };
}

/**
 * Plans the lanes. Where the worker lane would get many VUs, the script is loaded once more so that sync functions whose
 * blocking calls can be awaited for them run in the async lane.
 */
async function fitLanes(
  run: TestRun,
  script: LoadedScript,
  loadScript: LoadScript,
  plan: (laneOf: (exec: string) => Lane) => LanePlan,
): Promise<{ readonly script: LoadedScript; readonly lanePlan: LanePlan }> {
  const own = { script, lanePlan: plan((exec) => script.laneOf(exec).lane) };
  if (run.settings.lane !== 'auto' || workerVus(own.lanePlan) <= script.easyWorkerVus) return own;
  const awaiting = await loadScript(run.settings.script, run.context(), { ...requestOf(run), awaits: true });
  const other = { script: awaiting, lanePlan: plan((exec) => awaiting.laneOf(exec).lane) };
  const [taken, left] = workerVus(other.lanePlan) < workerVus(own.lanePlan) ? [other, own] : [own, other];
  await left.script.dispose();
  return taken;
}

/** The most VUs that the worker lane may get. */
function workerVus({ requirements }: LanePlan): number {
  return requirements.get('worker')?.max ?? 0;
}

function movedLine(names: readonly string[]): string {
  return `worker lane for ${names.join(', ')} too: the VUs of such a scenario also serve one that blocks, before it or after it`;
}

function checkFunction({ name, exec }: ScenarioConfig, script: LoadedScript): void {
  if (script.functions.has(exec)) return;
  const exported = [...script.functions].join(', ') || 'nothing';
  throw invalidConfig(`scenario ${name}: the script exports no function "${exec}" (it exports ${exported})`);
}
