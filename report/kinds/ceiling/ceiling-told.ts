import type { Case, Part, Told } from '../../model/told.ts';
import { factsOf, factsPart } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import { capitalised } from '../../render/capitalised.ts';
import { firstRefusedText, frameOf, simulated } from '../../render/frame.ts';
import { timeOfDay } from '../../render/moment-text.ts';
import { refusalsPart } from '../../render/refusals-part.ts';
import { ceilingLines, claimText, windowsLast } from './ceiling-lines.ts';
import type { CeilingSearch, ShownSearch } from './ceiling-search.ts';
import type { LadderRung } from './ladder.ts';
import { ladderPicture } from './ladder-picture.ts';

/** What a search for the ceiling found, and the windows and probes that led to it. */
export function ceilingTold({ found, probes, file }: ShownSearch): Told {
  const { startedAt, endedAt, engine, settings, transport } = file ?? {};
  const { notTested = [], tookMs, phases } = file?.result ?? {};
  const ladder: Part = {
    title: 'The ladder: each probe that was run',
    note: 'A window admits all its sessions anew, holds them, and is clean where none is refused or thrown out. Overshoot, release and closing probes are there to be refused: they ask for more than fits.',
    head: ['stage', 'sessions', 'outcome', 'held', 'times', 'from'],
    rows: found.steps.map(rungRow),
    picture: ladderPicture(probes, found.sustained?.level),
  };
  const lines = file === undefined ? [] : ceilingLines(file).filter(([label]) => label !== 'not tested');
  return {
    kind: 'ceiling',
    title: 'Ceiling search',
    ...outcomeOf(found, file),
    ...figureOf(found, file),
    says: ceilingSays(found, file && windowsLast(file.result.windows)),
    advice: [...stopsFacts(found, file), ...claimFacts(file)],
    frame: frameOf({
      startedAt,
      endedAt,
      tookMs,
      refusedSince: firstRefusedText(found.refusals),
      plan: found.plan,
      target: found.target,
      scope: scopeText(settings, transport, phases),
      generator: engine,
    }),
    unknown: [...simulated(found.target), ...notTested],
    parts: [
      ...(lines.length === 0 ? [] : [factsPart('The answer', factsOf(lines))]),
      ...(found.steps.length === 0 ? [] : [ladder]),
      ...(found.refusals.length === 0 ? [] : [refusalsPart(found.refusals)]),
    ],
    cases: casesOf(found, file),
  };
}

type File = ShownSearch['file'];

/** The answer in a sentence or two. `each`: how long a window was. */
export function ceilingSays(ceiling: CeilingSearch, each?: string): string {
  const { sustained, refusedFrom, neverAdmittedAbove, planFor, mostOffered, rates } = ceiling;
  const held = sustained
    ? `Sustained ${digits(sustained.level)} sessions, clean in ${sustained.clean} of ${sustained.of} windows${each === undefined ? '' : ` of ${each}`}.`
    : 'No level was confirmed.';
  const above = neverAdmittedAbove === undefined ? '' : `; never admitted above ${digits(neverAdmittedAbove)}`;
  const range = refusedFrom && [...new Set([refusedFrom.lowest, refusedFrom.highest])].map(digits).join(' to ');
  const refused = refusedFrom
    ? `Refused from ${range} (${refusedFrom.probes} probes)${above}.`
    : mostOffered && `None refused of up to ${digits(mostOffered)} that were offered.`;
  const plan = planFor && `Plan for at most ${digits(planFor)}.`;
  const rate = rates.map((evidence) => `A limit on the rate: ${evidence}.`);
  return [held, refused, plan, ...rate].filter((part) => part).join(' ');
}

