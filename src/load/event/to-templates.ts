import type { EventEmission } from '../../eventbridge/emission.ts';
import type { BusEvent } from '../../eventbridge/event.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Plan } from '../plan/plan.ts';
import { blank, type Blanks } from './blank.ts';
import { digestsOf, repositoryOf, tagsOf, repositoriesOf } from './members.ts';
import { characterOf, MOST_IMAGES, slotOf, toPieces } from './slot.ts';
import type { Template } from './wording.ts';

/** What templates are made with. `repositories` is added to. */
interface Making {
  readonly plan: Pick<Plan, 'cardinality' | 'target'>;
  readonly scenario: Pick<Scenario, 'account'>;
  readonly repositories: string[];
  /** Whether an event is for a consumer. */
  readonly isExpected: (emission: EventEmission) => boolean;
}

/** Makes templates of a flow's events, in order; or says which of them could not be told apart when it arrives. */
export function templatesOf(
  events: readonly EventEmission[],
  { plan, scenario, repositories, isExpected }: Making,
): { readonly steps: readonly Template[] } | { readonly fault: string } {
  const images = [...new Set(events.flatMap(({ event }) => digestsOf(event)))];
  if (images.length > MOST_IMAGES) return { fault: `it is about more than ${MOST_IMAGES} images` };
  const { cardinality } = plan;
  const blanks: Omit<Blanks, 'images'> = {
    repositories:
      cardinality.repositories === undefined ? [] : unique(events.flatMap(({ event }) => repositoriesOf(event))),
    tags: cardinality.tags === undefined ? [] : unique(events.flatMap(({ event }) => tagsOf(event))),
    account: cardinality.accounts === undefined ? undefined : scenario.account,
  };
  const told = new Map<string, number>();
  const steps: Template[] = [];
  for (const [index, emission] of events.entries()) {
    const { event } = emission;
    const its = new Map(images.map((digest, image) => [digest, image]));
    const main = digestsOf(event)[0];
    const hasId = typeof event.detail['eventID'] === 'string';
    if (!hasId && main === undefined) {
      const which = `its event ${index + 1}, "${event['detail-type']}"`;
      return { fault: `${which}, has neither an eventID nor an image-digest to tell it by, leave it out with "only"` };
    }
    const marks = marksOf(event, blanks.tags);
    if (!hasId && main !== undefined) {
      const kind = JSON.stringify([main, marks]);
      const times = told.get(kind) ?? 0;
      told.set(kind, times + 1);
      // The same said twice of one image: only another image can tell the one from the other.
      if (times > 0 && images.length < MOST_IMAGES) its.set(main, images.push(`${main}/${index}`) - 1);
    }
    const repository = repositoryOf(event);
    if (!repositories.includes(repository)) repositories.push(repository);
    steps.push({
      ...worded(blank(event, { ...blanks, images: its }), plan.target),
      identity: hasId ? { by: 'eventID' } : { by: 'digest', image: its.get(main!)! },
      marks: hasId ? [] : marks,
      isExpected: isExpected(emission),
      repository: repositories.indexOf(repository),
    });
  }
  return { steps };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

/** The members that tell events about one image apart; tags that vary have a number at their end. */
function marksOf(event: BusEvent, tags: readonly string[]): Template['marks'] {
  const members = Object.entries({ 'detail-type': event['detail-type'], ...event.detail });
  return members.flatMap(([key, value]) =>
    typeof value === 'string' && KEYS.has(key) ? [memberMark(key, value, tags.includes(value))] : [],
  );
}

const KEYS = new Set([
  'detail-type',
  'action-type',
  'image-tag',
  'scan-status',
  'target-storage-class',
  'sync-status',
  'result',
]);

/** A member however it is spaced, and however often the JSON was packed into a text. */
function memberMark(key: string, value: string, varies: boolean): string {
  const quote = String.raw`\\*"`;
  const escaped = value.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  return String.raw`${quote}${key}${quote}\s*:\s*${quote}${escaped}${varies ? String.raw`-\d+` : ''}${quote}`;
}

function worded(event: BusEvent, target: Plan['target']): Pick<Template, 'entry' | 'event'> {
  const { source = event.source } = 'source' in target ? target : {};
  const detail = JSON.stringify(event.detail);
  const eventBus = target.kind === 'aws' || target.kind === 'endpoint' ? target.eventBus : 'default';
  // The members in the order of the API's model, as the SDK writes them.
  const entry = `{"Time":${characterOf(slotOf('seconds'))},"Source":${JSON.stringify(source)},"Resources":${JSON.stringify(event.resources)},"DetailType":${JSON.stringify(event['detail-type'])},"Detail":${JSON.stringify(detail)}${eventBus === 'default' ? '' : `,"EventBusName":${JSON.stringify(eventBus)}`}}`;
  return { entry: toPieces(entry), event: toPieces(JSON.stringify({ ...event, source })) };
}
