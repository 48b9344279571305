/** Names of customers: `<run id>-<visit>`, as their messages carry it in the custom attribute `customer`. */

/** The id of the run that a customer belongs to. */
export const runIdIn = (customer: string): string => customer.replace(/-\d+$/, '');

/** The number of the customer's visit within its run. */
export const visitIn = (customer: string): number => Number(/\d+$/.exec(customer)?.[0]);