function outcomeOf({ sustained, rates, irregular }: CeilingSearch, file: File): Pick<Told, 'tone' | 'word'> {
  if (file === undefined) return { tone: 'unsure', word: 'under way' };
  if (sustained === undefined) return { tone: 'bad', word: rates.length > 0 ? 'a limit on the rate' : 'no level' };
  const { confirmed = sustained.clean >= sustained.of } = file.result.sustained ?? {};
  if (!confirmed) return { tone: 'unsure', word: 'lower bound' };
  if (irregular.length > 0) return { tone: 'unsure', word: 'confirmed, irregular' };
  // Few windows claim little, and the badge is read before the claim.
  return file.settings?.quick ? { tone: 'unsure', word: 'a quick look' } : { tone: 'good', word: 'confirmed' };
}

function figureOf({ sustained, mostOffered }: CeilingSearch, file: File): Pick<Told, 'figure'> {
  if (sustained === undefined) return {};
  const isLeast = file?.result.kind === 'none' && sustained.level === mostOffered;
  return {
    figure: { value: `${isLeast ? 'at least ' : ''}${digits(sustained.level)}`, of: 'sessions at once, sustained' },
  };
}

/** What stops the next session, as far as a search of silent sessions tells. */
const STOPS: Readonly<Partial<Record<NonNullable<NonNullable<File>['result']['kind']>, string>>> = {
  ceiling: 'a limit on the sessions at once; headroom attribute finds what it is attached to.',
  none: 'nothing, up to the most that was offered.',
  rate: 'a limit on the rate of connections: no level was met.',
  chance: 'refusals by chance, which come at any level and hide it.',
  cuts: 'the other side closes sessions at a low level, which hides any other.',
  'nothing-admitted': 'not one session was admitted.',
};

function stopsFacts({ refusals }: CeilingSearch, file: File): Told['advice'] {
  const what = file?.result.kind && STOPS[file.result.kind];
  if (what === undefined) return [];
  const [most] = refusals;
  const words = most === undefined || most.words === '' ? '' : ` Refusals say "${most.words}" (${most.status}).`;
  return [{ name: 'What stops the next one', text: `${capitalised(what)}${words}` }];
}

/** How sure it is, in the words that the terminal has too. */
function claimFacts(file: File): Told['advice'] {
  const claim = file?.result.sustained && claimText(file.result.sustained);
  return claim ? [{ name: 'How sure', text: `${capitalised(claim)}.` }] : [];
}

type Settings = NonNullable<File>['settings'];

function scopeText(
  settings: Settings,
  transport: NonNullable<File>['transport'],
  phases: number | undefined,
): string | undefined {
  const parts = [
    settings && `${settings.deployments} ${settings.deployments === 1 ? 'deployment' : 'deployments'}`,
    settings && `up to ${digits(settings.most)} sessions`,
    transport && `${transport} transport`,
    'one machine',
    settings?.quick ? 'quick: fewer windows' : undefined,
    phases === undefined ? undefined : `${phases} phases`,
  ];
  return settings === undefined ? undefined : parts.filter((part) => part).join(', ');
}

function rungRow({ stage, level, outcome, held, times, startedMs }: LadderRung): Part['rows'][number] {
  const tone = outcome === 'clean' ? 'good' : outcome === 'refused' ? 'bad' : 'unsure';
  const at = startedMs === undefined ? '–' : timeOfDay(startedMs);
  return [stage ?? '–', level, { tone, word: outcome }, held ?? '–', times, at];
}

function casesOf(found: CeilingSearch, file: File): Case[] {
  const { sustained, irregular } = found;
  const { confirmed = sustained !== undefined && sustained.clean >= sustained.of } = file?.result.sustained ?? {};
  const isConfirmed = sustained !== undefined && confirmed;
  return [
    {
      name: 'a level is confirmed',
      outcome: isConfirmed ? 'passed' : 'failed',
      says: isConfirmed ? '' : ceilingSays(found),
    },
    {
      name: 'the search was regular',
      outcome: irregular.length === 0 ? 'passed' : 'failed',
      says: irregular.join('; '),
    },
  ];
}
