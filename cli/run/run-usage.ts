/** What follows `headroom run`; a file of its own, so that `headroom --help` loads no engine. */
export const RUN_USAGE = '<script> [--engine k6|embedded] [--lane auto|async|worker] [k6 run flags]';
