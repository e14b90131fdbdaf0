import { resolve } from 'node:path';
import { types } from 'node:util';
import { Refused } from '../../registry/staff/refused';

/** Writes a file that is not there yet; whatever the file system says against it is one sentence that names the file. */
export async function newFile<T>(name: string, write: (path: string) => Promise<T>): Promise<T> {
  const path = resolve(name);
  try {
    return await write(path);
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (!types.isNativeError(error) || !syscall) throw error;
    throw new Refused(code === 'EEXIST' ? `${path} exists already: name another file.` : `${path} cannot be written: ${message}.`);
  }
}
