import type { Schedule } from './schedule.ts';
import type { Plan } from './schema.ts';

/**
 * A slot plays one customer after another. In the exact transport k6's `ramping-vus` starts and stops the VU of a
 * slot. In the dense one a VU keeps many slots and follows the same schedule itself (docs/facts/k6.md section 4).
 * Slots count from 0; times are ms from the start of the scenario.
 */
export function slotTimes(plan: Plan, schedule: Schedule, slot: number): { startsMs: number; stopsMs: number } {
  const { sessions, teardownMs } = plan.customers;
  return {
    startsMs: (schedule.rampMs * (slot + 1)) / sessions,
    // As with `ramping-vus`, the slot that started last stops first.
    stopsMs: schedule.holdEndsMs + (teardownMs * (sessions - slot)) / sessions,
  };
}

/**
 * The slots of VU `index` where each VU keeps `perVu` of them. Slots that start one after another are in different
 * VUs.
 *
 * @example
 * slotsOf(5, 2, 0); // [0, 3]: three VUs keep five slots
 */
export function slotsOf(sessions: number, perVu: number, index: number): number[] {
  const vus = Math.ceil(sessions / perVu);
  const slots: number[] = [];
  for (let slot = index; slot < sessions; slot += vus) slots.push(slot);
  return slots;
}

/** When the agent of this slot logs in, where a VU plays several agents: at the plan's steady rate. */
export function logInMs({ loginsMs }: Schedule, agents: number, slot: number): number {
  return (loginsMs * slot) / agents;
}
