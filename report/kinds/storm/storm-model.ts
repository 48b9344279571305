import { stormsOf } from '../../../lib/plan/storm-timetable.ts';
import { readSummary } from '../../../lib/verdict/reading.ts';
import { stormGate } from '../../../thresholds/gates.ts';
import type { RunModel } from '../../model/run-model.ts';
import { stormSubmetrics, stormsIn } from './storms-in-metrics.ts';

/** A run of `reconnect-storm`: everyone is dropped at once and comes back. It has figures and no verdict. */
export const stormModel: RunModel = {
  gate: (plan) => stormGate(plan),
  submetrics: stormSubmetrics,
  judge: (metrics, _, plan) => ({ verdict: undefined, storms: stormsIn(metrics, plan) }),
  // Upgrades from the drop on are counted in a metric of their own.
  upgrades: (metrics) => readSummary(metrics, 0).attempts + (metrics.storm_attempts?.values.count ?? 0),
  outcomeTrack: (cause) => `storm_attempts{${cause}}`,
  holdsSessions: false,
  moments(plan) {
    const storms = stormsOf(plan);
    return [
      ...storms.map(({ reconnect, dropsMs }) => ({ name: `drop (${reconnect})`, atMs: dropsMs })),
      { name: 'end', atMs: Math.max(...storms.map(({ goneMs }) => goneMs)) },
    ];
  },
};
