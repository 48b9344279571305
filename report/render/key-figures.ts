import type { Plan } from '../../lib/plan/schema.ts';
import { isCutInHold, meanHeld } from '../../lib/verdict/reading/level.ts';
import type { Reading } from '../../lib/verdict/reading/reading.ts';
import { betweenText } from '../../lib/verdict/rules/service.ts';
import type { GateLine } from '../model/gate-lines.ts';
import type { RunReport } from '../model/run-report.ts';
import { clock, digits } from '../page/number-format.ts';
import { momentOf } from './moment-text.ts';

/** What the report says in numbers, the same in the page, in Markdown and in JUnit. */

export interface KeyFigure {
  readonly name: string;
  readonly value: string;
}

export function keyFigures(plan: Plan | undefined, run: RunReport): KeyFigure[] {
  const { reading, whole } = run;
  const { attempts, refused, failed, firstRefusalAt, agentsConnected } = whole;
  const accepted = reading?.agents.accepted ?? 0;
  const figures: (KeyFigure | undefined)[] = [
    ...(reading !== undefined && reading.opened > 0 ? heldFigures(plan, run) : []),
    firstRefusalAt === undefined
      ? undefined
      : { name: 'sessions wanted when the first was refused', value: digits(firstRefusalAt) },
    attempts > 0 ? { name: `of ${digits(attempts)} upgrades refused`, value: digits(refused) } : undefined,
    failed > refused ? { name: 'upgrades without an answer', value: digits(failed - refused) } : undefined,
    agentsConnected > 0
      ? {
          name: plan?.agents ? `of ${digits(plan.agents.count)} agents connected` : 'agents connected',
          value: digits(agentsConnected),
        }
      : undefined,
    ...serviceFigures(reading),
    accepted > 0 ? { name: 'conversations accepted', value: digits(accepted) } : undefined,
  ];
  return figures.filter((figure) => figure !== undefined);
}

/** How many sessions were held: the mean over the hold where it was measured, else the level at its end. */
export interface Held {
  readonly value: number;
  /** A mean has one digit after the point, a level at an instant none. */
  readonly text: string;
  readonly isMean: boolean;
  /** When that was, or over what. */
  readonly when: string;
}

/** Undefined where no session opened. */
export function heldOf({ reading }: Pick<RunReport, 'reading'>, plan: Plan | undefined): Held | undefined {
  if (reading === undefined || reading.opened === 0) return undefined;
  const { service, heldAfterHold } = reading;
  const isCut = plan !== undefined && isCutInHold(reading, plan);
  const mean = isCut ? undefined : plan && service && meanHeld(service, plan);
  return mean === undefined
    ? {
        value: heldAfterHold,
        text: digits(heldAfterHold),
        isMean: false,
        when: isCut ? 'when the run ended' : 'after the hold',
      }
    : { value: mean, text: mean.toFixed(1), isMean: true, when: 'on average in the hold' };
}

/**
 * The mean over the hold, as the run's summary writes it, where it was measured. Otherwise the level at two instants: one
 * figure where ramp and hold ended alike. Where there are samples, also the most that were open at one time.
 */
function heldFigures(plan: Plan | undefined, { reading, over }: RunReport): KeyFigure[] {
  if (reading === undefined) return [];
  const { heldAfterRamp, heldAfterHold, service } = reading;
  const peak =
    over === undefined
      ? []
      : [{ name: 'sessions open at one time, at most', value: digits(Math.max(0, ...over.held)) }];
  if (plan !== undefined && isCutInHold(reading, plan)) {
    const name = `of ${digits(plan.customers.sessions)} sessions held when the run ended`;
    return [{ name, value: digits(heldAfterHold) }, ...peak];
  }
  const mean = plan && service && meanHeld(service, plan);
  if (plan !== undefined && service !== undefined && mean !== undefined) {
    return [
      {
        name: `of ${digits(plan.customers.sessions)} sessions held on average${betweenText(service, plan)}`,
        value: mean.toFixed(1),
      },
      ...peak,
    ];
  }
  const held = `${plan ? `of ${digits(plan.customers.sessions)} ` : ''}sessions held`;
  if (heldAfterRamp === heldAfterHold) return [{ name: held, value: digits(heldAfterRamp) }, ...peak];
  return [
    { name: `${held} after the ramp`, value: digits(heldAfterRamp) },
    { name: 'held after the hold', value: digits(heldAfterHold) },
    ...peak,
  ];
}

/** What customers had of the run: visits as planned, and conversations that were answered, where agents were played. */
function serviceFigures(reading: Reading | undefined): KeyFigure[] {
  const { service } = reading ?? {};
  if (service === undefined || service.goals.stayed.of === 0) return [];
  const { stayed, 'as-planned': asPlanned, answered } = service.goals;
  if (!service.judged) return [{ name: `of ${digits(stayed.of)} visits stayed`, value: digits(stayed.reached) }];
  return [
    { name: `of ${digits(asPlanned.of)} visits as planned`, value: digits(asPlanned.reached) },
    { name: `of ${digits(answered.of)} conversations answered`, value: digits(answered.reached) },
  ];
}

/** `24 Nov 2026, 13:56 UTC · 1:08`, as far as it is known. */
export function whenOf({ startedMs, durationMs }: RunReport): string {
  const took = durationMs > 0 ? `${clock(durationMs / 1_000)} long` : '';
  if (startedMs === undefined) return took;
  return `${momentOf(startedMs)} · ${took}`;
}

/** The value that a rule was held against, as it is written: a share in per cent. */
export function observedValue({ rule, observed }: GateLine): string {
  if (observed === undefined) return '–';
  return rule.startsWith('rate') && observed <= 1 ? `${digits(observed * 100)}\u00a0%` : digits(observed);
}

/** What is said of a gate that nobody evaluated. */
export const NOT_EVALUATED = 'Gate not evaluated: the run had no thresholds, or not all is known that its rules need.';
