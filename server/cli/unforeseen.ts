/** What is said of an error that no command has foreseen: where it broke, and nobody's words. */
import { errorFields } from '../log.ts'

/** What a disk or a file system has refused, in words. */
const REFUSED: Readonly<Record<string, string>> = {
  EACCES: 'is closed to the user who runs this',
  EPERM: 'is closed to the user who runs this',
  EROFS: 'lies on a disk that is mounted read-only',
  ENOSPC: 'cannot be written: its disk is full',
  EDQUOT: 'cannot be written: its quota is used up',
  ENOENT: 'is not there',
  ENOTDIR: 'lies below a file',
  EISDIR: 'is a folder',
  EEXIST: 'is there already',
  EIO: 'cannot be read or written: its disk fails',
  SQLITE_FULL: 'cannot be written: its disk is full',
}

const textOf = (error: Error, field: string) => {
  const value: unknown = Reflect.get(error, field)
  return typeof value === 'string' ? value : null
}

/**
 * The path is the operator's own; the message of any other error may quote what was read. `about`: the file in question,
 * where the error itself names none, as of what is open already.
 */
export function unforeseen(error: unknown, about: string | null = null): string {
  const code = error instanceof Error ? textOf(error, 'code') : null
  const path = error instanceof Error ? (textOf(error, 'dest') ?? textOf(error, 'path') ?? about) : null
  const refused = code === null ? undefined : REFUSED[code]
  // Writing to what is open already names no path.
  if (refused !== undefined && (path !== null || refused.endsWith('full')))
    return `${path ?? 'a file'} ${refused} [${code}]`
  const { error: name, at } = errorFields(error)
  return `an error that nobody foresaw: ${name} at ${at ?? 'no place'} [UNEXPECTED]. No words of anybody are in this line: give it to whoever mends Vouch`
}
