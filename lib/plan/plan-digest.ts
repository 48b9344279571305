import { fingerprintOf } from '../dialogues/fingerprint.ts';
import type { Plan } from './schema.ts';

/** A digest of a plan as a run uses it, overrides included: two runs of one plan and seed have the same. */
export const planDigest = (plan: Plan): string => fingerprintOf(JSON.stringify(plan)).toString(16);
