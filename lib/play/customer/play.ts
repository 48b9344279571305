import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import { streamFor } from '../../base/random.ts';
import { strayMs } from '../../base/stagger.ts';
import { attributesFor } from '../../dialogues/custom-attributes.ts';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import { Part } from '../../dialogues/part.ts';
import { allowedPlanIn } from '../../plan/allowed-plan.ts';
import type { Prepared } from '../../plan/prepared.ts';
import { arrivalSpacingMs, type Schedule, scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf, slotTimes } from '../../plan/slots.ts';
import { transportOf } from '../../plan/transport-choice.ts';
import type { Transport } from '../../transport/connection.ts';
import { dense } from '../../transport/dense.ts';
import { exact } from '../../transport/exact.ts';
import { uncut } from '../whole-iteration.ts';
import { Customer } from './customer.ts';

/**
 * One iteration of the customers' scenario. Exact: one visit, since `ramping-vus` makes a VU a slot. Dense: all the
 * visits of this VU's slots, from its first to its last. `runId` is made once a run; with a visit's number it is the
 * customer's identity.
 */
export async function playCustomers(prepared: Prepared, runId: string): Promise<void> {
  await uncut(async () => {
    const plan = allowedPlanIn(prepared);
    const number = exec.scenario.iterationInTest;
    if (transportOf(plan) === 'exact') await new Players(plan, prepared.dialogues, runId, exact).visit(number);
    else await new Players(plan, prepared.dialogues, runId, dense).keepSlots(number);
  });
}

class Players {
  readonly #plan: Plan;
  readonly #dialogues: readonly Dialogue[];
  readonly #runId: string;
  readonly #transport: Transport;
  readonly #schedule: Schedule;
  readonly #startMs = exec.scenario.startTime;

  constructor(plan: Plan, dialogues: readonly Dialogue[], runId: string, transport: Transport) {
    this.#plan = plan;
    this.#dialogues = dialogues;
    this.#runId = runId;
    this.#transport = transport;
    this.#schedule = scheduleOf(plan);
  }

  /** Visit `number` of the test, and the gap after it. */
  async visit(number: number): Promise<void> {
    if (this.#plan.transcripts?.once === true && number >= this.#dialogues.length) {
      if (this.#plan.customers.model === 'open') return;
      // Every transcript has been played: the slot waits for the teardown.
      await delay(Math.max(1_000, this.#startMs + this.#schedule.holdEndsMs - Date.now()));
      return;
    }
    const { staggering, model, sessions } = this.#plan.customers;
    // A slot's later visits stray already, by the lengths of those before.
    const strays = model === 'open' || number < sessions;
    const random = streamFor(this.#plan.seed ^ 0x57a6, number);
    const late = strays ? strayMs(staggering, arrivalSpacingMs(this.#plan), random) : 0;
    if (late > 0) await delay(late);
    const restMs = await this.#customer(number).visit();
    if (model === 'closed') await delay(this.#plan.customers.gapMs + restMs);
  }

  #customer(number: number): Customer {
    const place = number % this.#dialogues.length;
    const dialogue = this.#dialogues[place];
    if (dialogue === undefined) throw new Error(`no dialogue ${place}`);
    const { subQueues } = this.#plan.customers;
    const attributes = {
      ...attributesFor(place, dialogue, `${this.#runId}-${number}`),
      ...(subQueues && { [subQueues.attribute]: subQueues.values[number % subQueues.values.length] ?? '' }),
    };
    const run = { plan: this.#plan, schedule: this.#schedule, startMs: this.#startMs, transport: this.#transport };
    return new Customer(run, number, new Part(dialogue, 'customer'), attributes);
  }

  async keepSlots(index: number): Promise<void> {
    const { sessions, sessionsPerVu } = this.#plan.customers;
    await Promise.all(slotsOf(sessions, sessionsPerVu, index).map((slot) => this.#keepSlot(slot)));
  }

  /** One customer after another until the slot is to stop; the visits of slot s are number s, s + sessions, … */
  async #keepSlot(slot: number): Promise<void> {
    const { startsMs, stopsMs } = slotTimes(this.#plan, this.#schedule, slot);
    const elapsedMs = () => Date.now() - this.#startMs;
    await delay(Math.max(0, startsMs - elapsedMs()));
    for (let number = slot; elapsedMs() < stopsMs; number += this.#plan.customers.sessions) await this.visit(number);
  }
}
