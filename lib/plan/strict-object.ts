import * as z from 'zod';

/** An object with these keys and no others. The error message for another key lists them. */
export function strict<S extends z.ZodRawShape>(shape: S) {
  const allowed = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? allowed : `an object with ${allowed}`),
  });
}
