import type { Schedule } from './schedule.ts';
import type { Plan } from './schema.ts';

/**
 * A slot is one customer after another. In the exact transport k6's `ramping-vus` starts and stops a slot's VU; in the
 * dense one a VU keeps many slots and follows the same schedule itself (k6.md section 4). Slots count from 0; times are
 * ms from the start of the scenario.
 */
export function slotTimes(plan: Plan, schedule: Schedule, slot: number): { startsMs: number; stopsMs: number } {
  const { sessions, teardownMs } = plan.customers;
  return {
    startsMs: (schedule.rampMs * (slot + 1)) / sessions,
    // Last in, first out.
    stopsMs: schedule.holdEndsMs + (teardownMs * (sessions - slot)) / sessions,
  };
}

/** The slots of VU `index` where each VU keeps `perVu` of them: neighbours in time are in different VUs. */
export function slotsOf(sessions: number, perVu: number, index: number): number[] {
  const vus = Math.ceil(sessions / perVu);
  const slots: number[] = [];
  for (let slot = index; slot < sessions; slot += vus) slots.push(slot);
  return slots;
}

/** When agent `slot` of so many logs in, where a VU plays several of them: at the plan's steady rate. */
export function logInMs({ loginsMs }: Schedule, agents: number, slot: number): number {
  return (loginsMs * slot) / agents;
}
