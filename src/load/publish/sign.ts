import { createHmac, hash } from 'node:crypto';
import { type Hmac, hmacOf } from './hmac.ts';

/** Who signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What one request is signed for, besides its headers. */
export interface Signing {
  readonly credentials: Credentials;
  readonly region: string;
  readonly path: string;
  /** As `amzDate` words it. */
  readonly date: string;
  /** The SHA-256 of the body. */
  readonly bodyHash: string;
}

/** A moment in the words of a signature: `20260115T093000Z`. */
export function amzDate(moment: Date): string {
  return moment.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** Signs requests to one service, Signature Version 4. The key of a day is derived once: it costs four times a signature. */
export function openSigner(service: string): (headers: readonly SignedHeader[], signing: Signing) => string {
  let known: { readonly of: string; readonly hmac: Hmac } | undefined;

  function keyFor({ credentials, region, date }: Signing): Hmac {
    const day = date.slice(0, 8);
    const of = `${credentials.secretAccessKey} ${day} ${region}`;
    if (known?.of !== of) {
      const parts = [day, region, service, 'aws4_request'];
      const key = parts.reduce<Buffer | string>(
        (from, part) => createHmac('sha256', from).update(part).digest(),
        `AWS4${credentials.secretAccessKey}`,
      );
      known = { of, hmac: hmacOf(Buffer.from(key)) };
    }
    return known.hmac;
  }

  return (headers, signing) => {
    const { credentials, region, path, date, bodyHash } = signing;
    let canonical = `POST\n${path}\n\n`;
    let names = '';
    for (const [name, value] of headers) {
      canonical += `${name}:${value}\n`;
      names += names === '' ? name : `;${name}`;
    }
    const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
    const digest = hash('sha256', `${canonical}\n${names}\n${bodyHash}`, 'hex');
    const signature = keyFor(signing)(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${digest}`).toString('hex');
    return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  };
}

/** The name, in lower case, and the value of a header; they are signed in the order of their names. */
export type SignedHeader = readonly [name: string, value: string];
