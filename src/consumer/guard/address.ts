/** Where a socket is asked to connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Reads the arguments of `net.Socket.prototype.connect`: `(options)`, `(port, host)`, `(path)`, or the array that `net.connect` makes of
 * them. `undefined` is a path, which never leaves the machine.
 */
export function addressOf(args: readonly unknown[]): Address | undefined {
  const [first, second] = (Array.isArray(args[0]) ? args[0] : args) as readonly unknown[];
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    if (typeof path === 'string' && path !== '' && port === undefined) return undefined;
    return { host: typeof host === 'string' && host !== '' ? host : 'localhost', port: Number(port) };
  }
  // A text that is not a number is the path of a socket file.
  if (typeof first === 'string' && !(Number(first) >= 0)) return undefined;
  return { host: typeof second === 'string' && second !== '' ? second : 'localhost', port: Number(first) };
}

/** `host:port`, with an IPv6 host in brackets. */
export function writeAddress({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Whether a host can only be this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** A host without what SDK clients put before it for some operations, such as `sync-` for StartSyncExecution: no number has a name below it. */
export function withoutPrefix(host: string): string {
  return host.replace(/^[a-z]+[-.](?=127\.0\.0\.1$)/, '');
}

/** The arguments of a connection, to the same port of this machine. */
export function toThisMachine(args: readonly unknown[]): readonly unknown[] {
  const [first] = args;
  const host = '127.0.0.1';
  // `net.connect` knows its own list by a symbol on it, so the list has to stay the same.
  if (Array.isArray(first)) first[0] = { ...(first[0] as object), host };
  else if (typeof first === 'object' && first !== null) return [{ ...first, host }, ...args.slice(1)];
  else return [first, host, ...args.slice(2)];
  return args;
}
