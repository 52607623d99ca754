import type { Mapping } from '../mapping.ts';
import { principalName } from '../principal-name.ts';

const SAID = /(?<=\b(?:user|role|group|session)(?: with)? name:? ["']?)(?!["'])[\w+=,.@-]{1,64}(?<![.,])/gi;

/** Names in sentences of IAM, such as "The role with name ci-pusher cannot be found." */
export function saidNames(text: string, mapping: Mapping): string {
  return / name/i.test(text) ? text.replace(SAID, (name) => principalName(name, mapping)) : text;
}
