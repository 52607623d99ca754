import type { Operation } from '../../service.ts';
import { type Buses, busName } from '../buses.ts';
import type { EventBus } from '../event-bus.ts';
import { invalid, missing } from '../refusal.ts';
import { findRule } from '../rules.ts';
import type { Tag, Tags } from '../tags.ts';
import { type Page, pageOf } from './page.ts';
import { policyDocument } from './permissions.ts';
import { typed } from './typed.ts';

interface BusWish {
  readonly Name: string;
  readonly Description?: string;
  readonly KmsKeyIdentifier?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly Tags?: readonly Tag[];
}

/** The operations on buses themselves, and on the tags of buses and rules. */
export function busOperations(buses: Buses, tags: Tags): Readonly<Record<string, Operation>> {
  function tagged(arn: string): string {
    const [, bus = 'default', rule] = /:rule\/(?:([^/]+)\/)?([^/]+)$/.exec(arn) ?? [];
    if (rule !== undefined) return findRule(buses.find(bus), rule).arn;
    if (!arn.includes(':event-bus/')) throw missing(`Resource ${arn} does not exist.`);
    return buses.find(arn).arn;
  }

  return {
    CreateEventBus: typed<BusWish>((input) => {
      if (input.Name.includes('/')) throw invalid("Event bus name must not contain '/'.");
      const bus = buses.create(input.Name);
      change(bus, input);
      tags.set(bus.arn, input.Tags ?? []);
      return { EventBusArn: bus.arn, ...described(bus) };
    }),
    UpdateEventBus: typed<Partial<BusWish>>((input) => {
      const bus = buses.find(input.Name);
      change(bus, input);
      bus.modifiedAt = buses.neighbours.scene.agenda.now();
      return { Arn: bus.arn, Name: bus.name, ...described(bus) };
    }),
    DescribeEventBus: typed<{ readonly Name?: string }>(({ Name }) => {
      const bus = buses.find(Name);
      return { ...listed(bus), ...described(bus) };
    }),
    DeleteEventBus: typed<{ readonly Name: string }>(({ Name }) => {
      const known = buses.all().find(({ name }) => name === busName(Name));
      buses.delete(Name);
      if (known !== undefined) for (const { arn } of [known, ...known.rules.values()]) tags.forget(arn);
    }),
    ListEventBuses: typed<Page & { readonly NamePrefix?: string }>((input) => {
      const wanted = buses.all().filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
      const { page, next } = pageOf(wanted, input);
      return { EventBuses: page.map(listed), ...next };
    }),
    TagResource: typed<{ readonly ResourceARN: string; readonly Tags: readonly Tag[] }>((input) =>
      tags.set(tagged(input.ResourceARN), input.Tags),
    ),
    UntagResource: typed<{ readonly ResourceARN: string; readonly TagKeys: readonly string[] }>((input) =>
      tags.remove(tagged(input.ResourceARN), input.TagKeys),
    ),
    ListTagsForResource: typed<{ readonly ResourceARN: string }>(({ ResourceARN }) => ({
      Tags: tags.of(tagged(ResourceARN)),
    })),
  };
}

function change(bus: EventBus, { Description, KmsKeyIdentifier, DeadLetterConfig }: Partial<BusWish>): void {
  bus.description = Description;
  bus.kmsKeyIdentifier = KmsKeyIdentifier;
  bus.deadLetterConfig = DeadLetterConfig;
}

function described({ description, kmsKeyIdentifier, deadLetterConfig }: EventBus): object {
  return {
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
    ...(deadLetterConfig !== undefined && { DeadLetterConfig: deadLetterConfig }),
  };
}

function listed({ name, arn, policy, description, createdAt, modifiedAt }: EventBus): object {
  return {
    Name: name,
    Arn: arn,
    ...(description !== undefined && { Description: description }),
    ...(policy.length > 0 && { Policy: JSON.stringify(policyDocument(policy)) }),
    CreationTime: new Date(createdAt),
    LastModifiedTime: new Date(modifiedAt),
  };
}
