import { formatDuration } from '../../../lib/plan/duration.ts';
import { rowsOf } from './csv-data.ts';
import { dialoguesIn, type JmxDialogue } from './dialogues-in.ts';
import { deploymentsIn, noteSharedToken, targetIn } from './guest-settings.ts';
import { type JmxNote, JmxNotes } from './jmx-notes.ts';
import { JmxVariables } from './jmx-variables.ts';
import { noteTheRest } from './left-elements.ts';
import { everyElement, type TestElement, testElements } from './test-elements.ts';
import { waitBefore } from './think-times.ts';
import { type ThreadGroup, threadGroups } from './thread-groups.ts';
import { isMessage } from './websocket-samplers.ts';

/** A plan from a JMeter test plan, and what became of each of its elements. */
export interface ConvertedPlan {
  readonly plan: object;
  readonly dialogues: readonly JmxDialogue[];
  readonly notes: readonly JmxNote[];
}

const DEFAULT_HOLD_MS = 600_000;
/** Genesys's own default (docs/tenant.md): a test plan does not say how an org is configured. */
const CAPACITY = 1;

/**
 * Makes a plan of a test plan's text. Throws an error of one line where there is nothing to make one of.
 *
 * @param folder where its CSV files are looked for
 * @param properties JMeter's properties, as -J gives them
 */
export function convertedPlan(
  text: string,
  folder: string,
  properties: Readonly<Record<string, string>>,
): ConvertedPlan {
  const elements = testElements(text);
  const variables = new JmxVariables(elements, properties);
  const notes = new JmxNotes();
  const groups = threadGroups(elements, variables, notes);
  const customers = groups.filter(({ side }) => side === 'customers');
  const agents = groups.filter(({ side }) => side === 'agents');
  if (customers.length === 0)
    throw new Error('no thread group opens a WebSocket as a guest; allowed: one with WebSocket samplers');
  const rows = csvRows(elements, folder, variables, notes);
  const target = targetIn(elements, variables, notes);
  const deployments = deploymentsIn(elements, rows, variables, notes);
  const think = waitOfAll(customers, isMessage, 'customers.think', variables, notes);
  const reply = waitOfAll(agents, isReply, 'agents.reply', variables, notes);
  const dialogues = dialoguesIn(groups, rows, variables, notes);
  noteSharedToken(elements, variables, notes);
  noteAgents(agents, notes);
  noteTheRest(elements, groups, notes);
  const holds = customers.flatMap(({ holdMs }) => holdMs ?? []);
  return {
    plan: {
      name: 'from-jmx',
      target,
      deployments,
      customers: {
        sessions: sum(customers.map(({ threads }) => threads)),
        perMinute: sum(customers.map(({ perMinute }) => perMinute)),
        hold: formatDuration(holds.length === 0 ? DEFAULT_HOLD_MS : Math.max(...holds)),
        teardown: '1m',
        longestVisit: '10m',
        ...(think === undefined ? {} : { think }),
      },
      ...(agents.length === 0 ? {} : { agents: agentsOf(agents, 'address' in target, reply) }),
      gate: 'ci',
    },
    dialogues,
    notes: notes.all,
  };
}

function agentsOf(agents: readonly ThreadGroup[], isLocal: boolean, reply: object | undefined): object {
  return {
    count: sum(agents.map(({ threads }) => threads)),
    perMinute: sum(agents.map(({ perMinute }) => perMinute)),
    capacity: CAPACITY,
    ...(reply === undefined ? {} : { reply }),
    tokens: isLocal ? { source: 'simulated' } : { source: 'file', path: 'tokens.txt' },
  };
}

function noteAgents([first]: readonly ThreadGroup[], notes: JmxNotes): void {
  if (first === undefined) return;
  notes.add(first.element, 'partly', `agents.capacity ${CAPACITY}, Genesys's default: set it as the org has it`);
  notes.add(first.element, 'partly', 'agents.tokens: a file with a user token a line, or simulated (docs/tokens.md)');
}

function csvRows(elements: readonly TestElement[], folder: string, variables: JmxVariables, notes: JmxNotes) {
  return [...everyElement(elements)]
    .filter(({ kind, isEnabled }) => isEnabled && kind === 'CSVDataSet')
    .flatMap((element) => {
      const rows = rowsOf(element, folder, variables, notes) ?? [];
      if (rows.length > 0)
        notes.add(element, 'taken', `${rows.length} rows, by ${Object.keys(rows[0] ?? {}).join(', ')}`);
      if (element.properties.get('recycle') === 'false')
        notes.add(
          element,
          'partly',
          'each row once: transcripts.once true does that, and is refused where a set does not fit',
        );
      return rows;
    });
}

/** The least and the longest wait before any of the samplers. */
function waitOfAll(
  groups: readonly ThreadGroup[],
  isIt: (element: TestElement) => boolean,
  becomes: string,
  variables: JmxVariables,
  notes: JmxNotes,
): object | undefined {
  const waits = groups
    .flatMap(({ element }) => [...everyElement(element.children)])
    .filter((one) => one.isEnabled && isIt(one))
    .flatMap((sampler) => waitBefore(sampler, becomes, variables, notes) ?? []);
  if (waits.length === 0) return undefined;
  const [min, max] = [Math.min(...waits.map(({ minMs }) => minMs)), Math.max(...waits.map(({ maxMs }) => maxMs))];
  return { min: formatDuration(min), max: formatDuration(max) };
}

const isReply = ({ kind, properties }: TestElement): boolean =>
  kind === 'HTTPSamplerProxy' && /\/communications\/.*messages/.test(properties.get('HTTPSampler.path') ?? '');

/** To three places: what fractions of threads add up to is no rounding error of a computer. */
const sum = (values: readonly number[]): number =>
  Math.round(values.reduce((all, one) => all + one, 0) * 1_000) / 1_000;
