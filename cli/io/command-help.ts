import type { Command } from 'commander';

/** What stands at the end of a command's help: what to type, and what its exit codes mean. */
interface CommandHelp {
  readonly examples: readonly string[];
  readonly exitCodes: readonly (readonly [code: number, means: string])[];
}

const OK_OR_BAD: CommandHelp['exitCodes'] = [
  [0, 'done'],
  [104, 'bad input'],
];
const SEARCH: CommandHelp['exitCodes'] = [
  [0, 'all was measured'],
  [99, 'less than that'],
  [104, 'bad input'],
  [105, 'interrupted: the same command goes on'],
];
const of = (examples: readonly string[], exitCodes: CommandHelp['exitCodes'] = OK_OR_BAD): CommandHelp => ({
  examples,
  exitCodes,
});

/** By the words of a command. Those that have more to say have it in their own file. */
const HELP: Readonly<Record<string, CommandHelp>> = {
  gates: of(['headroom gates plans/smoke.json']),
  'plan check': of(
    ['headroom plan check my-org.json', 'headroom plan check my-org.json -e CUSTOMERS=500'],
    [
      [0, 'within all limits, and its files are there'],
      [99, 'not so'],
      [104, 'bad input'],
    ],
  ),
  'plan explain': of([
    'headroom plan explain my-org.json',
    'headroom plan explain my-org.json --script reconnect-storm',
  ]),
  'plan from-jmx': of([
    'headroom plan from-jmx test.jmx -o my-org.json',
    'headroom plan from-jmx test.jmx -J users=50',
  ]),
  'plan adopt': of(['terraform output -json > out.json', 'headroom plan adopt my-org.json out.json -o my-org.json']),
  'plan init': of(['headroom plan init', 'headroom plan init --from-org --target mypurecloud.de -o my-org.json']),
  report: of(
    [
      'headroom report samples.ndjson result.json -o report.html --gate',
      'headroom report result.json --history results/night',
    ],
    [
      [0, 'written'],
      [99, 'with --gate or --baseline: a run does not pass'],
      [104, 'bad input'],
    ],
  ),
  merge: of(
    ['headroom merge results --report report.html -o whole.json'],
    [
      [0, 'the whole passes'],
      [99, 'it does not, or a share is missing'],
      [104, 'bad input'],
    ],
  ),
  demo: of(
    ['headroom demo', 'headroom demo --seed 7'],
    [
      [0, 'the gate held'],
      [99, 'the ceiling crossed it, as it is meant to'],
      [104, 'bad input'],
      [105, 'interrupted'],
    ],
  ),
  tenant: of(['headroom tenant', 'headroom tenant --port 0 --set ceiling.max=100']),
  'transcripts import': of(
    ['headroom transcripts import chats.csv -o set.jsonl --manifest'],
    [
      [0, 'written'],
      [104, 'bad input'],
      [105, 'interrupted: nothing is written'],
    ],
  ),
  'transcripts check': of(
    ['headroom transcripts check set.jsonl'],
    [
      [0, 'a run can play it'],
      [99, 'not all of it'],
      [104, 'bad input'],
    ],
  ),
  'transcripts pack': of(
    ['headroom transcripts pack set.jsonl --count 500 -o part.jsonl'],
    [
      [0, 'written'],
      [99, 'the set has fewer'],
      [104, 'bad input'],
    ],
  ),
  'transcripts sample': of(['headroom transcripts sample --count 1000 -o set.jsonl']),
  preflight: of(
    ['headroom preflight my-org.json', 'headroom preflight my-org.json --json > preflight.json'],
    [
      [0, 'no check fails'],
      [99, 'one does'],
      [104, 'bad input, or the org cannot be read'],
    ],
  ),
  hello: of(
    ['headroom hello my-org.json', 'headroom hello my-org.json --yes -o shapes.json'],
    [
      [0, 'each answer is as expected'],
      [99, 'one is not'],
      [104, 'bad input'],
    ],
  ),
  provision: of(['headroom provision my-org.json -o terraform']),
  ceiling: of(['headroom ceiling my-org.json', 'headroom ceiling my-org.json --quick'], SEARCH),
  attribute: of(['headroom attribute my-org.json', 'headroom attribute my-org.json --level 140'], SEARCH),
  compare: of(['headroom compare before.json after.json', 'headroom compare a.json b.json --measure wait'], SEARCH),
  verify: of(
    ['headroom verify my-org.json result.json'],
    [
      [0, 'every message is there, once, whole and in order'],
      [99, 'one is not'],
      [104, 'bad input, or the org cannot be read'],
    ],
  ),
  tokens: of(['headroom tokens my-org.json --org-name acme --key idp.pem -o tokens.txt']),
  cleanup: of(
    ['headroom cleanup my-org.json result.json --dry-run', 'headroom cleanup my-org.json --run 87b68e5f-…'],
    [
      [0, 'nothing is left open'],
      [99, 'something is'],
      [104, 'bad input, or the org cannot be read'],
    ],
  ),
  'deploy k6-operator': of(['headroom deploy k6-operator my-org.json --parallelism 4 -o k8s']),
  'deploy cloud': of(['headroom deploy cloud my-org.json --rate 0.15']),
  'cloud results': of(
    ['headroom cloud results 12345 my-org.json -o result.json'],
    [
      [0, 'the gate holds, and the verdict names nothing'],
      [99, 'not so'],
      [104, 'bad input, or the cloud cannot be read'],
    ],
  ),
};

/** Ends the help of every command with its examples and exit codes. */
export function addCommandHelp(command: Command, words = ''): void {
  const help = HELP[words];
  if (help !== undefined) command.addHelpText('after', helpText(help));
  for (const each of command.commands) addCommandHelp(each, words === '' ? each.name() : `${words} ${each.name()}`);
}

function helpText({ examples, exitCodes }: CommandHelp): string {
  const lines = [
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
    'Exit codes:',
    ...exitCodes.map(([code, means]) => `  ${`${code}`.padEnd(4)} ${means}`),
  ];
  return `\n${lines.join('\n')}\n`;
}
