import { workerData } from 'node:worker_threads';
import type { WorkerInit } from './worker-lane/protocol.ts';
import { Thread } from './worker-lane/thread.ts';

/** Entry of a worker thread: one VU of the worker lane. */
new Thread(workerData as WorkerInit);
