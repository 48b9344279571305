import { type Row, variablesIn, withRow } from './csv-data.ts';
import type { JmxNotes } from './jmx-notes.ts';
import type { JmxVariables } from './jmx-variables.ts';
import { everyElement, type TestElement } from './test-elements.ts';
import type { ThreadGroup } from './thread-groups.ts';
import { frameIn, isMessage, payloadOf } from './websocket-samplers.ts';

/** A dialogue as a set has it. */
export interface JmxDialogue {
  readonly id: string;
  readonly turns: readonly { readonly from: 'customer' | 'agent'; readonly text: string }[];
}

/**
 * What customers say in one round of their thread group, in the order of its samplers: a dialogue for each row of the CSV
 * data, or one where no row stands in their texts. Where agents reply with a text that stands in the file, it follows each.
 */
export function dialoguesIn(
  groups: readonly ThreadGroup[],
  rows: readonly Row[],
  variables: JmxVariables,
  notes: JmxNotes,
): JmxDialogue[] {
  const messages = below(groups, 'customers').filter(isMessage);
  const said = messages.map((element) => variables.filled(frameIn(payloadOf(element)).text ?? ''));
  const replied = below(groups, 'agents')
    .map((element) => variables.filled(replyIn(element)))
    .find((text) => text !== '' && variablesIn(text).length === 0);
  const fromRows = said.some((text) => variablesIn(text).some((name) => rows.some((row) => row[name] !== undefined)));
  const dialogues = (fromRows ? rows : [{}]).map((row, n): JmxDialogue => {
    const turns = said.flatMap((text) => {
      const filled = withRow(text, row);
      const customer = { from: 'customer' as const, text: filled };
      return replied === undefined ? [customer] : [customer, { from: 'agent' as const, text: replied }];
    });
    return { id: `row-${n + 1}`, turns: turns.filter(({ text }) => text.trim() !== '') };
  });
  for (const [n, element] of messages.entries()) {
    const left = variablesIn(withRow(said[n] ?? '', rows[0] ?? {}));
    if (left.length > 0)
      notes.add(
        element,
        'left',
        `${left.map((name) => `\${${name}}`).join(', ')} has no value in the file: its text stays as it is written`,
      );
    else notes.add(element, 'taken', `turn ${n + 1} of the customer in each dialogue`);
    if (element.properties.get('payloadType') === 'Binary')
      notes.add(element, 'partly', 'a binary frame: the guest API speaks JSON in text frames');
  }
  return dialogues.filter(({ turns }) => turns.length > 0);
}

/** The text that an agent's call sends, as it is written. */
function replyIn({ properties }: TestElement): string {
  return /"(?:textBody|text)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(properties.get('Argument.value') ?? '')?.[1] ?? '';
}

function below(groups: readonly ThreadGroup[], side: ThreadGroup['side']): TestElement[] {
  return groups
    .filter((group) => group.side === side)
    .flatMap(({ element }) => [...everyElement(element.children)])
    .filter(({ isEnabled }) => isEnabled);
}
