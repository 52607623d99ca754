/** What befalls an AWS call of a consumer, counted from 1: it fails, carried out or not; or the consumer dies after so many. */
export type Mishap =
  | { readonly call: number; readonly error: string; readonly carriedOut: boolean }
  | { readonly diesAfter: number };
