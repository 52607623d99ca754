import { isIP } from 'node:net';
import { Fault } from '../wire/fault.ts';
import type { HttpRequest } from '../wire/http.ts';

/** Names of this machine that nobody else can give to theirs. */
const OWN_NAME = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Turns away who must not come in. A web page can make a browser send requests to this machine, under a name that the page's owner has
 * pointed here: neither a foreign Host nor any sign of another origin is let past, and nothing is ever said to allow one.
 */
export function turnAway(
  { method, headers }: HttpRequest,
  { host: listensOn, allowed }: { readonly host: string; readonly allowed: readonly string[] },
): Fault | undefined {
  const name = hostName(headers['host'] ?? '');
  if (!isOwn(name, listensOn) && !allowed.includes(name)) {
    return new Fault(
      'AccessDeniedException',
      `Cannot serve the host "${name}": it is not this machine, wanted --allow-host ${name}`,
      403,
    );
  }
  const site = headers['sec-fetch-site'];
  if (headers['origin'] !== undefined || method === 'OPTIONS' || (site !== undefined && site !== 'none')) {
    return new Fault('AccessDeniedException', 'Cannot serve a web page: browsers have no business here', 403);
  }
  return undefined;
}

/** Without the port. */
function hostName(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase();
}

/** An address cannot be pointed anywhere else, so where all addresses are listened on any of them will do. */
function isOwn(name: string, listensOn: string): boolean {
  if (OWN_NAME.test(name)) return true;
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (address === listensOn.toLowerCase()) return true;
  return isIP(address) !== 0 && (listensOn === '0.0.0.0' || listensOn === '::');
}
