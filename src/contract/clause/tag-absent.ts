import type { Contract } from '../contract.ts';
import { stumbles } from '../peculiar.ts';

/** An image may have no tag. */
export const tagAbsent: Contract = {
  name: 'tag-absent',
  means: 'An event of an image without a tag is handled, or let go of: it has no `image-tag` at all.',
  incident:
    'A release robot read the version out of every push. The first build for several platforms pushed each platform and each attestation by its digest alone, and the robot died four times a release.',
  source:
    "Class 1. AWS's schema of ECR Image Action has `image-tag` as optional; aws/containers-roadmap #1596 (untagged attestations).",
  example: 'a push by digest: `detail` without `image-tag`',
  mend: 'Return at once where `detail["image-tag"]` is undefined, or ask for it in the rule: "image-tag": [{"exists": true}].',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: [
        'push-without-tag',
        'delete-untagged',
        'push-for-platforms',
        'archive-and-restore',
        'expire',
        'sign',
      ],
      plain: ({ 'detail-type': type, detail }) =>
        /^ECR (?:Image|Referrer) Action$/.test(type) && detail['image-tag'] === undefined
          ? [{ set: { 'detail.image-tag': '1.4.2' } }]
          : [],
    }),
};
