/** The error a consumer gets in place of a connection. Its code is none that an SDK client would try again after. */
export class NetworkRefusedError extends Error {
  override readonly name = 'NetworkRefusedError';
  readonly code = 'ERR_NETWORK_REFUSED';
  /** What was asked for, usually `host:port`. */
  readonly address: string;

  constructor(address: string, advice: string) {
    super(`Cannot ${doing(address)} in a rehearsal; ${advice}`);
    this.address = address;
  }
}

function doing(address: string): string {
  const [, kind, what] = /^(process|thread):(.*)$/s.exec(address) ?? [];
  return kind === undefined
    ? `connect to ${address}: consumers do not reach the network`
    : `start ${kind} ${what}: consumers start none`;
}

export const ADVICE =
  'let AWS calls go to AWS_ENDPOINT_URL, and let the `answers` of the consumer answer HTTP requests to anything else';
