import type { Target as SdkTarget } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../embedded/arn.ts';
import type { Pattern } from '../../pattern/index.ts';
import { Problem } from '../../problem.ts';
import { rulePattern, ruleText } from '../../rule/compile.ts';
import type { Rule, Target } from '../../rule/rule.ts';
import type { Staging } from '../open-bus.ts';
import type { Clients } from '../remote/clients.ts';
import type { Holdings } from '../remote/holdings.ts';
import { tagList, tagsOf } from '../remote/resource.ts';
import type { SdkClient } from '../remote/sdk.ts';
import { toDefinition } from '../target-definition.ts';
import { both, concurrently } from './concurrently.ts';
import { type Mailbox, openMailbox, TAKEN_FOR_GOOD } from './mailbox.ts';
import { openRealTargets, type RealTargets, roleOf } from './real-targets.ts';

/** Where a rule sends what goes on in this process: to a consumer, or from a target of another kind to whatever that feeds. */
export interface Inlet {
  /** The position of the target in its rule. */
  readonly index: number;
  readonly mailbox: Mailbox;
}

/** A rule, as it stands on the bus. */
export interface StagedRule {
  readonly rule: Rule;
  readonly pattern: Pattern;
  readonly inlets: readonly Inlet[];
  /** That the mailbox of the stage is told of what it matches: nothing else would show that. */
  readonly isObserved: boolean;
}

/** All that was made for one scenario. */
export interface Stage {
  /** The bus that events are put on. */
  readonly bus: string;
  readonly rules: readonly StagedRule[];
  /** The bus of canaries and sentinels, where no rule of the user's sees them. */
  readonly control: string;
  /** Takes canaries and sentinels as they are, and notes of observed rules. */
  readonly mailbox: Mailbox;
  /** The ARN of what stands in for what the configuration names. */
  readonly standIn: RealTargets['standIn'];
}

/** What a stage is made with. */
export interface Making {
  readonly staging: Staging;
  readonly clients: Clients;
  readonly holdings: Holdings;
  /** Begins every name. */
  readonly prefix: string;
}

/** EventBridge's quota on targets of a rule. */
const MOST_TARGETS = 5;
/** What the mailbox is told of an observed rule: `{ "rule": …, "id": … }`. */
const NOTE = (rule: string): SdkTarget['InputTransformer'] => ({
  InputPathsMap: { id: '$.id' },
  InputTemplate: `{"rule": ${JSON.stringify(rule)}, "id": <id>}`,
});

/** What the canary needs: a bus of its own, and where it arrives. */
export interface Control {
  readonly control: string;
  readonly mailbox: Mailbox;
  /** The account that everything is made in, as the bus itself tells. */
  readonly whose: { readonly account: string; readonly region: string };
}

/** Makes the control bus and its mailbox. Rejects only when nothing is being made any more. */
export async function makeControl(making: Making): Promise<Control> {
  const { staging, clients, holdings, prefix } = making;
  const events = await clients.open('eventbridge');
  const control = `${prefix}-control`;
  const rule = { Name: 'control', EventBusName: control };
  const [mailbox, account] = await both(makeMailbox(control, making), makeBus(control, making));
  const whose = { account, region: staging.owner.region };
  await holdings.make({ kind: 'rule', name: rule.Name, bus: control }, () =>
    events.putRule({ ...rule, EventPattern: JSON.stringify({ 'detail-type': [{ prefix: 'ecreplay ' }] }) }),
  );
  const Arn = queueArn(control, whose);
  await events.putTargets({ Rule: rule.Name, EventBusName: control, Targets: [{ Id: 'control', Arn }] });
  return { control, mailbox, whose };
}

/** Makes everything that the rules of a scenario need. Rejects only when nothing is being made any more. */
export async function makeStage(making: Making, controlling: Promise<Control>): Promise<Stage> {
  const { staging, clients, holdings, prefix } = making;
  const names = [...new Set(['default', ...staging.rules.map(({ bus = 'default' }) => bus)])];
  const buses = new Map(names.map((name, index) => [name, index === 0 ? prefix : `${prefix}-bus-${index}`]));
  const [{ control, mailbox, whose }] = await both(
    controlling,
    concurrently(Array.from(buses.values(), (name) => makeBus(name, making))),
  );
  const declared = staging.account?.declared?.resources ?? {};
  const targets = openRealTargets({ clients, holdings, prefix, whose, declared, buses });
  let inlets = 0;
  const rules = await concurrently(
    staging.rules.map((rule) =>
      makeRule(rule, {
        ...making,
        whose,
        bus: buses.get(rule.bus ?? 'default')!,
        targets,
        observer: queueArn(control, whose),
        nextInlet: () => `${prefix}-in-${(inlets += 1)}`,
      }),
    ),
  );
  return { bus: prefix, rules, control, mailbox, standIn: (arn) => targets.standIn(arn) };
}

interface RuleMaking extends Making {
  readonly whose: Control['whose'];
  readonly bus: string;
  readonly targets: RealTargets;
  readonly observer: string;
  readonly nextInlet: () => string;
}

