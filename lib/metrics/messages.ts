import { Counter, Rate, Trend } from 'k6/metrics';

/** What both sides measure of their messages, apart by the tag `side`: who sent it. */
export const messageMetrics = {
  /** Tags `side`: customer or agent, and `state`: sent, then one of the ledger's. What is in none is unresolved. */
  messages: new Counter('messages'),
  /** Accepted by Genesys (its clock) to seen by the other side (ours). Tag `side`: who sent it. */
  message_delivery: new Trend('message_delivery', true),
  message_delivery_slow: new Rate('message_delivery_slow'),
};
