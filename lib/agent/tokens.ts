import { SharedArray } from 'k6/data';
import { openFirst } from '../plan/files.ts';
import { refuse } from '../plan/prepare.ts';
import type { AgentsPlan } from '../plan/schema.ts';

/**
 * One user token an agent. A file has one token a line; the simulated tenant knows `simulated-agent-<n>`, n from 1.
 * Init context only.
 */
export function agentTokens(agents: AgentsPlan): (index: number) => string {
  const { tokens, count } = agents;
  if (tokens.source === 'simulated') return (index) => `simulated-agent-${index + 1}`;
  const shared = new SharedArray<string>('agent tokens', () => {
    const text = openFirst(tokens.path);
    // An empty first entry says that there is no file: the builder cannot abort.
    return text === undefined ? [''] : text.split('\n').filter((line) => line.trim() !== '');
  });
  if (shared[0] === '') refuse(`agents.tokens: ${tokens.path}: no such file: one user token a line is expected there`);
  if (shared.length < count) {
    refuse(`agents.tokens: ${tokens.path}: ${shared.length} tokens for ${count} agents: one a line is needed for each`);
  }
  return (index) => (shared[index] ?? '').trim();
}
