/** What becomes of a message, by precedence: the `state` tag of `messages`, beside `sent`. */
export const LEDGER_STATES = ['unresolved', 'lost', 'altered', 'duplicated', 'reordered', 'acked'] as const;
export type LedgerState = (typeof LEDGER_STATES)[number];

/** The same with `sent`, in which every message begins. */
export const MESSAGE_STATES = ['sent', ...LEDGER_STATES] as const;
