import type { Mapping } from '../mapping.ts';

/** Finds all of one shape in free text and puts what stands for it in its place. Text without any comes back as it is. */
export type Shape = (text: string, mapping: Mapping) => string;
