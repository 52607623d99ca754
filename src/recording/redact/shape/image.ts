import type { Mapping } from '../mapping.ts';
import type { RedactionChoice } from '../mapping.ts';

const IN_ARN = /(?<=:repository\/)[0-9a-z][0-9a-z._/-]*/g;
const IN_HOST =
  /(?<=\.dkr[.-]ecr[.-][0-9a-z.-]*\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/)([0-9a-z][0-9a-z._/-]*)(:[\w][\w.-]{0,127})?/g;
const DIGEST = /(?<=sha256:)[0-9a-f]{64}(?![0-9a-f])/g;

/** Repositories, tags and digests where an ARN or the name of an image has them: those that were chosen. */
export function images(text: string, mapping: Mapping, choice: RedactionChoice): string {
  let changed = text;
  if (choice.repositories && text.includes(':repository/'))
    changed = changed.replace(IN_ARN, (name) => repositoryName(name, mapping));
  if ((choice.repositories || choice.tags) && text.includes('ecr'))
    changed = changed.replace(IN_HOST, (_, name: string, tag: string | undefined) => {
      const named = choice.repositories ? repositoryName(name, mapping) : name;
      if (tag === undefined) return named;
      return `${named}:${choice.tags ? mapping.tag(tag.slice(1)) : tag.slice(1)}`;
    });
  if (choice.digests && text.includes('sha256:'))
    changed = changed.replace(DIGEST, (hex) => mapping['image digest'](hex));
  return changed;
}

/** Part by part, so that what begins alike still does. */
export function repositoryName(name: string, mapping: Mapping): string {
  return name
    .split('/')
    .map((part) => (part === '' || part === '*' ? part : mapping['repository name'](part)))
    .join('/');
}
