import { SharedArray } from 'k6/data';
import { load } from '../../plan/load.ts';
import type { Prepared } from '../../plan/prepared.ts';

/** Init of `reconnect-storm`: plan and transcripts, read once for all VUs. Its options refuse what must not run. */
export function prepareStorms(): Prepared {
  const plans = new SharedArray('plan', () => load('plan', __ENV));
  const dialogues = new SharedArray('transcripts', () => load('transcripts', __ENV));
  return { plans, dialogues, openings: [], tokens: [] } as unknown as Prepared;
}
