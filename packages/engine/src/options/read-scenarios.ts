import { invalidConfig, shown, unsupported } from '../contract/invalid-config.ts';
import { ObjectFields } from './object-fields.ts';
import type { ScenarioConfig } from './scenario-config.ts';
import { durationMs, integer, record, text, textMap } from './value-readers.ts';

const NAME = /^[0-9a-zA-Z_-]+$/;
const SECOND = 1000;
const GRACE_MS = 30_000;
const MAX_DURATION_MS = 600_000;

type Common = Pick<ScenarioConfig, 'name' | 'startTimeMs' | 'gracefulStopMs' | 'exec' | 'env' | 'tags'>;

/** Reads `options.scenarios`. Throws a RunEnd 104 that names scenario, key and what is allowed. */
export function readScenarios(value: unknown): readonly ScenarioConfig[] {
  const scenarios = Object.entries(record(value, 'scenarios'));
  if (scenarios.length === 0) throw invalidConfig('scenarios: at least one scenario is needed');
  return scenarios.map(([name, one]) => readScenario(name, one));
}

export function readScenario(name: string, value: unknown): ScenarioConfig {
  if (!NAME.test(name))
    throw invalidConfig(`scenarios: the name ${shown(name)} may hold only letters, digits, _ and -`);
  const fields = new ObjectFields(value, `scenarios.${name}`);
  const executor = fields.required('executor', text);
  const read = EXECUTORS[executor];
  if (!read) throw unknownExecutor(fields.where, executor);
  const config = read(fields, readCommon(name, fields));
  refuseBrowser(fields);
  fields.refuseUnknown();
  return config;
}

function readCommon(name: string, fields: ObjectFields): Common {
  const exec = fields.optional('exec', text, 'default');
  if (exec === '') throw invalidConfig(`${fields.where}.exec: the name of an exported function is needed`);
  return {
    name,
    exec,
    startTimeMs: fields.withMin('startTime', durationMs, 0, 0),
    gracefulStopMs: fields.withMin('gracefulStop', durationMs, 0, GRACE_MS),
    env: fields.optional('env', textMap, {}),
    tags: fields.optional('tags', textMap, {}),
  };
}

const EXECUTORS: Readonly<Record<string, (fields: ObjectFields, common: Common) => ScenarioConfig>> = {
  'constant-vus': (fields, common) => ({
    ...common,
    executor: 'constant-vus',
    vus: fields.withMin('vus', integer, 1, 1),
    durationMs: fields.withMin('duration', durationMs, SECOND),
  }),
  'ramping-vus': (fields, common) => {
    const startVUs = fields.withMin('startVUs', integer, 0, 1);
    const stages = fields.stages();
    if (startVUs === 0 && stages.every((stage) => stage.target === 0)) {
      throw invalidConfig(`${fields.where}: startVUs or one stage's target must be above 0`);
    }
    const gracefulRampDownMs = fields.withMin('gracefulRampDown', durationMs, 0, GRACE_MS);
    return { ...common, executor: 'ramping-vus', startVUs, stages, gracefulRampDownMs };
  },
  'per-vu-iterations': (fields, common) => ({ ...common, executor: 'per-vu-iterations', ...readIterations(fields) }),
  'shared-iterations': (fields, common) => {
    const counts = readIterations(fields);
    if (counts.iterations < counts.vus) {
      throw invalidConfig(
        `${fields.where}.iterations: ${counts.iterations} is fewer than the ${counts.vus} VUs that share them`,
      );
    }
    return { ...common, executor: 'shared-iterations', ...counts };
  },
  'constant-arrival-rate': (fields, common) => ({
    ...common,
    executor: 'constant-arrival-rate',
    rate: fields.withMin('rate', integer, 1),
    durationMs: fields.withMin('duration', durationMs, SECOND),
    ...readArrivals(fields),
  }),
  'ramping-arrival-rate': (fields, common) => ({
    ...common,
    executor: 'ramping-arrival-rate',
    startRate: fields.withMin('startRate', integer, 0, 0),
    stages: fields.stages(),
    ...readArrivals(fields),
  }),
};

function readIterations(fields: ObjectFields) {
  return {
    vus: fields.withMin('vus', integer, 1, 1),
    iterations: fields.withMin('iterations', integer, 1, 1),
    maxDurationMs: fields.withMin('maxDuration', durationMs, SECOND, MAX_DURATION_MS),
  };
}

function readArrivals(fields: ObjectFields) {
  const preAllocatedVUs = fields.withMin('preAllocatedVUs', integer, 0);
  const maxVUs = fields.withMin('maxVUs', integer, 1, Math.max(1, preAllocatedVUs));
  if (maxVUs < preAllocatedVUs) {
    throw invalidConfig(`${fields.where}.maxVUs: ${maxVUs} is below preAllocatedVUs, ${preAllocatedVUs}`);
  }
  const timeUnitMs = fields.optional('timeUnit', durationMs, SECOND);
  if (timeUnitMs <= 0) throw invalidConfig(`${fields.where}.timeUnit: must be above 0`);
  return { preAllocatedVUs, maxVUs, timeUnitMs };
}

function unknownExecutor(where: string, executor: string): Error {
  if (executor === 'externally-controlled') {
    return invalidConfig(
      `${where}.executor: externally-controlled was removed in k6 v2; use one of ${executorNames()}`,
    );
  }
  return invalidConfig(`${where}.executor: ${shown(executor)} is unknown; allowed are ${executorNames()}`);
}

function executorNames(): string {
  return Object.keys(EXECUTORS).join(', ');
}

function refuseBrowser(fields: ObjectFields): void {
  const options = fields.optional('options', { json: record, text: record }, {});
  const first = Object.keys(options)[0];
  if (first !== undefined) throw unsupported(`${fields.where}.options.${first}`, 'it has no browser');
}
