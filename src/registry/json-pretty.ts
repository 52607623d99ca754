import type { Json } from './activity.ts';

/**
 * Prints JSON the way ECR re-serialises a repository policy: a space on both sides of the colon, arrays on one line
 * with spaces inside their brackets, objects indented by two. Seen in a real SetRepositoryPolicy record (facts 2.3).
 */
export function prettyLikeEcr(value: Json, depth = 0): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[ ]';
    return `[ ${value.map((item: Json) => prettyLikeEcr(item, depth)).join(', ')} ]`;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value);
    if (members.length === 0) return '{ }';
    const inner = '  '.repeat(depth + 1);
    const lines = members.map(
      ([name, member]) => `${inner}${JSON.stringify(name)} : ${prettyLikeEcr(member, depth + 1)}`,
    );
    return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
  }
  return JSON.stringify(value);
}
