import exec from 'k6/execution';
import { delay } from '../../base/delay.ts';
import type { Listing } from '../../base/listing.ts';
import { strayMs } from '../../base/stagger.ts';
import { streamOf } from '../../base/streams.ts';
import type { Dialogue } from '../../dialogues/dialogue.ts';
import { attributesFor } from '../../dialogues/transcript-attribute.ts';
import type { CustomerEvent, Emit } from '../../measures/events.ts';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordCustomers } from '../../measures/record/customer.ts';
import { allowedPlanIn, setUpBefore } from '../../plan/allowed-plan.ts';
import { dialoguesIn, type Inputs } from '../../plan/inputs.ts';
import { arrivalSpacingMs, scheduleOf } from '../../plan/schedule.ts';
import type { Plan } from '../../plan/schema.ts';
import { slotsOf, slotTimes } from '../../plan/slots.ts';
import { transportOf } from '../../plan/transport-choice.ts';
import { dense } from '../../transport/dense.ts';
import { exact } from '../../transport/exact.ts';
import type { SetupData } from '../setup.ts';
import { wholeIteration } from '../whole-iteration.ts';
import { Customer, type CustomersRun } from './customer.ts';
import type { SignInOf } from './sign-guests-in.ts';

/**
 * One iteration of the customers' scenario. In the exact transport it is one visit, since `ramping-vus` makes each VU
 * a slot. In the dense one it is all visits of this VU's slots. The run's id that setup handed out is with the number of a
 * visit the identity of a customer. `signIns` is called where guests of the plan sign in.
 */
export async function playCustomers(
  inputs: Inputs,
  metrics: MetricsOf<'customer'>,
  setup: SetupData | undefined,
  signIns: (plan: Plan, emit: Emit<CustomerEvent>) => SignInOf,
): Promise<void> {
  await wholeIteration(async () => {
    const plan = allowedPlanIn(inputs);
    const { runId } = setUpBefore(setup);
    const transport = transportOf(plan) === 'exact' ? exact : dense;
    const run = { plan, schedule: scheduleOf(plan), startMs: exec.scenario.startTime };
    const emit = recordCustomers(metrics, run);
    const signInOf = plan.customers.authentication && signIns(plan, emit);
    const players = new Players({ ...run, transport, emit, signInOf }, dialoguesIn(inputs), runId);
    const number = exec.scenario.iterationInTest;
    if (transport === exact) await players.visit(number);
    else await players.keepSlots(number);
  });
}

class Players {
  readonly #run: CustomersRun;
  readonly #dialogues: Listing<Dialogue>;
  readonly #runId: string;

  constructor(run: CustomersRun, dialogues: Listing<Dialogue>, runId: string) {
    this.#run = run;
    this.#dialogues = dialogues;
    this.#runId = runId;
  }

  /** Plays visit `number` of the test, and waits for the gap after it. */
  async visit(number: number): Promise<void> {
    if (this.#run.plan.transcripts?.once === true && number >= this.#dialogues.length) {
      if (this.#run.plan.customers.model === 'open') return;
      // Every transcript has been played once, so the slot waits for the teardown.
      const restMs = Math.max(1_000, this.#run.startMs + this.#run.schedule.holdEndsMs - Date.now());
      this.#run.emit({ kind: 'gap', ms: restMs });
      await delay(restMs);
      return;
    }
    const { staggering, model, sessions } = this.#run.plan.customers;
    // The later visits of a slot are displaced already, by the lengths of those before.
    const strays = model === 'open' || number < sessions;
    const random = streamOf('customer-arrival', this.#run.plan.seed, number);
    const late = strays ? strayMs(staggering, arrivalSpacingMs(this.#run.plan), random) : 0;
    if (late > 0) await delay(late);
    await this.#customer(number).visit();
  }

  #customer(number: number): Customer {
    const place = number % this.#dialogues.length;
    const dialogue = this.#dialogues.at(place);
    if (dialogue === undefined) throw new Error(`no dialogue ${place}`);
    const { subQueues } = this.#run.plan.customers;
    const attributes = {
      ...attributesFor(place, dialogue, `${this.#runId}-${number}`),
      ...(subQueues && { [subQueues.attribute]: subQueues.values[number % subQueues.values.length] ?? '' }),
    };
    return new Customer(this.#run, number, dialogue, attributes);
  }

  async keepSlots(index: number): Promise<void> {
    const { sessions, sessionsPerVu } = this.#run.plan.customers;
    await Promise.all(slotsOf(sessions, sessionsPerVu, index).map((slot) => this.#keepSlot(slot)));
  }

  /**
   * Plays one customer after another until the slot has to stop. The visits of slot s have the numbers s, s +
   * sessions, …
   */
  async #keepSlot(slot: number): Promise<void> {
    const { startsMs, stopsMs } = slotTimes(this.#run.plan, this.#run.schedule, slot);
    const elapsedMs = () => Date.now() - this.#run.startMs;
    await delay(Math.max(0, startsMs - elapsedMs()));
    for (let number = slot; elapsedMs() < stopsMs; number += this.#run.plan.customers.sessions)
      await this.visit(number);
  }
}
