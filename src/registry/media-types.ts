import type { Image } from './state.ts';

/** The media types of an image, for the events that carry them. */
export function mediaTypes(image: Image, wanted: boolean): { mediaType?: string; artifactType?: string } {
  if (!wanted) return {};
  return {
    ...(image.mediaType === undefined ? {} : { mediaType: image.mediaType }),
    ...(image.artifactType === undefined ? {} : { artifactType: image.artifactType }),
  };
}
