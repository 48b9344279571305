/** The usage line of `headroom run`. It has a file of its own, so that `headroom --help` does not load the engine. */
export const RUN_USAGE = '<script> [--engine k6|embedded] [--lane auto|async|worker] [k6 run flags]';
