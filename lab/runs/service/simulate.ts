import { EventQueue } from '../../event-queue.ts';
import { type Conversation, conversationOf } from './conversation.ts';
import { type Agent, Desks } from './desks.ts';
import { ServiceLog } from './log.ts';
import type { Org } from './org.ts';
import { arrivalsOfOthers } from './others.ts';
import { drawnS, meets, RECOVER_S, type ServiceScene } from './scene.ts';

const LATENCY_S = 0.1;

/** Plays a scene against an org, event by event. What is logged is what a run's metrics and its monitor tell. */
export function simulateService(scene: ServiceScene, org: Org): ServiceLog {
  return new Simulation(scene, org).play();
}

class Simulation {
  readonly #scene: ServiceScene;
  readonly #org: Org;
  readonly #events = new EventQueue<() => void>();
  readonly #log: ServiceLog;
  readonly #desks: Desks;
  readonly #waiting = new Set<Conversation>();
  readonly #at = { alerting: 0, connected: 0 };
  #nowS = 0;

  constructor(scene: ServiceScene, org: Org) {
    this.#scene = scene;
    this.#org = org;
    this.#log = new ServiceLog(scene);
    this.#desks = new Desks(scene.agents, org);
  }

  play(): ServiceLog {
    const { sessions, rampS } = this.#scene;
    for (let slot = 0; slot < sessions; slot++) this.#on((slot * rampS) / sessions, () => this.#begin(slot, 0));
    this.#startShifts();
    this.#startOthers();
    this.#watch(1);
    for (let next = this.#events.next(); next !== undefined; next = this.#events.next()) {
      this.#nowS = next.at;
      next.event();
    }
    return this.#log;
  }

