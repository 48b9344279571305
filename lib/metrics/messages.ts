import { Counter, Rate, Trend } from 'k6/metrics';

/** What both sides measure of their messages, apart by the tag `side`: who sent it. */
export const messageMetrics = {
  /** Tag `side`: customer or agent. What was sent and is in none of the states is unresolved. */
  messages_sent: new Counter('messages_sent'),
  messages_acked: new Counter('messages_acked'),
  messages_lost: new Counter('messages_lost'),
  messages_altered: new Counter('messages_altered'),
  messages_duplicated: new Counter('messages_duplicated'),
  /** Accepted by Genesys (its clock) to seen by the other side (ours). Tag `side`: who sent it. */
  message_delivery: new Trend('message_delivery', true),
  message_delivery_slow: new Rate('message_delivery_slow'),
};
