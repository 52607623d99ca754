import { relative } from 'node:path';
import type { Place } from '../../problem.ts';
import type { Note } from './reading.ts';

/** Words a note as problems are worded: its place and code, then the sentence. */
export function describeNote({ severity, code, message, place }: Note, folder: string): string {
  return `${placed(place, folder)}  ${severity}  ${code}\n  ${message.replaceAll('\n', '\n  ')}\n`;
}

/** A place as editors and terminals take it. */
export function placed({ file, line, column }: Place, folder: string): string {
  // What is of an account stands nowhere but in it.
  return file.startsWith('arn:') ? file : `${shown(file, folder)}:${line}:${column}`;
}

/** A path from the folder on; those outside of it are said whole. */
export function shown(path: string, folder: string): string {
  const short = relative(folder, path);
  return short === '' ? '.' : short.startsWith('..') ? path : short;
}
