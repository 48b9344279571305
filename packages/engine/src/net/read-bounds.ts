/**
 * What a peer may make the engine hold in memory. k6 has no such bounds: a test that needs more is not for this engine
 * (docs/engine.md, "Bounds").
 */

/** The bytes of one WebSocket message, be it in one frame or in many. */
export const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

/** The bytes of the body of one HTTP answer as it comes. */
export const MAX_BODY_BYTES = 128 * 1024 * 1024;

/** The bytes of a body once it is unpacked: a thousandth of it may have come. */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
