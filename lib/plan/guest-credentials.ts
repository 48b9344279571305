import { type Beside, openFirst } from './open-file.ts';
import type { Plan } from './schema.ts';

/** The credentials in a file of one a line. */
export function credentialLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Reads the file of guests' credentials that a plan names, none where it names none. No error quotes a credential. */
export function loadGuests({ customers }: Plan, beside: Beside): string[] {
  const credentials = customers.authentication?.credentials;
  if (credentials?.source !== 'file') return [];
  const where = `customers.authentication.credentials ${credentials.path}`;
  const allowed = `one credential a line for each of ${customers.sessions} sessions`;
  const text = openFirst(credentials.path, beside);
  if (text === undefined) throw new Error(`${where}: no such file; allowed: ${allowed}`);
  const guests = credentialLines(text);
  if (guests.length < customers.sessions)
    throw new Error(`${where}: ${guests.length} credentials; allowed: ${allowed}`);
  return guests;
}
