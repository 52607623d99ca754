import type { Duplex } from 'node:stream';
import { takesItsTime } from './respond.ts';

/** What Node itself answers to what it cannot read. */
const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Closes a connection on which no request came, or none in time, as Node does, but for those whose request may take its time. */
export function refuseClient(error: Error & { readonly code?: string }, socket: Duplex): void {
  const { code = '' } = error;
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT' && takesItsTime(socket)) return;
  // An answer that is on its way must not be cut in two.
  const { _httpMessage: answering } = socket as { readonly _httpMessage?: { readonly headersSent: boolean } | null };
  if (socket.writable && answering?.headersSent !== true) {
    socket.write(`HTTP/1.1 ${STATUS[code] ?? '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
  }
  socket.destroy(error);
}
