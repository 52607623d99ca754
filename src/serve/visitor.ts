import { isIP } from 'node:net';
import { Fault } from '../wire/fault.ts';
import type { HttpRequest } from '../wire/http.ts';

/** Names of this machine that nobody else can give to theirs. */
const OWN_NAME = /^(?:localhost|.+\.localhost|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/;

/**
 * Turns away who must not come in. A web page can make a browser send requests to this machine, under a name that the page's owner has
 * pointed here: neither a foreign Host nor any sign of another origin is let past, and nothing is ever said to allow one.
 */
export function turnAway(
  { method, url, headers }: HttpRequest,
  { host: listensOn, allowed }: { readonly host: string; readonly allowed: readonly string[] },
): Fault | undefined {
  // What a request line says of the host goes before the header: so speak those who take us for a proxy.
  const name = hostName(/^[a-z]+:\/\/([^/?]*)/i.exec(url)?.[1] ?? headers['host'] ?? '');
  if (!isOwn(name, listensOn) && !allowed.includes(name)) {
    return new Fault(
      'AccessDeniedException',
      `Cannot serve the host "${name}": it is not this machine, wanted --allow-host ${name}`,
      403,
    );
  }
  const site = headers['sec-fetch-site'];
  const isFromPage = headers['origin'] !== undefined || headers['referer'] !== undefined;
  if (isFromPage || method === 'OPTIONS' || (site !== undefined && site !== 'none')) {
    return new Fault('AccessDeniedException', 'Cannot serve a web page: browsers have no business here', 403);
  }
  return undefined;
}

/** Without the port, in small letters, without the dot that ends a whole name; an IPv6 address in its shortest form. */
function hostName(host: string): string {
  const name = host.replace(/:\d*$/, '').toLowerCase().replace(/\.$/, '');
  // Without a zone, which no URL has.
  const [, address] = /^\[([0-9a-f:.]+)\]$/.exec(name) ?? [];
  return address === undefined || isIP(address) !== 6 ? name : new URL(`http://${name}`).hostname;
}

/** An address cannot be pointed anywhere else, so where all addresses are listened on any of them will do. */
function isOwn(name: string, listensOn: string): boolean {
  if (OWN_NAME.test(name) || (name.startsWith('127.') && isIP(name) === 4)) return true;
  const address = name.replace(/^\[(.*)\]$/, '$1');
  if (address === listensOn.toLowerCase()) return true;
  return isIP(address) !== 0 && (listensOn === '0.0.0.0' || listensOn === '::');
}
