export { ecreplay, type EcreplayOptions, type Wishes } from './plugin.ts';
export type { Outcome } from './outcome.ts';
