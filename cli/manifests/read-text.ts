import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { Problem } from '../../mesh/manifest/problem.js';
import { unreadable } from './find-files.js';

/** Largest file that is read: three times the manifests of a mesh of 10,000 services. */
const mostBytes = 64 * 1024 * 1024;

/** The text of a file, undefined when it cannot be read, and what is wrong with it. */
export interface FileText {
  readonly text?: string;
  readonly problem?: Problem;
}

/**
 * Reads a file, or standard input for `-`, in UTF-8, or in UTF-16 when it says so by a byte order mark, as files from PowerShell do.
 *
 * @param place how messages name the file
 */
export function readText(file: string, place: string): FileText {
  const failed = (code: string, message: string, mend: string): FileText => ({
    problem: { code, place, message, mend },
  });
  const tooLarge = (size: number): FileText => {
    const message = `the file has ${Math.round(size / 1024 / 1024)} MB, more than the ${mostBytes / 1024 / 1024} MB that are read`;
    return failed('INPUT_TOO_LARGE', message, 'split it; the other files were analyzed');
  };
  try {
    const isInput = file === '-';
    const { size } = isInput ? { size: 0 } : statSync(file);
    if (size > mostBytes) {
      return tooLarge(size);
    }
    const bytes = readFileSync(isInput ? 0 : file);
    if (bytes.length > mostBytes) {
      return tooLarge(bytes.length);
    }
    if (isInput && bytes.length === 0) {
      const mend = 'check the command before the pipe';
      return failed('INPUT_EMPTY', 'nothing came from standard input', mend);
    }
    const encoding = encodingOf(bytes);
    if (encoding === undefined) {
      const mend = 'save it as UTF-8, or leave it out; the other files were analyzed';
      return failed('INPUT_ENCODING', 'this is no text in UTF-8', mend);
    }
    return { text: encoding === 'utf8' ? bytes.toString('utf8') : new TextDecoder(encoding).decode(bytes) };
  } catch (error) {
    return { problem: unreadable(place, error) };
  }
}

function encodingOf(bytes: Buffer): 'utf8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16be';
  }
  return bytes.includes(0) || !isUtf8(bytes) ? undefined : 'utf8';
}
