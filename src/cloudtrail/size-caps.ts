import { Buffer } from 'node:buffer';
import type { Json } from '../registry/activity.ts';

const KIB = 1024;

/** The most a member of a record may hold, in bytes (CloudTrail user guide, record contents). */
const CAPS = {
  requestParameters: 100 * KIB,
  responseElements: 100 * KIB,
  serviceEventDetails: 100 * KIB,
  additionalEventData: 28 * KIB,
} as const;

/**
 * A member as the trail keeps it: one that is too large is left out altogether, and three members say so instead (real:
 * published by who has sent policies of 102,401 characters and more).
 */
export function capped<Member extends Json | undefined>(
  name: keyof typeof CAPS,
  member: Member,
): Member | { readonly reason: string; readonly omitted: true; readonly originalSize: number } {
  if (member === null || member === undefined || !mayExceed(member, CAPS[name])) return member;
  const originalSize = Buffer.byteLength(JSON.stringify(member));
  return originalSize > CAPS[name] ? { reason: `${name} too large`, omitted: true, originalSize } : member;
}

/** The most of a line of text: longer ones are cut. */
export function cappedText(text: string): string {
  return text.length <= KIB ? text : text.slice(0, KIB);
}

/** Whether it is worth counting bytes: nearly every member is small, and counting costs as much as writing it. */
function mayExceed(member: Json, cap: number): boolean {
  let left = Math.floor(cap / 6);
  const walk = (value: Json): void => {
    if (typeof value === 'string') left -= value.length;
    else if (Array.isArray(value)) {
      left -= value.length;
      for (const item of value as readonly Json[]) if (left > 0) walk(item);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        left -= key.length + 1;
        if (left > 0) walk(item);
      }
    } else left -= 8;
  };
  walk(member);
  return left <= 0;
}
