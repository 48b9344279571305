import { told } from '../../../lib/verdict/rules/finding.ts';
import { AXES } from '../../../search/attribution/attribution-axes.ts';
import { shownP } from '../../../search/statistics/statistics.ts';
import type { Case, Part, Told } from '../../model/told.ts';
import { factsOf, factsPart } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import type { AttributeFile } from '../../read/search-files.ts';
import { type DotRow, dotPlot } from '../../render/dot-plot.ts';
import { firstRefusedText, frameOf, simulated } from '../../render/frame.ts';
import { refusalsPart } from '../../render/refusals-part.ts';
import { ATTACHED } from './attached.ts';
import { findingRow, HEAD, reasons, TEST } from './attribution-text.ts';
import { groundworkLines } from './groundwork-lines.ts';

/** The axes of which the search knows nothing, since it was not asked. */
function untried({ result: { findings, notVaried = [] } }: AttributeFile): string[] {
  const asked: readonly string[] = [...findings, ...notVaried].map(({ axis }) => axis);
  const others = AXES.filter((axis) => !asked.includes(axis));
  return others.length === 0 ? [] : [`whether it follows what was not varied: ${others.join(', ')}`];
}

export function attributionTold(file: AttributeFile): Told {
  const { plan, target, startedAt, endedAt, end, result, refusals = [], transport, engine } = file;
  const { findings, attachedTo, level, groundwork } = result;
  const ground = groundwork === undefined ? [] : groundworkLines(groundwork);
  const isUnsure = attachedTo.includes('undetermined');
  const trials = findings.reduce((sum, { a = [], b = [] }) => sum + a.length + b.length, 0);
  return {
    kind: 'attribute',
    title: 'What the limit is attached to',
    tone: isUnsure ? 'unsure' : attachedTo.join() === 'none' ? 'good' : 'bad',
    word: attachedTo.join(', '),
    figure: {
      value: attachedTo.map((name) => ATTACHED[name]?.is ?? name).join(', '),
      of: `${isUnsure ? 'what ' : ''}stops the next session; tried with ${digits(level)} sessions at once`,
    },
    says: attachedTo.map((name) => ATTACHED[name]?.says ?? name).join(' '),
    evidence: findings.flatMap(evidenceOf),
    advice: [
      { name: 'What to change', text: attachedTo.map((name) => ATTACHED[name]?.change ?? '').join(' ') },
      { name: 'How sure', text: sureText(findings) },
    ].filter(({ text }) => text !== ''),
    frame: frameOf({
      startedAt,
      endedAt,
      refusedSince: firstRefusedText(refusals),
      plan,
      target,
      scope: [
        `${findings.length} ${findings.length === 1 ? 'axis' : 'axes'}`,
        `${trials} trials`,
        transport && `${transport} transport`,
      ]
        .filter(Boolean)
        .join(', '),
      generator: engine,
    }),
    unknown: [
      ...simulated(target),
      ...untried(file),
      ...(result.notVaried ?? []).map(({ axis, why }) => `${axis}: not varied: ${why}`),
      'other hours and days: the trials are of these minutes',
    ],
    parts: [
      ...(ground.length === 0 ? [] : [factsPart('Before the trials', factsOf(ground))]),
      ...(findings.length === 0 ? [] : [armsPart(findings)]),
      factsPart(
        'Why',
        reasons(result).map(([name, text]) => ({ name, text })),
      ),
      ...(refusals.length === 0 ? [] : [refusalsPart(refusals)]),
    ],
    cases: [...findings.map(caseOf), endCase(end)],
  };
}

type Finding = AttributeFile['result']['findings'][number];

/** What the axes came to, and how often one would seem to be followed where none is. */
function sureText(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const count = (one: Finding['answer']) => findings.filter(({ answer }) => answer === one).length;
  const counts = [
    `${count('follows')} of ${findings.length} axes followed`,
    `${count('does not follow')} not`,
    ...told(count('contradicts'), 'contradicted itself'),
    ...told(count('not shown'), 'could not be told: more trials (--trials) may'),
  ];
  const followed = findings.flatMap(({ axis, answer, adjustedP }) =>
    answer === 'follows' && adjustedP !== undefined ? [`${axis}: ${shownP(adjustedP)}`] : [],
  );
  return [`${counts.join(', ')}.`, ...(followed.length === 0 ? [] : [`${followed.join('; ')}.`]), TEST].join(' ');
}

/** What the arms of an axis held, for who reads no further. */
function evidenceOf({ axis, answer, a = [], b = [], armA, armB }: Finding): string[] {
  if (a.length === 0 || b.length === 0) return [];
  const held = (name: string, values: readonly number[]) =>
    `${name} held ${Math.round(10 * (meanOf(values).estimate ?? 0)) / 10} on average (${values.length} trials)`;
  return [`${axis}, ${answer}: ${held(armA ?? 'arm a', a)}, ${held(armB ?? 'arm b', b)}`];
}

function armsPart(findings: readonly Finding[]): Part {
  const rows: DotRow[] = findings.flatMap(({ axis, a = [], b = [], armA, armB }) => [
    { label: `${axis} · a: ${armA ?? 'a'}`, values: a, ...meanOf(a) },
    { label: `${axis} · b: ${armB ?? 'b'}`, values: b, ...meanOf(b) },
  ]);
  const shifts: DotRow[] = findings.flatMap(({ axis, answer, shift }) =>
    shift === undefined
      ? []
      : [
          {
            label: `${axis}: ${answer}`,
            values: [],
            estimate: shift.estimate,
            interval: shift,
            tone: answer === 'follows' ? 'bad' : answer === 'does not follow' ? 'good' : 'unsure',
          } as const,
        ],
  );
  const held = dotPlot({
    says: 'Sessions held in each trial, by axis and arm; the table has the means.',
    rows,
    written: digits,
  });
  const more = dotPlot({
    says: 'By how much arm b holds more than arm a, with 95 % intervals; the table has each.',
    rows: shifts,
    hasZero: true,
    written: digits,
  });
  const apart = shifts.length === 0 ? '' : `<h3 class="sub">b − a, with 95 % intervals</h3>${more}`;
  return {
    title: 'Arms side by side',
    note: 'A dot is a trial, a stroke the mean of an arm. Where a limit follows an axis, arm b holds more.',
    head: HEAD,
    rows: findings.map(findingRow),
    picture: `<h3 class="sub">Sessions held in each trial</h3>${held}${apart}`,
  };
}

function meanOf(values: readonly number[]): { readonly estimate?: number } {
  if (values.length === 0) return {};
  return { estimate: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** An axis that tells is passed, whatever it tells; one that contradicts itself is not. */
function caseOf({ axis, answer, why }: Finding): Case {
  const outcome = answer === 'contradicts' ? 'failed' : answer === 'not shown' ? 'skipped' : 'passed';
  return { name: `axis ${axis}`, outcome, says: `${answer}: ${why}` };
}

function endCase(end: AttributeFile['end']): Case {
  const name = 'all trials were measured';
  if (end === undefined || end.kind === 'complete') return { name, outcome: 'passed', says: '' };
  return { name, outcome: 'failed', says: end.kind === 'irregular' ? end.why : 'it was interrupted' };
}
