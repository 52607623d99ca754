import { createHmac, hash } from 'node:crypto';
import { type Hmac, hmacOf } from './hmac.ts';

/** Who signs. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What one request is signed for. */
export interface Signing {
  readonly credentials: Credentials;
  readonly region: string;
  /** As `amzDate` words it. */
  readonly date: string;
  /** The names of the signed headers, in their order. */
  readonly names: string;
  /** The request as it is signed: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
  readonly canonical: string;
}

/** A moment in the words of a signature: `20260115T093000Z`. */
export function amzDate(moment: Date): string {
  return moment.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

/** What holds for a day and for whoever signs: it is derived once, for that costs four times a signature. */
interface Day {
  readonly day: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly scope: string;
  readonly hmac: Hmac;
}

/** Signs requests to one service, Signature Version 4: says what the header `authorization` holds. */
export function openSigner(service: string): (signing: Signing) => string {
  let known: Day | undefined;

  function dayOf({ credentials, region, date }: Signing): Day {
    if (known?.credentials === credentials && known.region === region && date.startsWith(known.day)) return known;
    const day = date.slice(0, 8);
    const parts = [day, region, service, 'aws4_request'];
    const key = parts.reduce<Buffer | string>(
      (from, part) => createHmac('sha256', from).update(part).digest(),
      `AWS4${credentials.secretAccessKey}`,
    );
    known = { day, region, credentials, scope: parts.join('/'), hmac: hmacOf(Buffer.from(key)) };
    return known;
  }

  return (signing) => {
    const { credentials, date, names, canonical } = signing;
    const { scope, hmac } = dayOf(signing);
    const digest = hash('sha256', canonical, 'hex');
    const signature = hmac(`AWS4-HMAC-SHA256\n${date}\n${scope}\n${digest}`);
    return `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  };
}
