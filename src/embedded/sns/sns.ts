import type { Service } from '../service.ts';
import { platformOperations } from './platform-operations.ts';
import { publishOperations } from './publish-operations.ts';
import { subscriptionOperations } from './subscription-operations.ts';
import { textMessageOperations } from './text-message-operations.ts';
import { topicOperations } from './topic-operations.ts';

/** Amazon SNS: topics, whoever subscribes to them, and what is published; over the topics of the account. */
export const sns: Service = ({ scene, topics }) => ({
  ...topicOperations(topics, scene),
  ...subscriptionOperations(topics, scene),
  ...publishOperations(topics),
  ...platformOperations(topics.platforms),
  ...textMessageOperations(),
});
