import { RECONNECTS } from '../../../lib/measures/table/tag-values.ts';
import { stormsOf, stormsShortestMs } from '../../../lib/plan/storm-timetable.ts';
import { readSummary, readWhole } from '../../../lib/verdict/reading/reading.ts';
import { readStorms, stormAttempts } from '../../../lib/verdict/storm/reading.ts';
import { stormGate } from '../../../thresholds/gates.ts';
import type { RunModel } from '../../model/run-model.ts';

/** A run of `reconnect-storm`: everyone is dropped at once and comes back. It has figures and no verdict. */
export const stormModel: RunModel = {
  gate: (plan) => stormGate(plan),
  judge(metrics, run) {
    const { plan } = run;
    const read = readSummary(metrics, { ...run, script: 'reconnect-storm' });
    const storms = readStorms(metrics, plan?.storm.reconnect ?? RECONNECTS);
    const unknown = new Set([...(read.known ? [] : read.unknown), ...(storms.known ? [] : storms.unknown)]);
    return {
      verdict: undefined,
      // In the plan's order; without a plan those that took place.
      storms: storms.known ? storms.value.storms.filter(({ opened }) => plan !== undefined || opened > 0) : [],
      goals: [],
      whole: readWhole(metrics),
      reading: read.known ? read.value : undefined,
      unknown: [...unknown],
    };
  },
  // Upgrades from the drop on are counted in a metric of their own.
  upgrades: (metrics) => readWhole(metrics).attempts + stormAttempts(metrics),
  outcomeTrack: (cause) => `upgrades after the drop{${cause}}`,
  holdsSessions: false,
  loadMs: stormsShortestMs,
  moments(plan) {
    const storms = stormsOf(plan);
    return [
      ...storms.map(({ reconnect, dropsMs }) => ({ name: `drop (${reconnect})`, atMs: dropsMs })),
      { name: 'end', atMs: Math.max(...storms.map(({ goneMs }) => goneMs)) },
    ];
  },
};
