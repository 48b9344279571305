import { VU_MB } from '../../plan/plan-arithmetic.ts';
import type { Resources } from './manifests.ts';

/** k6 without a VU, with its buffers for samples. */
const BASE_MB = 256;
/** Text of a set in memory: its lines, once parsed for the openings, and once as JSON that all VUs share. */
const TIMES_THE_SET = 3;
const SOCKETS_A_CORE = 1_000;

export interface PodLoad {
  /** The VUs of the whole run, by scenario. */
  readonly vus: number;
  /** Sockets of the whole run at its peak. */
  readonly sockets: number;
  readonly parallelism: number;
  /** Bytes of the set of dialogues, which every pod reads as a whole. */
  readonly setBytes: number;
}

/**
 * What a pod asks for. Memory is k6's own rule for a simple VU: the lower bound is requested, the upper one is the limit,
 * since a pod that is killed for its memory leaves the TestRun hanging (k6-operator issue 251). There is no limit of CPU: a
 * generator that is throttled is late. Both are estimates to begin with; `generator_late` and the pods' own figures tell.
 */
export function podResources({ vus, sockets, parallelism, setBytes }: PodLoad): Resources {
  const ofPod = Math.ceil(vus / parallelism);
  const base = BASE_MB + Math.round((TIMES_THE_SET * setBytes) / 1_000_000);
  const cores = Math.max(0.5, sockets / parallelism / SOCKETS_A_CORE);
  const memory = (mb: number) => `${Math.ceil(base + ofPod * mb)}M`;
  return {
    requests: { cpu: `${Math.ceil(cores * 10) * 100}m`, memory: memory(VU_MB.min) },
    limits: { memory: memory(VU_MB.max) },
  };
}
