import type { Models } from 'purecloud-platform-client-v2';
import { describe, expectTypeOf, it } from 'vitest';
import type {
  AnalyticsConversationQueryResponse,
  Conversation,
  ConversationActivityResponse,
  MessageData,
  NotificationChannel,
  PresenceDefinition,
  QueueObservationQueryResponse,
  UserMe,
  WrapupCode,
} from '../src/platform.ts';

/**
 * Held by the compiler (`npm run check:types`), against the types of Genesys's own SDK.
 *
 * The places of our type that the model of Genesys's SDK does not have, or has with another kind of value. `never` when
 * everything that we read is documented.
 */
type Beyond<Ours, Model, Path extends string = ''> = Ours extends string | number | boolean
  ? Ours extends Model
    ? never
    : Path
  : Ours extends readonly (infer Element)[]
    ? Model extends readonly (infer Modelled)[]
      ? Beyond<NonNullable<Element>, NonNullable<Modelled>, `${Path}[]`>
      : Path
    : {
        [Key in keyof Ours & string]-?: Key extends keyof Model
          ? Beyond<NonNullable<Ours[Key]>, NonNullable<Model[Key]>, `${Path}.${Key}`>
          : `${Path}.${Key}`;
      }[keyof Ours & string];

/** What is read as a last resort, and stands in no model: docs/facts/genesys.md section 2.5. */
type LastResort = '.textBody' | '.normalizedMessage.channel.metadata';

describe('the types of the Platform API', () => {
  it('name no field that the models of the official SDK do not have', () => {
    expectTypeOf<Beyond<UserMe, Models.UserMe>>().toBeNever();
    expectTypeOf<Beyond<PresenceDefinition, Models.PresenceDefinition>>().toBeNever();
    expectTypeOf<Beyond<NotificationChannel, Models.Channel>>().toBeNever();
    expectTypeOf<Beyond<Conversation, Models.Conversation>>().toBeNever();
    expectTypeOf<Beyond<WrapupCode, Models.WrapupCode>>().toBeNever();
    expectTypeOf<Beyond<QueueObservationQueryResponse, Models.QueueObservationQueryResponse>>().toBeNever();
    expectTypeOf<Beyond<ConversationActivityResponse, Models.ConversationActivityResponse>>().toBeNever();
    expectTypeOf<Beyond<ConversationActivityResponse, Models.RoutingActivityResponse>>().toBeNever();
    expectTypeOf<Beyond<AnalyticsConversationQueryResponse, Models.AnalyticsConversationQueryResponse>>().toBeNever();
  });

  it('name two fields beyond them, which are last resorts', () => {
    expectTypeOf<Beyond<MessageData, Models.MessageData>>().toEqualTypeOf<LastResort>();
  });
});
