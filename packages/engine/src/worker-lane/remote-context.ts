import type { RunEnd } from '../contract/exit.ts';
import type { Metric, MetricType, Tags, ValueType } from '../contract/metrics.ts';
import type { RunContext } from '../contract/run-context.ts';
import type { Channel } from './channel.ts';
import type { WorkerInit } from './protocol.ts';

/** The run context of a worker: samples, log lines and ends are sent to the main thread. */
export function remoteContext(init: WorkerInit, channel: () => Channel): RunContext {
  const metrics = new Map<string, Metric>();
  const builtins = new Map<string, Metric>();
  return {
    env: init.env,
    secrets: init.secrets,
    options: () => init.options,
    registry: {
      builtin(name: string): Metric {
        const metric = builtins.get(name) ?? { name, type: 'counter', contains: 'default' };
        builtins.set(name, metric);
        return metric;
      },
      // The main thread has checked the name when it evaluated the script first.
      declare(name: string, type: MetricType, contains: ValueType): Metric {
        const metric = metrics.get(name) ?? { name, type, contains };
        if (metric.type !== type || metric.contains !== contains) {
          throw new Error(`metric '${name}' already exists but with type ${metric.type}`);
        }
        metrics.set(name, metric);
        return metric;
      },
    },
    sink: {
      push(metric: Metric, value: number, tags: Tags, timeMs: number, metadata?: Tags): void {
        channel().sample({ metric, custom: metrics.get(metric.name) === metric, value, tags, timeMs, metadata });
      },
    },
    abort: (message) => channel().post({ type: 'abort', message }),
    fail: (message) => channel().post({ type: 'fail', message }),
    end: ({ exitCode, message }: RunEnd) => channel().post({ type: 'end', exitCode, message }),
    instance: () => channel().ask('instance') as ReturnType<RunContext['instance']>,
    log: (level, message, source) => channel().post({ type: 'log', level, message, source }),
  };
}
