/** A scenario as short as one can be that makes ECR say something. Examples add to it. */
export const PUSH = `version: 1
description: A pipeline pushes a release.
given:
  - repository: { name: web }
steps:
  - push: { image: "web:1.4.2" }
`;

/** A configuration with one rule, for pushed images, and one consumer behind it, `deployer` in deployer.mjs. */
export const CONFIG = `export default {
  rules: {
    pushes: {
      pattern: { 'detail-type': ['ECR Image Action'], detail: { 'action-type': ['PUSH'] } },
      targets: ['deployer'],
    },
  },
  consumers: { deployer: { handler: 'deployer.mjs#handler' } },
};
`;
