// Longer than others: a queue is one state, and each method is a way to change it.
import type { Instant, Milliseconds } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { Agenda } from '../agenda.ts';
import { checkAttributes, defaultsOf, settingsOf, type Attributes, type Settings } from './attributes.ts';
import { Attempts } from './attempts.ts';
import { Audience } from './audience.ts';
import { checkOutgoing } from './check-outgoing.ts';
import { Deduplication, ofContent } from './deduplication.ts';
import { digestOf, digestOfAttributes } from './digest.ts';
import { invalidParameter, notDeduplicated, sqsFault } from './faults.ts';
import type { Message, Outgoing, Sent } from './message.ts';
import { messageIdOf, receiptHandle } from './receipt-handle.ts';
import type { Counts, Received, Receiving } from './receiving.ts';
import { Stock } from './stock.ts';

/** What a queue needs of the world. */
export interface Ground {
  readonly agenda: Agenda;
  readonly random: Random;
  /** Who sends, where the message does not say. */
  readonly sender: string;
  /** The queue of that ARN, if there is one: where dead letters go. */
  find(arn: string): Queue | undefined;
}

/** More in flight than that, and a standard queue refuses to give out another. */
const MOST_IN_FLIGHT = 120_000;

const LONGEST_INVISIBLE: Milliseconds = 43_200_000;

