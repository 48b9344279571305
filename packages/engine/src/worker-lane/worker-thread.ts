import { RunEnd } from '../contract/exit.ts';
import { addGlobals, createModules } from '../modules/index.ts';
import { createRealm } from '../realm/realm.ts';
import { bundleName, compile } from '../script/compile.ts';
import { initialise, shareOptions } from '../script/initialise.ts';
import { watchRejections } from '../script/unhandled-rejections.ts';
import { SourcePositions } from '../source/source-positions.ts';
import { Host } from '../vu/host.ts';
import { VirtualUser } from '../vu/virtual-user.ts';
import { BlockingWaiting } from './blocking-waiting.ts';
import { Channel } from './channel.ts';
import type { FromWorker, ToWorker, WorkerInit, WorkerJob } from './protocol.ts';
import { remoteContext } from './remote-context.ts';
import { RemoteIo } from './remote-io.ts';

/** One VU in a thread of its own. */
export class WorkerThread {
  readonly #channel: Channel;
  readonly #io: RemoteIo;
  readonly #vu: VirtualUser;
  readonly #scenarios = new Map<string, WorkerJob['scenario'] & { progress(): number }>();
  #setupJson: string | undefined;
  #running: AbortController | undefined;

  constructor(init: WorkerInit) {
    const channel = () => this.#channel;
    this.#channel = new Channel(init.port, init.signal, (message) => this.#received(message));
    this.#io = new RemoteIo(channel);
    const realm = createRealm();
    const host = new Host({
      context: remoteContext(init, channel),
      intrinsics: realm.intrinsics,
      io: this.#io,
      lane: 'worker',
      waiting: (own) => new BlockingWaiting(own, channel),
      limits: { closeAnswerMs: init.closeAnswerMs },
      directory: init.directory,
    });
    host.positions = new SourcePositions(init.map, bundleName, init.directory, init.cwd);
    watchRejections(host);
    const modules = createModules(host, init.shared);
    addGlobals(host, realm.global, init.files);
    this.#vu = new VirtualUser(host, init.ids, init.role);
    this.#start(() => {
      initialise(this.#vu, compile(init.code, realm, modules, false), () => this.#setupJson);
      shareOptions(this.#vu);
    });
  }

  #start(init: () => void): void {
    try {
      init();
      this.#channel.post({ type: 'ready' });
    } catch (error) {
      if (!(error instanceof RunEnd)) throw error;
      this.#channel.post({ type: 'refused', exitCode: error.exitCode, message: error.message });
    }
  }

  #received(message: ToWorker): void {
    switch (message.type) {
      case 'run':
        this.#setupJson = message.setupJson ?? this.#setupJson;
        this.#run(message.job);
        break;
      case 'call': {
        const controller = new AbortController();
        this.#running = controller;
        this.#vu
          .callExported(message.name, message.argumentJson, controller.signal)
          .then((call) => this.#over({ type: 'returned', call }));
        break;
      }
      case 'interrupt':
        if (this.#running) this.#interrupt(this.#running);
        break;
      case 'io':
        this.#io.event(message.id, message.event, message.value);
        break;
      case 'answer':
        throw new Error('an answer that nobody asked for');
    }
  }

  #run(job: WorkerJob): void {
    const controller = new AbortController();
    this.#running = controller;
    const { scenario } = job;
    let known = this.#scenarios.get(scenario.name);
    if (!known) {
      known = { ...scenario, progress: () => this.#channel.ask('progress') as number };
      this.#scenarios.set(scenario.name, known);
    }
    this.#vu
      .run({ ...job, scenario: known }, controller.signal)
      .then((outcome) => this.#over({ type: 'outcome', outcome }));
  }

  #over(message: FromWorker): void {
    this.#running = undefined;
    this.#channel.post(message);
  }

  /** Interrupts the code and reports when it has unwound. Code that catches the exceptions may never do so. */
  #interrupt(running: AbortController): void {
    running.abort();
    setImmediate(() => {
      if (this.#running === running) this.#channel.post({ type: 'interrupted' });
    });
  }
}
