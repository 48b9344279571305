import type { Case, Part, Told } from '../../model/told.ts';
import { factsOf, factsPart } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import { isWhole, type VerifyFile } from '../../read/org-files.ts';
import { capitalised } from '../../render/capitalised.ts';
import { frameOf } from '../../render/frame.ts';
import { conclusionSays, countedKinds, disagreementText, foundLines, placeText } from './conclusion-lines.ts';

/** So many discrepancies stand in the page; the file has all. */
const MOST_LISTED = 500;

export function conclusionTold(file: VerifyFile): Told {
  const { plan, target, at, conversations, messages, discrepancies, disagreements } = file;
  const says = conclusionSays(file);
  return {
    kind: 'verify',
    title: 'What the org stored',
    tone: isWhole(file) ? 'good' : 'bad',
    word: isWhole(file) ? 'whole' : 'not whole',
    figure: {
      value: digits(messages),
      of: `messages in ${digits(conversations)} conversations, read back from the org`,
    },
    says: `${capitalised(says)}.`,
    advice: [
      {
        name: 'How sure',
        text: `All ${digits(messages)} messages that were found were read back through the Platform API and compared with the transcripts, text by text.`,
      },
    ],
    frame: frameOf({
      at,
      plan,
      target,
      scope: file.runs.length === 0 ? undefined : `${file.runs.length === 1 ? 'run' : 'runs'} ${file.runs.join(', ')}`,
    }),
    unknown: [
      'what the org stored of others: conversations that are not of these runs were left alone',
      'whether a message was shown to anybody: the org stores it all the same',
    ],
    parts: [
      factsPart('What was found', factsOf(foundLines(file))),
      ...(discrepancies.length === 0 ? [] : [discrepanciesPart(discrepancies)]),
      ...(disagreements.length === 0
        ? []
        : [
            factsPart(
              'Where the run disagrees',
              disagreements.map((one) => ({ name: one.what, text: disagreementText(one) })),
            ),
          ]),
    ],
    cases: casesOf(file),
  };
}

function discrepanciesPart(all: VerifyFile['discrepancies']): Part {
  const shown = all.slice(0, MOST_LISTED);
  const rest = all.length - shown.length;
  return {
    title: 'What is wrong, one by one',
    ...(rest > 0 ? { note: `and ${digits(rest)} more, in the file of the result` } : {}),
    head: ['what', 'where'],
    rows: shown.map((one) => [one.kind, placeText(one)]),
  };
}

function casesOf({ conversations, neverBegun, notFound, disagreements, discrepancies }: VerifyFile): Case[] {
  const is = (name: string, isWell: boolean, says: string): Case => ({
    name,
    outcome: isWell ? 'passed' : 'failed',
    says: isWell ? '' : says,
  });
  const kinds = [...countedKinds(discrepancies)].map(([kind, count]) => is(`nothing is ${kind}`, false, `${count}`));
  return [
    is('conversations of the runs are there', conversations > 0, 'none is'),
    is('every visit began a conversation', neverBegun === 0, `${neverBegun} did not`),
    is('every conversation that the run counts is there', notFound === 0, `${notFound} are not`),
    is('the org is as the run says', disagreements.length === 0, disagreements.map(disagreementText).join('; ')),
    ...kinds,
  ];
}
