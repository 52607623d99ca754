import { Buffer } from 'node:buffer';
import type { Json, JsonObject } from '../registry/activity.ts';

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
  return remaining(member, Math.floor(cap / 6)) <= 0;
}

/** What is left of a number of characters once a value is written, roughly; stops where nothing is. Written for speed: each member of each record comes by. */
function remaining(value: Json, most: number): number {
  if (typeof value === 'string') return most - value.length;
  if (typeof value !== 'object' || value === null) return most - 8;
  let left = most;
  if (Array.isArray(value)) {
    left -= value.length;
    for (const item of value as readonly Json[]) {
      if (left <= 0) return left;
      left = remaining(item, left);
    }
    return left;
  }
  const object = value as JsonObject;
  for (const key in object) {
    if (left <= 0) return left;
    left = remaining(object[key]!, left - key.length - 1);
  }
  return left;
}