/** One queue, with its messages and whoever waits for them. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly fifo: boolean;
  readonly createdAt: Instant;
  modifiedAt: Instant;
  purgedAt = Number.NEGATIVE_INFINITY;
  readonly tags = new Map<string, string>();
  #attributes: Attributes;
  #settings: Settings;
  readonly #ground: Ground;
  readonly #stock: Stock;
  readonly #audience: Audience;
  readonly #deduplication = new Deduplication<Sent>();
  readonly #attempts = new Attempts();
  #order = 0;
  #sequence = 18_800_000_000_000_000_000n;

  constructor(name: string, arn: string, attributes: Attributes, ground: Ground) {
    this.name = name;
    this.arn = arn;
    this.fifo = name.endsWith('.fifo');
    checkAttributes(attributes, this.fifo);
    this.#ground = ground;
    this.createdAt = ground.agenda.now();
    this.modifiedAt = this.createdAt;
    this.#stock = new Stock(this.fifo);
    this.#audience = new Audience(ground.agenda, {
      ready: () => {
        this.#settle();
        return this.#stock.ready;
      },
      take: (receiving) => this.#take(receiving),
      next: () => this.#stock.next,
    });
    this.#attributes = withoutEmpty({ ...defaultsOf(this.fifo), ...attributes });
    this.#settings = settingsOf(this.#attributes);
  }

  get attributes(): Attributes {
    return this.#attributes;
  }

  get settings(): Settings {
    return this.#settings;
  }

  setAttributes(attributes: Attributes): void {
    checkAttributes(attributes, this.fifo);
    const before = this.#settings.delay;
    this.#attributes = withoutEmpty({ ...this.#attributes, ...attributes });
    this.#settings = settingsOf(this.#attributes);
    this.modifiedAt = this.#ground.agenda.now();
    // Only a FIFO queue's new delay counts for what is there already.
    if (!this.fifo || this.#settings.delay === before) return;
    for (const message of this.#stock.delayed()) {
      this.#stock.later(message, 'delayed', message.sentAt + this.#settings.delay);
    }
    this.#audience.serve();
  }

  /** All that lies in it, whatever its state. To look is not to receive. */
  messages(): readonly Message[] {
    this.#settle();
    return this.#stock.all();
  }

  counts(): Counts {
    this.#settle();
    return this.#stock.counts();
  }

  send(outgoing: Outgoing): Sent {
    checkOutgoing(outgoing, this.fifo, this.#settings.largestMessage);
    const { body, attributes = {}, groupId, traceHeader } = outgoing;
    const now = this.#ground.agenda.now();
    const digests = {
      bodyDigest: digestOf(body),
      attributesDigest: digestOfAttributes(attributes),
      systemAttributesDigest:
        traceHeader === undefined
          ? undefined
          : digestOfAttributes({ AWSTraceHeader: { dataType: 'String', value: traceHeader } }),
    };
    const deduplicationId = this.fifo ? this.#deduplicationId(outgoing) : undefined;
    const scope = this.#settings.deduplicatesByGroup ? (groupId ?? '') : '';
    const known = deduplicationId === undefined ? undefined : this.#deduplication.known(scope, deduplicationId, now);
    if (known !== undefined) return { ...known, ...digests };
    const sent = {
      messageId: this.#ground.random.uuid(),
      sequenceNumber: this.fifo ? this.#nextSequence() : undefined,
      ...digests,
    };
    if (deduplicationId !== undefined) this.#deduplication.note(scope, deduplicationId, now, sent);
    this.#put({
      ...sent,
      body,
      attributes,
      groupId,
      deduplicationId,
      traceHeader,
      sender: outgoing.sender ?? this.#ground.sender,
      sentAt: now,
      order: (this.#order += 1),
      deadLetterOf: undefined,
      receivedBefore: 0,
      state: 'ready',
      visibleAt: now + (this.fifo ? this.#settings.delay : (outgoing.delay ?? this.#settings.delay)),
      receivedAt: now,
      firstReceivedAt: undefined,
      receiveCount: 0,
      receiptHandle: undefined,
    });
    return sent;
  }

  /** Gives up to `most` messages, at once or as soon as one comes within `wait`. */
  receive(receiving: Receiving): readonly Received[] | Promise<readonly Received[]> {
    this.#settle();
    const received = this.#take(receiving);
    this.#audience.taken();
    const wait = receiving.wait ?? this.#settings.wait;
    return received.length > 0 || wait <= 0 ? received : this.#audience.poll(receiving, wait);
  }

  /** Deletes what was received. A handle that is not the latest deletes nothing, and says nothing. */
  delete(handle: string): void {
    const message = this.#byHandle(handle);
    if (message === undefined) return;
    if (this.fifo && (message.state !== 'in flight' || message.receiptHandle !== handle)) {
      throw invalidParameter(
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      );
    }
    if (message.receiptHandle !== handle) return;
    this.#stock.remove(message);
    this.#audience.serve();
  }

  changeVisibility(handle: string, visibility: Milliseconds): void {
    const message = this.#byHandle(handle);
    if (message === undefined || message.state !== 'in flight' || message.receiptHandle !== handle) {
      throw invalidParameter(
        `Value ${handle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
      );
    }
    const now = this.#ground.agenda.now();
    if (now + visibility > message.receivedAt + LONGEST_INVISIBLE) {
      throw invalidParameter(
        `Value ${visibility / 1000} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]`,
      );
    }
    this.#stock.later(message, 'in flight', now + visibility);
    this.#audience.serve();
  }

  purge(): void {
    this.#stock.clear();
  }

  /** The queue is deleted: whoever waits for messages learns that there are none. */
  close(): void {
    this.purge();
    this.#audience.close();
  }

  /** Calls `wake` whenever a message has become ready, until the returned function is called. `wake` may plan a receipt, and must not make one. */
  watch(wake: () => void): () => void {
    return this.#audience.watch(wake);
  }

  /** Takes in what another queue has given up on. It keeps its name and its past. */
  takeIn(message: Message, from: string | undefined): void {
    const now = this.#ground.agenda.now();
    this.#put({
      ...message,
      sequenceNumber: this.fifo ? this.#nextSequence() : undefined,
      // A standard queue goes on counting from when the message was first sent.
      sentAt: this.fifo ? now : message.sentAt,
      order: (this.#order += 1),
      deadLetterOf: from,
      receivedBefore: message.receivedBefore + message.receiveCount,
      receiveCount: 0,
      state: 'ready',
      visibleAt: now,
      receiptHandle: undefined,
    });
  }

  /** Takes ready messages out for good: a redrive sends them on. */
  takeOut(most: number): readonly Message[] {
    this.#settle();
    const taken = this.#stock.take(most);
    for (const message of taken) {
      this.#stock.become(message, 'in flight');
      this.#stock.remove(message);
    }
    return taken;
  }

  #deduplicationId({ body, deduplicationId }: Outgoing): string {
    if (deduplicationId !== undefined) return deduplicationId;
    if (this.#settings.contentBasedDeduplication) return ofContent(body);
    throw notDeduplicated();
  }

  #nextSequence(): string {
    this.#sequence += 256n;
    return String(this.#sequence);
  }

  #put(message: Message): void {
    this.#stock.put(message, this.#ground.agenda.now());
    this.#audience.serve();
  }

  #settle(): void {
    this.#stock.settle(this.#ground.agenda.now(), this.#settings.retention);
  }

  #take({ most = 1, visibility = this.#settings.visibility, attemptId }: Receiving): readonly Received[] {
    const now = this.#ground.agenda.now();
    const again = attemptId === undefined ? undefined : this.#attempts.repeat(attemptId, now);
    if (again !== undefined) {
      for (const { message } of again) this.#stock.later(message, 'in flight', now + visibility);
      return again;
    }
    if (!this.fifo && this.#stock.inFlight >= MOST_IN_FLIGHT) {
      throw sqsFault('OverLimit', 'Too many messages are in flight.', 403);
    }
    const received: Received[] = [];
    while (received.length < most) {
      const taken = this.#stock.take(most - received.length);
      if (taken.length === 0) break;
      for (const message of taken) {
        this.#stock.later(message, 'in flight', now + visibility);
        if (!this.#giveUp(message)) received.push(this.#hand(message, now));
      }
    }
    if (attemptId !== undefined) this.#attempts.note(attemptId, now, received);
    return received;
  }

  /** Moves a message on that has been received as often as the redrive policy allows. */
  #giveUp(message: Message): boolean {
    const { redrive } = this.#settings;
    if (redrive === undefined || message.receiveCount < redrive.maxReceiveCount) return false;
    const target = this.#ground.find(redrive.deadLetterTargetArn);
    if (target === undefined) return false;
    this.#stock.remove(message);
    target.takeIn(message, this.arn);
    return true;
  }

  #hand(message: Message, now: Instant): Received {
    message.receiveCount += 1;
    message.receivedAt = now;
    message.firstReceivedAt ??= now;
    message.receiptHandle = receiptHandle(this.arn, message.messageId, this.#ground.random.uuid());
    const receiveCount = message.receivedBefore + message.receiveCount;
    return { message, receiptHandle: message.receiptHandle, receiveCount };
  }

  #byHandle(handle: string): Message | undefined {
    const messageId = messageIdOf(handle, this.arn);
    this.#settle();
    return this.#stock.find(messageId);
  }
}

function withoutEmpty(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
