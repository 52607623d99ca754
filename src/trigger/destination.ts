import { Problem } from '../problem.ts';

/** A resource of AWS's that can be sent an event, by its name or ARN. */
export interface Resource {
  readonly kind: 'queue' | 'function' | 'bus' | 'topic';
  /** A name, an ARN, or of a queue its URL. */
  readonly name: string;
  readonly region?: string;
  /** Where a queue's URL leads to. */
  readonly endpoint?: string;
}

/** Where an event goes. */
export type Destination =
  | { readonly kind: 'stdout' }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'consumer'; readonly name: string }
  | Resource;

const KINDS = { sqs: 'queue', lambda: 'function', sns: 'topic', events: 'bus' } as const;

/** Reads what `--to` says. Throws the `Problem` of what is no place. */
export function readDestination(text: string, consumers: readonly string[]): Destination {
  if (text === 'stdout' || text === '-') return { kind: 'stdout' };
  if (/^https?:\/\//.test(text)) return ofUrl(text);
  if (text.startsWith('arn:')) return ofArn(text);
  const [, kind, name] = /^(queue|function|bus|topic|consumer):([\w.$:/-]+)$/.exec(text) ?? [];
  if (kind !== undefined && name !== undefined) return { kind: kind as Resource['kind'] | 'consumer', name };
  if (consumers.includes(text)) return { kind: 'consumer', name: text };
  throw new Problem(
    'USAGE',
    `Cannot send to "${text}": wanted a URL, an ARN, queue:NAME, function:NAME, bus:NAME, topic:NAME, stdout, or a consumer of the configuration, which has ${consumers.length === 0 ? 'none' : consumers.join(', ')}`,
  );
}

/** A URL is a webhook, unless it is one of a queue: `…/123456789012/deploys`. */
function ofUrl(text: string): Destination {
  const url = URL.parse(text);
  if (url === null) throw new Problem('USAGE', `Cannot send to "${text}": it is no URL`);
  if (!/^\/\d{12}\/[\w-]{1,80}(?:\.fifo)?$/.test(url.pathname)) return { kind: 'url', url: text };
  const [, region] = /^sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(url.hostname) ?? [];
  return region === undefined
    ? { kind: 'queue', name: text, endpoint: url.origin }
    : { kind: 'queue', name: text, region };
}

function ofArn(text: string): Destination {
  const [, service = '', region = ''] = /^arn:[\w-]+:([a-z0-9-]+):([a-z0-9-]*):\d{12}:.+$/.exec(text) ?? [];
  if (!Object.hasOwn(KINDS, service)) {
    throw new Problem(
      'USAGE',
      `Cannot send to "${text}": wanted the ARN of a queue, a function, a topic or an event bus`,
    );
  }
  return { kind: KINDS[service as keyof typeof KINDS], name: text, region };
}
