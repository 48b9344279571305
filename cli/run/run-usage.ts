/** The usage line of `headroom run`. It has a file of its own, so that `headroom --help` does not load the engine. */
export const RUN_USAGE = '<script> [--engine <name>] [--lane <name>] [k6 run flags]';
