import type { BusEvent } from '../../eventbridge/event.ts';
import { isRepositoryKey, isTagKey } from './members.ts';
import { characterOf, slotOf } from './slot.ts';

/** What is to vary in an event. */
export interface Blanks {
  /** Digests of images (64 digits), each with its number in the flow. */
  readonly images: ReadonlyMap<string, number>;
  readonly repositories: readonly string[];
  readonly tags: readonly string[];
  readonly account: string | undefined;
}

/** An event with a slot in the place of everything that varies: ids and times always, the rest as told. */
export function blank(event: BusEvent, blanks: Blanks): BusEvent {
  const { eventID, requestID } = event.detail;
  const fixed = new Map<unknown, string>([
    [eventID ?? event.id, characterOf(slotOf('eventID'))],
    [requestID ?? event.id, characterOf(slotOf('requestID'))],
    [event.id, characterOf(slotOf('id'))],
  ]);
  const text = (value: string, key: string): string => {
    const whole = fixed.get(value);
    if (whole !== undefined) return whole;
    if (key === 'time' || key === 'eventTime') return characterOf(slotOf('time'));
    if (isTagKey(key) && blanks.tags.includes(value)) return `${value}-${characterOf(slotOf('tag'))}`;
    return withRepositories(withImages(withAccount(value, blanks), blanks), key, blanks);
  };
  return mapTexts(event, '', text) as BusEvent;
}

function mapTexts(value: unknown, key: string, text: (value: string, key: string) => string): unknown {
  if (typeof value === 'string') return text(value, key);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, key, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, mapTexts(member, name, text)]));
}

/** Wherever the digits stand: in an ARN, in a reference, in a manifest that lists images. */
function withImages(text: string, { images }: Blanks): string {
  return text.replaceAll(/[0-9a-f]{64}/g, (hex) => {
    const image = images.get(hex);
    return image === undefined ? hex : characterOf(slotOf('digest', image));
  });
}

function withAccount(text: string, { account }: Blanks): string {
  if (account === undefined || !text.includes(account)) return text;
  return text.replaceAll(new RegExp(String.raw`(?<!\d)${account}(?!\d)`, 'g'), characterOf(slotOf('account')));
}

/** A name as a whole under a key of names, and in an ARN or the address of an image. */
function withRepositories(text: string, key: string, { repositories }: Blanks): string {
  const slot = characterOf(slotOf('repository'));
  if (isRepositoryKey(key) && repositories.includes(text)) return `${text}-${slot}`;
  return text.replace(
    /(:repository\/|\.amazonaws\.com(?:\.cn)?\/)([a-z0-9._/-]+?)(?=$|[:@]|\/sha256:)/,
    (whole, before: string, name: string) => (repositories.includes(name) ? `${before}${name}-${slot}` : whole),
  );
}
