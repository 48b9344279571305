/** Ids of customers: `<run id>-<visit>`, as their messages carry them in the custom attribute `customer`. */

/**
 * The id of the run that a customer belongs to.
 *
 * @example runIdIn('3fa85f64-5717-4562-b3fc-2c963f66afa6-17') // '3fa85f64-5717-4562-b3fc-2c963f66afa6'
 */
export const runIdIn = (customer: string): string => customer.replace(/-\d+$/, '');

/** The number of the customer's visit within its run. */
export const visitIn = (customer: string): number => Number(/\d+$/.exec(customer)?.[0]);
