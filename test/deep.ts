/** `npm run test:deep` sets TEST_DEEP: all seeds, properties at full length, and the end-to-end runs that take minutes. */
export const isDeep = (process.env.TEST_DEEP ?? '') !== '';
