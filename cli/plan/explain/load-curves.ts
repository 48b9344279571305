import { formatDuration } from '../../../lib/plan/duration.ts';
import { plannedSessions, scheduleOf } from '../../../lib/plan/schedule.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { COLUMNS } from '../../io/wrap-text.ts';
import { type Curve, drawCurve, timeAxis } from './draw-curve.ts';
import type { Script } from './played-scripts.ts';

/** The load that a plan wants over time, drawn as text, with the times at which its phases end. Empty for storms, which go by a timetable. */
export function drawnLoad(plan: Plan, script: Script): string[] {
  if (script === 'reconnect-storm') return [];
  const schedule = scheduleOf(plan);
  const { rampMs, holdEndsMs, teardownEndsMs, loginsMs, shiftEndsMs } = schedule;
  const lastsMs = script === 'customers' ? teardownEndsMs : Math.max(shiftEndsMs, loginsMs);
  const curves = [
    ...(script === 'agents' ? [] : [customersCurve(plan)]),
    ...(script === 'customers' ? [] : agentsCurve(plan)),
  ];
  const marks =
    script === 'agents'
      ? [
          { atMs: loginsMs, says: `all on queue ${formatDuration(loginsMs)}` },
          { atMs: shiftEndsMs, says: `end ${formatDuration(shiftEndsMs)}` },
        ]
      : [
          { atMs: 0, says: '0s' },
          { atMs: rampMs, says: `hold ${formatDuration(rampMs)}` },
          { atMs: holdEndsMs, says: `teardown ${formatDuration(holdEndsMs)}` },
          { atMs: teardownEndsMs, says: `gone ${formatDuration(teardownEndsMs)}` },
        ];
  return [
    ...curves.flatMap((curve) => drawCurve(curve, lastsMs, COLUMNS)),
    timeAxis(marks, lastsMs, COLUMNS),
    `  ${script === 'agents' ? shiftText(plan) : phaseText(plan)}`,
  ];
}

function customersCurve(plan: Plan): Curve {
  const schedule = scheduleOf(plan);
  const { sessions, visitsPerMinute, holdMs, teardownMs } = plan.customers;
  if (visitsPerMinute === undefined)
    return { title: '  sessions at once', at: (ms) => plannedSessions(plan, schedule, ms), max: sessions };
  const rateAt = (ms: number): number => {
    if (ms < schedule.rampMs) return (ms / schedule.rampMs) * visitsPerMinute;
    const gone = ms - schedule.rampMs - holdMs;
    return gone <= 0 ? visitsPerMinute : Math.max(0, (1 - gone / teardownMs) * visitsPerMinute);
  };
  return { title: '  visits that begin in a minute', at: rateAt, max: visitsPerMinute };
}

function agentsCurve(plan: Plan): Curve[] {
  const { agents } = plan;
  if (agents === undefined) return [];
  const { loginsMs, shiftEndsMs } = scheduleOf(plan);
  const at = (ms: number): number =>
    ms >= shiftEndsMs ? 0 : Math.min(agents.count, Math.floor((ms / loginsMs) * agents.count));
  return [{ title: '  agents on queue', at, max: agents.count }];
}

function phaseText(plan: Plan): string {
  const { holdMs, teardownMs } = plan.customers;
  const { rampMs, longestMs } = scheduleOf(plan);
  const [ramp, hold, teardown, longest] = [rampMs, holdMs, teardownMs, longestMs].map(formatDuration);
  return `ramp ${ramp}, hold ${hold}, teardown ${teardown}; over after ${longest} at most`;
}

function shiftText(plan: Plan): string {
  const { loginsMs, shiftEndsMs } = scheduleOf(plan);
  return `log-ins ${formatDuration(loginsMs)}, shifts end after ${formatDuration(shiftEndsMs)}`;
}
