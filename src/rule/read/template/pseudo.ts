import { basename } from 'node:path';
import type { Place } from '../../../problem.ts';
import { type Owner, partitionIn } from '../arn.ts';
import { type Value, Unresolved } from '../value.ts';

/** What a pseudo parameter stands for; nothing where CloudFormation has none of that name. */
export function pseudoParameter(name: string, owner: Owner, file: string, place: Place): Value | undefined {
  switch (name) {
    case 'AWS::AccountId':
      return owner.account;
    case 'AWS::Region':
      return owner.region;
    case 'AWS::Partition':
      return partitionIn(owner.region);
    case 'AWS::URLSuffix':
      return owner.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    case 'AWS::StackName':
    case 'AWS::StackId':
    case 'AWS::NotificationARNs':
      return new Unresolved(
        `only a deployment knows ${name}: give it as --parameter ${name}=…`,
        place,
        basename(file).replace(/(?:\.template)?\.[^.]+$/, ''),
      );
  }
  return undefined;
}
