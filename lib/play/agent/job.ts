/** What an agent does next in a conversation: one Platform API call. */
export type Job =
  | { readonly kind: 'accept'; readonly participantId: string }
  | { readonly kind: 'read'; readonly messageIds: readonly string[] }
  /** `again`: the reply that nobody answered, and that the server turned out not to have. */
  | { readonly kind: 'reply'; readonly communicationId: string; readonly text: string; readonly again?: number }
  /** Look up what the server stored of this agent. */
  | { readonly kind: 'recall' }
  | { readonly kind: 'end'; readonly participantId: string }
  | { readonly kind: 'wrap-up'; readonly participantId: string; readonly communicationId: string };

/** What the API made of a reply: what it stored, or why it did not. */
export type ReplyOutcome =
  | { readonly kind: 'stored'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unknown' };
