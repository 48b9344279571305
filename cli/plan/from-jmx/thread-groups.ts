import type { JmxNotes } from './jmx-notes.ts';
import type { JmxVariables } from './jmx-variables.ts';
import { everyElement, rowsIn, type TestElement } from './test-elements.ts';
import { isMessage, isWebSocket, pathOf } from './websocket-samplers.ts';

/** The load of a thread group. */
export interface ThreadGroup {
  readonly element: TestElement;
  readonly side: 'customers' | 'agents';
  readonly threads: number;
  readonly perMinute: number;
  /** How long all threads are up (ms); undefined where the file does not say. */
  readonly holdMs: number | undefined;
}

const GROUPS = [
  'ThreadGroup',
  'SetupThreadGroup',
  'PostThreadGroup',
  'ConcurrencyThreadGroup',
  'UltimateThreadGroup',
  'SteppingThreadGroup',
  'ArrivalsThreadGroup',
  'FreeFormArrivalsThreadGroup',
];

export const isThreadGroup = ({ kind }: TestElement): boolean => GROUPS.includes(kind);

/** The thread groups that play customers or agents. Those of another kind, and what of each cannot be taken over, are noted. */
export function threadGroups(
  elements: readonly TestElement[],
  variables: JmxVariables,
  notes: JmxNotes,
): ThreadGroup[] {
  return [...everyElement(elements)]
    .filter((element) => element.isEnabled && isThreadGroup(element))
    .flatMap((element) => {
      const side = sideOf(element, variables);
      if (side === undefined) {
        notes.add(element, 'left', 'neither opens a WebSocket nor calls the API of conversations');
        return [];
      }
      const load = loadOf(element, variables);
      if (load === undefined) {
        notes.add(
          element,
          'left',
          `the load of a ${element.kind} is not read; save it as a ThreadGroup, Ultimate or Concurrency one`,
        );
        return [];
      }
      const { threads, rampS, holdS } = load;
      const perMinute = rampS === 0 ? threads * 60 : Math.round((threads / rampS) * 60_000) / 1_000;
      const [sessions, pace] =
        side === 'customers' ? ['customers.sessions', 'customers.perMinute'] : ['agents.count', 'agents.perMinute'];
      notes.add(element, 'taken', `${threads} threads in ${rampS} s: ${sessions} ${threads}, ${pace} ${perMinute}`);
      if (side === 'customers')
        notes.add(
          element,
          holdS === undefined ? 'partly' : 'taken',
          holdS === undefined
            ? 'it does not say how long all threads stay: customers.hold 10m is a guess'
            : `customers.hold ${holdS}s`,
        );
      const loops = variables.number(element, 'LoopController.loops') ?? -1;
      if (side === 'customers' && loops >= 1)
        notes.add(element, 'partly', `${loops} rounds of each thread: customers come again until the teardown`);
      const delay = variables.number(element, 'ThreadGroup.delay') ?? 0;
      if (delay > 0) notes.add(element, 'left', `its start after ${delay} s: both sides of a plan start together`);
      return [{ element, side, threads, perMinute, holdMs: holdS === undefined ? undefined : holdS * 1_000 }];
    });
}

function sideOf(element: TestElement, variables: JmxVariables): ThreadGroup['side'] | undefined {
  const below = [...everyElement(element.children)].filter(({ isEnabled }) => isEnabled);
  const paths = below.map((one) => variables.filled(pathOf(one)));
  const isAgents = paths.some((path) => /\/channels\/|\/api\/v2\/(conversations|notifications|users\/)/.test(path));
  if (isAgents) return 'agents';
  return below.some((one) => isWebSocket(one) || isMessage(one)) ? 'customers' : undefined;
}

interface Load {
  readonly threads: number;
  readonly rampS: number;
  readonly holdS: number | undefined;
}

function loadOf(element: TestElement, variables: JmxVariables): Load | undefined {
  const number = (property: string) => variables.number(element, property);
  switch (element.kind) {
    case 'ThreadGroup': {
      const rampS = number('ThreadGroup.ramp_time') ?? 0;
      const isTimed = element.properties.get('ThreadGroup.scheduler') === 'true';
      const durationS = isTimed ? number('ThreadGroup.duration') : undefined;
      const holdS = durationS !== undefined && durationS > rampS ? durationS - rampS : undefined;
      return { threads: number('ThreadGroup.num_threads') ?? 1, rampS, holdS };
    }
    case 'ConcurrencyThreadGroup': {
      const unit = element.properties.get('Unit') === 'S' ? 1 : 60;
      return {
        threads: number('TargetLevel') ?? 1,
        rampS: (number('RampUp') ?? 0) * unit,
        holdS: (number('Hold') ?? 0) * unit,
      };
    }
    case 'UltimateThreadGroup': {
      const rows = rowsIn(element, 'ultimatethreadgroupdata').map(({ values }) =>
        values.map((value) => Number(variables.filled(value))),
      );
      const startedS = rows.map(([, delay = 0, startup = 0]) => delay + startup);
      const leavesS = rows.map(([, delay = 0, startup = 0, hold = 0]) => delay + startup + hold);
      const rampS = Math.max(...startedS);
      return {
        threads: rows.reduce((sum, [threads = 0]) => sum + threads, 0),
        rampS,
        holdS: Math.max(0, Math.min(...leavesS) - rampS),
      };
    }
    default:
      return undefined;
  }
}
