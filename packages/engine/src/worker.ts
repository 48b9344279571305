import { workerData } from 'node:worker_threads';
import type { WorkerInit } from './worker-lane/protocol.ts';
import { WorkerThread } from './worker-lane/worker-thread.ts';

/** Entry of a worker thread: one VU of the worker lane. */
new WorkerThread(workerData as WorkerInit);
