import type { BusEvent } from '../../eventbridge/event.ts';
import { seeded } from '../../random.ts';
import type { EventSource } from './event-source.ts';
import { KINDS, mix, openIdentities, type Hidden } from './identity.ts';
import { seekerOf } from './seek.ts';
import { toRounds } from './rounds.ts';
import { kindOf, SLOTS, whichOf } from './slot.ts';
import type { Pieces, Template, Wording } from './wording.ts';

/**
 * Opens the events of a plan. `run` is what tells this run's events from those of an earlier one, which may still be on
 * their way: the shards of one run have to have the same.
 */
export function openEvents(wording: Wording, run: string): EventSource {
  const { flows, cardinality, repositories } = wording;
  const identities = openIdentities(`${wording.seed}/${run}`);
  const rounds = toRounds(
    flows.map(({ weight, steps }) => ({ weight, steps: steps.length })),
    wording.seed,
  );
  const varied = varyingBy(wording);
  const seek = seekerOf(identities, seqFrom);
  const aboutImages = flows.map(({ steps }) => stepsByImage(steps));
  const isoSecond = isoSeconds();
  const sizes = new Map<Template, number>();

  function templateOf(seq: number): Template {
    return flows[rounds.flowOf(seq)]!.steps[rounds.stepOf(seq)]!;
  }

  function filled(pieces: Pieces, seq: number, at: number): string {
    const instance = rounds.instanceOf(seq);
    let text = '';
    for (const piece of pieces) text += typeof piece === 'string' ? piece : fill(piece, seq, instance, at);
    return text;
  }

  function fill(slot: number, seq: number, instance: number, at: number): string {
    switch (kindOf(slot)) {
      case SLOTS.eventID:
        return identities.uuid(KINDS.event, seq);
      case SLOTS.requestID:
        return identities.uuid(KINDS.request, seq);
      case SLOTS.id:
        return identities.uuid(KINDS.envelope, seq);
      case SLOTS.time:
        return isoSecond(at);
      case SLOTS.seconds:
        return String(Math.floor(at / 1_000));
      case SLOTS.digest:
        return identities.digest(instance, whichOf(slot));
      case SLOTS.repository:
        return varied.repository(instance);
      case SLOTS.tag:
        return varied.tag(instance);
      default:
        return varied.account(instance);
    }
  }

  /** Which event digits tell of; an image is told of by several, and the text says by which. */
  function seqFrom({ kind, value, which }: Hidden, holds: (marks: readonly RegExp[]) => boolean): number | undefined {
    if (kind !== KINDS.image) return value;
    const about = aboutImages[rounds.flowOfInstance(value)]!.get(which) ?? [];
    const step = (about.length > 1 ? about.find(({ marks }) => holds(marks)) : undefined) ?? about[0];
    return step === undefined ? undefined : rounds.seqOf(value, step.step);
  }

  const perName = cardinality.repositories * cardinality.accounts;
  return {
    entry: (seq, at) => filled(templateOf(seq).entry, seq, at),
    event: (seq, at) => JSON.parse(filled(templateOf(seq).event, seq, at)) as BusEvent,
    text: (seq, at) => filled(templateOf(seq).event, seq, at),
    sizeOf: (seq) => {
      const template = templateOf(seq);
      const known = sizes.get(template);
      if (known !== undefined) return known;
      const size = sizeOf(JSON.parse(filled(template.entry, seq, 0)) as Entry);
      sizes.set(template, size);
      return size;
    },
    isExpected: (seq) => templateOf(seq).isExpected,
    groups: repositories.length * perName,
    groupOf: (seq) => templateOf(seq).repository * perName + varied.group(rounds.instanceOf(seq)),
    seqIn: seek,
    seqOf: (event) => seek(JSON.stringify(event) ?? ''),
  };
}

/** The events of a flow that are told by their image, by its number, each with what tells it from the others. */
function stepsByImage(steps: readonly Template[]) {
  const byImage = new Map<number, { readonly step: number; readonly marks: readonly RegExp[] }[]>();
  for (const [step, { identity, marks }] of steps.entries()) {
    if (identity.by !== 'digest') continue;
    const about = byImage.get(identity.image) ?? [];
    byImage.set(identity.image, about);
    about.push({ step, marks: marks.map((mark) => new RegExp(mark)) });
  }
  return byImage;
}

/** What of an entry counts. */
interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Resources: readonly string[];
}

/** AWS's formula: 14 bytes for the time, and the texts in UTF-8. */
function sizeOf({ Source, DetailType, Detail, Resources }: Entry): number {
  return [Source, DetailType, Detail, ...Resources].reduce((sum, text) => sum + Buffer.byteLength(text), 14);
}

/** What the names of one acting out of a flow are, drawn from the plan's seed: the same in every run of it. */
function varyingBy({ seed, cardinality, account }: Wording) {
  const { repositories, tags, accounts } = cardinality;
  const random = seeded(`${seed}/load/cardinality`);
  const [groupKey, tagKey] = [random.uint32(), random.uint32()];
  const group = (instance: number): number =>
    mix(mix(instance >>> 0, groupKey) ^ Math.floor(instance / 0x1_0000_0000), groupKey) % (repositories * accounts);
  const tag = (instance: number): number =>
    mix(mix(instance >>> 0, tagKey) ^ Math.floor(instance / 0x1_0000_0000), tagKey) % tags;
  return {
    group,
    repository: (instance: number) => padded(group(instance) % repositories, repositories),
    tag: (instance: number) => padded(tag(instance), tags),
    account: (instance: number) =>
      String((Number(account) + Math.floor(group(instance) / repositories)) % 1e12).padStart(12, '0'),
  };
}

/** All as long as the longest. */
function padded(index: number, of: number): string {
  return String(index).padStart(String(of - 1).length, '0');
}

/** Words a moment to the second, as AWS does; events of one second share the text. */
function isoSeconds(): (at: number) => string {
  let second = Number.NaN;
  let text = '';
  return (at) => {
    const its = Math.floor(at / 1_000);
    if (its !== second) {
      second = its;
      text = `${new Date(its * 1_000).toISOString().slice(0, 19)}Z`;
    }
    return text;
  };
}
