import { domainsMeant } from '../../../lib/plan/domains-meant.ts';
import { isLoopbackAddress } from '../../../lib/plan/loopback.ts';
import { regionOf } from '../../../lib/plan/regions.ts';
import type { Row } from './csv-data.ts';
import { variablesIn, withRow } from './csv-data.ts';
import type { JmxNotes } from './jmx-notes.ts';
import type { JmxVariables } from './jmx-variables.ts';
import { everyElement, rowsIn, type TestElement } from './test-elements.ts';
import { frameIn, hostOf, isOpening, pathOf, payloadOf, portOf } from './websocket-samplers.ts';

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;
const SIMULATED_DEPLOYMENT = 'd0000000-0000-4000-8000-000000000001';
const A_ORIGIN = 'https://example.com';

/** Where the guests of a test plan go: the host of what opens their sockets, else the one of the HTTP defaults. */
export function targetIn(elements: readonly TestElement[], variables: JmxVariables, notes: JmxNotes): object {
  const openings = enabled(elements).filter(isOpening);
  const defaults = enabled(elements).filter(
    ({ kind, properties }) => kind === 'ConfigTestElement' && properties.has('HTTPSampler.domain'),
  );
  for (const element of [...openings, ...defaults]) {
    const host = variables.filled(hostOf(element));
    if (host === '' || host.includes('${')) continue;
    const port = variables.filled(portOf(element));
    const address = port === '' ? host : `${host}:${port}`;
    if (isLoopbackAddress(address)) {
      notes.add(element, 'taken', `target.address ${address}`);
      return { address };
    }
    const domain = host.replace(/^[a-z-]+\./, '');
    const known = [domain, host].find((one) => regionOf(one) !== undefined) ?? domainsMeant(host)[0];
    if (known === undefined) continue;
    notes.add(element, 'taken', `target.domain ${known}, from ${host}`);
    for (const other of defaults)
      if (other !== element)
        notes.add(other, 'partly', `its host is no part of a plan: ${variables.filled(hostOf(other))}`);
    return { domain: known };
  }
  throw new Error(
    'no sampler opens a WebSocket at a host of a Genesys Cloud region or of this machine; allowed: -J name=value where a host is a property of JMeter',
  );
}

/** The deployments that customers connect to: ids that stand in addresses and frames, or in the rows of a CSV file. */
export function deploymentsIn(
  elements: readonly TestElement[],
  rows: readonly Row[],
  variables: JmxVariables,
  notes: JmxNotes,
): { id: string; origin: string }[] {
  const origin = originIn(elements, variables, notes);
  const ids = new Set<string>();
  for (const element of enabled(elements)) {
    const written = `${pathOf(element)} ${payloadOf(element)}`;
    const [, id = ''] = /deploymentId(?:=|"\s*:\s*")([^"&\s]+)/.exec(written) ?? [];
    const filled = variables.filled(id);
    const found = (variablesIn(filled).length > 0 ? rows.map((row) => withRow(filled, row)) : [filled]).flatMap(
      (one) => one.match(UUID) ?? [],
    );
    for (const one of found) ids.add(one.toLowerCase());
  }
  if (ids.size > 0) return [...ids].map((id) => ({ id, origin }));
  const [opening] = enabled(elements).filter(isOpening);
  if (opening !== undefined)
    notes.add(
      opening,
      'partly',
      `no deploymentId in it that is a UUID: deployments has ${SIMULATED_DEPLOYMENT}, of a simulated tenant`,
    );
  return [{ id: SIMULATED_DEPLOYMENT, origin }];
}

function originIn(elements: readonly TestElement[], variables: JmxVariables, notes: JmxNotes): string {
  for (const element of enabled(elements).filter(({ kind }) => kind === 'HeaderManager')) {
    const header = rowsIn(element, 'HeaderManager.headers').find(({ named }) =>
      /^origin$/i.test(named['Header.name'] ?? ''),
    );
    const value = variables.filled(header?.named['Header.value'] ?? '');
    if (!/^https?:\/\/[^/]+$/.test(value)) continue;
    notes.add(element, 'taken', `origin ${value}`);
    return value;
  }
  const [opening] = enabled(elements).filter(isOpening);
  if (opening !== undefined)
    notes.add(opening, 'partly', `no header Origin: ${A_ORIGIN} is a guess, and a deployment may refuse it with 403`);
  return A_ORIGIN;
}

/** Notes a session token that all threads share: Genesys closes the oldest connection of a token when a fourth one opens (docs/facts/genesys.md section 1.8). */
export function noteSharedToken(elements: readonly TestElement[], variables: JmxVariables, notes: JmxNotes): void {
  for (const element of enabled(elements)) {
    const token = variables.filled(frameIn(payloadOf(element)).token ?? '');
    if (token === '' || token.includes('${')) continue;
    notes.add(
      element,
      'partly',
      'one session token for all threads, of which Genesys allows three connections: customers.identity is unique, "shared" would repeat it',
    );
    return;
  }
}

const enabled = (elements: readonly TestElement[]): TestElement[] =>
  [...everyElement(elements)].filter(({ isEnabled }) => isEnabled);