  get #holdEndsS(): number {
    return this.#scene.rampS + this.#scene.holdS;
  }

  #on(atS: number, event: () => void): void {
    this.#events.add(atS, event);
  }

  #after(delayS: number, event: () => void): void {
    this.#on(this.#nowS + delayS, event);
  }

  #startShifts(): void {
    const { counts } = this.#log;
    for (const agent of this.#desks.all) {
      if (this.#org.tokenEndsS(agent.index) <= 0) this.#refuse(agent);
      else if (this.#org.admits(agent.index)) counts.connected++;
      else counts.notOnQueue++;
    }
    for (let number = 0; number < this.#org.leftOver; number++) {
      const agent = this.#desks.all[number % this.#desks.all.length];
      if (agent === undefined || agent.taken >= this.#org.capacity || agent.refused) continue;
      agent.taken++;
      counts.leftOver++;
      counts.unrecognised++;
      this.#at.connected++;
      this.#log.accepts.push(0);
    }
  }

  #startOthers(): void {
    const { others } = this.#org;
    for (const { number, atS, staysS } of arrivalsOfOthers(this.#scene, others, this.#holdEndsS)) {
      this.#on(atS, () => {
        const conversation = conversationOf(this.#scene, { slot: number, number: 0, of: 'others', beganS: this.#nowS });
        this.#enqueue(conversation);
        this.#after(staysS, () => this.#end(conversation));
      });
    }
  }

  #begin(slot: number, number: number): void {
    const { sessions, teardownS, longestVisitS } = this.#scene;
    if (this.#nowS >= this.#holdEndsS + teardownS * (1 - slot / sessions)) return;
    const visit = conversationOf(this.#scene, { slot, number, of: 'us', beganS: this.#nowS });
    this.#after(longestVisitS, () => this.#leave(visit));
    this.#think(visit, 0);
  }

  /** The customer says the next text after a while. `aside`: how many answers to a bot came before. */
  #think(visit: Conversation, aside: number): void {
    const { slot, number, turn } = visit;
    this.#after(drawnS(this.#scene, this.#scene.thinkS, 2, slot, number, turn, aside), () => {
      if (visit.stage === 'over') return;
      if (visit.stage === 'before') this.#say(visit, aside);
      else this.#sayOn(visit);
    });
  }

  /** What the customer says to the flow: its first text, and answers to the bot. */
  #say(visit: Conversation, aside: number): void {
    const { questions } = this.#scene;
    const { counts } = this.#log;
    visit.firstSaidS = this.#nowS;
    counts.said++;
    if (aside === 0) counts.begun++;
    if (questions > 0 && aside === 0) counts.met++;
    const isKept = questions > 0 && !this.#org.handsOver(visit);
    if (isKept && aside === questions) counts.stuck++;
    if (aside < questions) this.#after(1, () => this.#think(visit, aside + 1));
    else if (!isKept) {
      visit.stage = 'flow';
      const flowS = this.#org.flowS(visit);
      if (Number.isFinite(flowS)) this.#after(flowS, () => this.#enqueue(visit));
    }
  }

  #sayOn(visit: Conversation): void {
    const { counts } = this.#log;
    counts.said++;
    const agent = visit.agent;
    if (agent === undefined || agent.refused) return;
    if (!this.#org.heardByAgent(visit, visit.turn)) counts.lostOfCustomers++;
    else this.#reply(visit, agent);
  }

  #enqueue(conversation: Conversation): void {
    if (conversation.stage === 'over') return;
    conversation.stage = 'waiting';
    conversation.queuedS = this.#nowS;
    this.#waiting.add(conversation);
    this.#after(this.#org.routingS, () => this.#offer());
  }

  /** Alerts free agents with what waits, in its order. */
  #offer(): void {
    for (const conversation of this.#waiting) {
      if (conversation.queuedS + this.#org.routingS > this.#nowS + 1e-9) continue;
      const agent = this.#desks.free(this.#nowS);
      if (agent === undefined) return;
      this.#alert(conversation, agent);
    }
  }

  #alert(conversation: Conversation, agent: Agent): void {
    const { slot, number, of } = conversation;
    const { missed, acceptS, alertTimeoutS } = this.#scene;
    const alert = ++conversation.alerts;
    this.#waiting.delete(conversation);
    this.#at.alerting++;
    agent.taken++;
    conversation.stage = 'alerting';
    conversation.agent = agent;
    const stands = () => conversation.stage === 'alerting' && conversation.alerts === alert;
    this.#after(alertTimeoutS, () => stands() && this.#timeOut(conversation, agent));
    const key = of === 'us' ? 4 : 24;
    if (of === 'others' && alert === 1) this.#log.counts.foreign++;
    if (meets(this.#scene, missed, key, slot, number, alert)) return;
    if (meets(this.#scene, this.#org.missed, key + 1, slot, number, alert)) return;
    const takesS = drawnS(this.#scene, acceptS, key + 2, slot, number, alert) + this.#org.acceptS + LATENCY_S;
    this.#after(takesS, () => stands() && this.#canCall(agent) && this.#accept(conversation, agent, takesS));
  }

  #timeOut(conversation: Conversation, agent: Agent): void {
    this.#at.alerting--;
    agent.notResponding = true;
    conversation.agent = undefined;
    conversation.stage = 'waiting';
    this.#waiting.add(conversation);
    if (!agent.refused) {
      this.#log.counts.notAnswered++;
      const { slot, number, alerts } = conversation;
      this.#after(drawnS(this.#scene, RECOVER_S, 7, slot, number, alerts), () => {
        if (!this.#canCall(agent)) return;
        agent.notResponding = false;
        this.#offer();
      });
    }
    this.#release(agent);
  }

  #accept(conversation: Conversation, agent: Agent, takesS: number): void {
    const { counts, accepts } = this.#log;
    this.#at.alerting--;
    this.#at.connected++;
    conversation.stage = 'connected';
    accepts.push(takesS);
    if (conversation.of === 'us' && this.#org.recognises(conversation)) this.#reply(conversation, agent);
    else counts.unrecognised++;
  }

  /** The agent reads what the customer said, and replies after a while. */
  #reply(visit: Conversation, agent: Agent): void {
    const { slot, number, turn } = visit;
    if (!this.#canCall(agent)) return;
    this.#after(drawnS(this.#scene, this.#scene.replyS, 8, slot, number, turn), () => {
      if (visit.stage !== 'connected' || !this.#canCall(agent)) return;
      this.#log.counts.replied++;
      if (!this.#org.heardByCustomer(visit, turn)) this.#log.counts.lostOfAgents++;
      else this.#hear(visit);
    });
  }

  #hear(visit: Conversation): void {
    if (visit.waitS === undefined) {
      visit.waitS = this.#nowS - (visit.firstSaidS ?? this.#nowS);
      if (this.#scene.questions > 0) this.#log.counts.handedOver++;
    }
    visit.turn++;
    if (visit.turn < visit.exchanges) this.#think(visit, 0);
    else this.#after(LATENCY_S, () => this.#leave(visit));
  }

  /** The customer's visit is over, played to its end or at its longest. */
  #leave(visit: Conversation): void {
    if (visit.stage === 'over') return;
    const { slot, number, waitS, beganS, firstSaidS } = visit;
    const { sessions, gapS } = this.#scene;
    const cutShort = waitS === undefined ? 'unserved' : 'deadline';
    const outcome = visit.turn >= visit.exchanges ? 'complete' : cutShort;
    this.#log.visit(number * sessions + slot, beganS, this.#nowS, { outcome, waitS }, firstSaidS);
    this.#end(visit);
    this.#after(gapS, () => this.#begin(slot, number + 1));
  }

  /** The conversation is over for everybody. An agent who was connected has after-contact work. */
  #end(conversation: Conversation): void {
    const { stage, agent, slot, number } = conversation;
    if (stage === 'over') return;
    conversation.stage = 'over';
    this.#waiting.delete(conversation);
    if (agent === undefined) return;
    if (stage === 'alerting') {
      this.#at.alerting--;
      return this.#release(agent);
    }
    if (stage !== 'connected') return;
    this.#at.connected--;
    if (!this.#scene.wrapsUp) {
      if (this.#org.afterS === 0) return this.#release(agent);
      return this.#after(this.#org.afterS, () => this.#release(agent));
    }
    this.#after(drawnS(this.#scene, this.#scene.wrapUpS, 9, slot, number), () => {
      if (!this.#canCall(agent)) return;
      this.#log.counts.wrappedUp++;
      this.#after(this.#org.afterS, () => this.#release(agent));
    });
  }

  #release(agent: Agent): void {
    agent.taken--;
    agent.idleS = this.#nowS;
    this.#offer();
  }

  /** Whether the API takes a token of the agent. The first call that it refuses ends the shift. */
  #canCall(agent: Agent): boolean {
    if (agent.refused) return false;
    if (this.#nowS < this.#org.tokenEndsS(agent.index)) return true;
    this.#refuse(agent);
    return false;
  }

  #refuse(agent: Agent): void {
    agent.refused = true;
    this.#log.counts.refused++;
  }

  /** The monitor's reading `number`, and all that follow. Agents who come or go meanwhile change who is free. */
  #watch(number: number): void {
    const { intervalS, teardownS, unread } = this.#scene;
    const atS = number * intervalS;
    if (atS >= this.#holdEndsS + teardownS) return;
    this.#on(atS, () => {
      this.#offer();
      this.#log.readings.push({ atS, levels: this.#isRead(number, unread) ? this.#levels() : undefined });
      this.#watch(number + 1);
    });
  }

  #isRead(number: number, unread: number): boolean {
    const isTaken = this.#desks.all.some(({ index }) => this.#org.tokenEndsS(index) > this.#nowS);
    return isTaken && !meets(this.#scene, unread, 10, number);
  }

  #levels() {
    const { alerting, connected } = this.#at;
    const agents = this.#desks.levels(this.#nowS);
    return { waiting: this.#waiting.size, alerting, interacting: connected, ...agents };
  }
}
