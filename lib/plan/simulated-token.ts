/** The ready-made token of agent `index`, counted from 0, on a simulated tenant (docs/tenant.md). */
export function simulatedToken(index: number): string {
  return `simulated-agent-${index + 1}`;
}
