import type { Contract } from '../contract.ts';
import { stumbles } from '../peculiar.ts';

/** A scan names all tags of an image, which may be none. */
export const tagsEmptyOrMany: Contract = {
  name: 'tags-empty-or-many',
  means: 'A scan is handled however many tags its image has: `image-tags` is a list, of none or several.',
  incident:
    'A gate took the first tag of a scan for granted. A tag that was pushed anew left the image before it without any, and every scan of one of those failed.',
  source:
    'Class 2. The sample of ECR Image Scan in the ECR user guide has `"image-tags": []`; real ones list all tags of the digest.',
  example: 'a scan of an untagged image: `"image-tags": []`',
  mend: 'Take the list as a list: name the image by its digest where there is no tag, and do not go by the first of several.',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: ['scan-untagged', 'scan-many-tags', 'enhanced-scan'],
      plain: ({ detail }) => {
        const tags = detail['image-tags'];
        return Array.isArray(tags) && tags.length === 1 ? [] : [{ set: { 'detail.image-tags': ['1.4.2'] } }];
      },
    }),
};
