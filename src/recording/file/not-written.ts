import { Problem } from '../../problem.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'this user may take up no more of the disk',
  EFBIG: 'it is larger than the file system allows',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a file system that is not written to',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'there is a folder of that name',
  // What renaming over a folder that is somebody's working folder comes to.
  EBUSY: 'it is a folder, or in use',
  ELOOP: 'a link is in its place',
  EEXIST: 'somebody else is writing it',
};

/** What a failure to write means for whoever named the file. What is no failure of the file system stays as it is. */
export function notWritten(file: string, cause: unknown, kept = ''): unknown {
  if (!(cause instanceof Error && 'syscall' in cause && 'code' in cause)) return cause;
  const reason = REASONS[String(cause.code)] ?? cause.message;
  return new Problem('FILE_NOT_WRITTEN', `Cannot write "${file}": ${reason}${kept}`, { cause });
}
