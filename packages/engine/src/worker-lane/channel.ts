import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { FromWorker, PlainSample, Question, ToWorker } from './protocol.ts';

/** The worker's end of its port: messages come by events, or one by one while the thread blocks. */
export class Channel {
  readonly #port: MessagePort;
  readonly #signal: Int32Array;
  readonly #dispatch: (message: ToWorker) => void;
  readonly #backlog: ToWorker[] = [];
  #samples: PlainSample[] = [];
  #flushing = false;

  constructor(port: MessagePort, signal: Int32Array, dispatch: (message: ToWorker) => void) {
    this.#port = port;
    this.#signal = signal;
    this.#dispatch = dispatch;
    port.on('message', (message: ToWorker) => {
      this.#drain();
      dispatch(message);
    });
  }

  post(message: FromWorker): void {
    this.#flush();
    this.#port.postMessage(message);
  }

  /** Queues a sample. Samples are sent together, before any other message. */
  sample(sample: PlainSample): void {
    this.#samples.push(sample);
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  /** Asks the main thread and waits for its answer. */
  ask(what: Question): unknown {
    this.post({ type: 'ask', what });
    for (;;) {
      const message = this.#wait();
      if (message.type === 'answer') {
        if (this.#backlog.length > 0) setImmediate(() => this.#drain());
        return message.value;
      }
      this.#backlog.push(message);
    }
  }

  /** Blocks the thread and dispatches messages until `done`. */
  pumpUntil(done: () => boolean): void {
    this.#flush();
    while (!done()) this.#dispatch(this.#backlog.shift() ?? this.#wait());
  }

  #wait(): ToWorker {
    for (;;) {
      const seen = Atomics.load(this.#signal, 0);
      const received = receiveMessageOnPort(this.#port) as { message: ToWorker } | undefined;
      if (received) return received.message;
      Atomics.wait(this.#signal, 0, seen);
    }
  }

  #drain(): void {
    for (let next = this.#backlog.shift(); next; next = this.#backlog.shift()) this.#dispatch(next);
  }

  #flush(): void {
    this.#flushing = false;
    if (this.#samples.length === 0) return;
    const samples = this.#samples;
    this.#samples = [];
    this.#port.postMessage({ type: 'samples', samples } satisfies FromWorker);
  }
}
