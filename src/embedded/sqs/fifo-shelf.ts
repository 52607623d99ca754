import type { Message } from './message.ts';
import type { Shelf } from './shelf.ts';

interface Group {
  readonly id: string;
  /** In the order they were sent, those in flight included. What lies before `head` is gone. */
  readonly messages: Message[];
  head: number;
  inFlight: number;
}

/**
 * A FIFO queue's: within a group messages go out in the order they came, and none while earlier ones of the group are in flight. One receipt
 * may take several of a group at once.
 *
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
 */
export function fifoShelf(): Shelf {
  const groups = new Map<string, Group>();
  /** The groups that may have something to give, the longest waiting first. */
  const open = new Set<Group>();

  function groupOf({ groupId = '' }: Message): Group {
    let group = groups.get(groupId);
    if (group === undefined) groups.set(groupId, (group = { id: groupId, messages: [], head: 0, inFlight: 0 }));
    return group;
  }

  function reconsider(group: Group): void {
    if (group.head === group.messages.length) groups.delete(group.id);
    else if (group.inFlight === 0) open.add(group);
  }

  return {
    put: (message) => {
      const group = groupOf(message);
      group.messages.push(message);
      reconsider(group);
    },
    ready: (message, was) => {
      const group = groupOf(message);
      if (was === 'in flight') group.inFlight -= 1;
      reconsider(group);
    },
    take: (most) => {
      const taken: Message[] = [];
      for (const group of open) {
        if (taken.length === most) break;
        open.delete(group);
        for (let at = group.head; at < group.messages.length; at += 1) {
          const message = group.messages[at]!;
          if (message.state !== 'ready' || taken.length === most) break;
          group.inFlight += 1;
          taken.push(message);
        }
      }
      return taken;
    },
    drop: (message, wasInFlight) => {
      const group = groupOf(message);
      open.delete(group);
      if (wasInFlight) group.inFlight -= 1;
      remove(group, message);
      reconsider(group);
    },
    clear: () => {
      groups.clear();
      open.clear();
    },
  };
}

/** Mostly it is the first that goes; moving all others up each time would cost a long group dearly. */
function remove(group: Group, message: Message): void {
  const { messages, head } = group;
  const at = messages.indexOf(message, head);
  if (at === head) group.head += 1;
  else if (at !== -1) messages.splice(at, 1);
  if (group.head < 1000 || group.head < messages.length / 2) return;
  messages.splice(0, group.head);
  group.head = 0;
}