async function makeRule(rule: Rule, making: RuleMaking): Promise<StagedRule> {
  const { clients, holdings, bus, observer } = making;
  const events = await clients.open('eventbridge');
  const putRule = (Name: string): Promise<unknown> =>
    holdings.make({ kind: 'rule', name: Name, bus }, () =>
      events.putRule({ Name, EventBusName: bus, EventPattern: ruleText(rule), State: rule.state ?? 'ENABLED' }),
    );
  const [aims] = await both(
    concurrently(rule.targets.map((target, index) => makeTarget(target, index, making))),
    putRule(rule.name),
  );
  const inlets = aims.flatMap(({ inlet }) => inlet ?? []);
  const isObserved = inlets.length === 0 && bus === making.prefix;
  const note = { Id: 'observed', Arn: observer, InputTransformer: NOTE(rule.name) };
  // LocalStack sends to one after another, so what is waited for comes before what may take its time.
  const targets = [
    ...(isObserved ? [note] : []),
    ...aims.flatMap((aim) => aim.inlets),
    ...aims.flatMap((aim) => aim.targets),
  ];
  for (let from = 0; from < targets.length; from += MOST_TARGETS) {
    // What a rule has no room for goes to a twin of it.
    const name = from === 0 ? rule.name : `${rule.name.slice(0, 55)}-and-${from}`;
    if (from > 0) await putRule(name);
    await putTargets(events, {
      Rule: name,
      EventBusName: bus,
      Targets: targets.slice(from, from + MOST_TARGETS),
    });
  }
  return { rule, pattern: rulePattern(rule), inlets, isObserved };
}

/** A target as the bus gets it; nothing, where the bus has nothing that could stand in for it. */
interface Aim {
  readonly targets: readonly SdkTarget[];
  readonly inlets: readonly SdkTarget[];
  readonly inlet?: Inlet;
}

async function makeTarget(target: Target, index: number, making: RuleMaking): Promise<Aim> {
  const { staging, whose, targets } = making;
  const definition = toDefinition(target, `Target${index}`, staging.owner);
  const deadLetters = definition.DeadLetterConfig?.Arn;
  const isConsumer = target.consumer !== undefined || parseArn(definition.Arn)?.service === 'lambda';
  const goesOn = isConsumer || (staging.account?.declared !== undefined && GOES_ON.test(definition.Arn));
  const [standIn, [inlet, buried]] = await both(
    isConsumer ? NONE : targets.standIn(definition.Arn),
    both(goesOn ? makeInlet(index, making) : NONE, deadLetters === undefined ? NONE : targets.standIn(deadLetters)),
  );
  const { DeadLetterConfig: _, SqsParameters, KinesisParameters, ...rest } = definition;
  const at = (Id: string, Arn: string, more: object): SdkTarget => ({
    ...(rest as unknown as SdkTarget),
    Id,
    Arn,
    ...(NEEDS_ROLE.test(Arn) && { RoleArn: roleOf(whose) }),
    ...(buried !== undefined && { DeadLetterConfig: { Arn: buried } }),
    ...more,
  });
  const own = {
    ...(SqsParameters !== undefined && { SqsParameters }),
    ...(KinesisParameters !== undefined && { KinesisParameters }),
  };
  return {
    targets: standIn === undefined ? [] : [at(`Target${index}`, standIn, own)],
    inlets: inlet === undefined ? [] : [at(`Inlet${index}`, queueArn(inlet.queue, whose), {})],
    ...(inlet !== undefined && { inlet }),
  };
}

const NONE = Promise.resolve(undefined);

/** What may feed something that the configuration declares. Buses are not among them: their rules are on LocalStack too. */
const GOES_ON = /^arn:aws:(?:sqs|sns|kinesis|logs|firehose|states):/;

/** Services that EventBridge sends to as a role only. */
const NEEDS_ROLE = /^arn:aws:(?:kinesis|states|firehose|events):/;

async function makeInlet(index: number, making: RuleMaking): Promise<Inlet & { readonly queue: string }> {
  const queue = making.nextInlet();
  return { index, queue, mailbox: await makeMailbox(queue, making) };
}

async function putTargets(
  events: SdkClient<'eventbridge'>,
  input: Parameters<SdkClient<'eventbridge'>['putTargets']>[0],
): Promise<void> {
  const { FailedEntries: [failed] = [] } = await events.putTargets(input);
  if (failed === undefined) return;
  throw new Problem(
    'CONFIG_INVALID',
    `Cannot send what rule "${input.Rule}" matches: ${failed.ErrorMessage ?? 'the bus refuses the target'} (${failed.ErrorCode})`,
  );
}

async function makeBus(Name: string, { clients, holdings }: Making): Promise<string> {
  const events = await clients.open('eventbridge');
  const { EventBusArn = '' } = await holdings.make({ kind: 'event-bus', name: Name }, () =>
    events.createEventBus({ Name, Tags: tagList(tagsOf(holdings.run, Date.now())) }),
  );
  return parseArn(EventBusArn)?.account ?? '';
}

async function makeMailbox(QueueName: string, { clients, holdings }: Making): Promise<Mailbox> {
  const sqs = await clients.open('sqs');
  const { QueueUrl = '' } = await holdings.make({ kind: 'queue', name: QueueName }, () =>
    sqs.createQueue({ QueueName, Attributes: TAKEN_FOR_GOOD, tags: tagsOf(holdings.run, Date.now()) }),
  );
  return openMailbox(sqs, QueueUrl);
}

function queueArn(name: string, { account, region }: Control['whose']): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}
