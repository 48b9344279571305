import { MEASURES, type Measure } from '../../search/trials/comparison-measures.ts';
import { COMPARED_SCRIPTS } from './whole-run-trial.ts';

export interface MeasureOptions {
  readonly by?: string;
  readonly measure?: string;
}

/** What a trial is: a probe of the ceiling, or a whole run of a script. */
const KINDS = ['ceiling', ...COMPARED_SCRIPTS] as const;
export type By = (typeof KINDS)[number];

/**
 * What the trials are, and which measure decides. Where both plans have agents it is customers served, in whole runs of
 * both sides; else sessions held, in probes. Throws an error of one line on what does not exist, or does not go together.
 */
export function measuredBy({ by, measure }: MeasureOptions, haveAgents: boolean): { by: By; measure: Measure } {
  const kind = chosen('--by', by, KINDS);
  const wanted = chosen('--measure', measure, MEASURES);
  if (kind === 'contact-centre' && !haveAgents) {
    throw new Error('--by contact-centre: a plan has no agents; allowed: two plans with agents, or --by customers');
  }
  if (kind === 'ceiling' && (wanted ?? 'held') !== 'held') {
    throw new Error(`--measure ${wanted} --by ceiling: probes say nothing; allowed: held, or --by contact-centre`);
  }
  const trial = kind ?? trialFor(wanted, haveAgents);
  return { by: trial, measure: wanted ?? (trial === 'contact-centre' ? 'served' : 'held') };
}

function trialFor(measure: Measure | undefined, haveAgents: boolean): By {
  if (haveAgents) return 'contact-centre';
  return (measure ?? 'held') === 'held' ? 'ceiling' : 'customers';
}

function chosen<T extends string>(flag: string, text: string | undefined, allowed: readonly T[]): T | undefined {
  if (text === undefined) return undefined;
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new Error(`${flag} ${text}; allowed: ${allowed.join(', ')}`);
  return found;
}
