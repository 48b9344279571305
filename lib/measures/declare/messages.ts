import { Counter, Rate, Trend } from 'k6/metrics';

/** What both sides measure of conversations and messages. */
export const messageMetrics = {
  /** Tag `state`: begun (the first message is acknowledged), accepted, wrapped-up, not-answered. */
  conversations: new Counter('conversations'),
  /** Tags `side`: customer or agent, and `state`: sent, then one of the ledger's. What is in none belongs to a visit or shift that was cut. */
  messages: new Counter('messages'),
  /** Accepted by Genesys (its clock) to seen by the other side (ours). Tag `side`: who sent it. */
  message_delivery: new Trend('message_delivery', true),
  message_delivery_slow: new Rate('message_delivery_slow'),
};
