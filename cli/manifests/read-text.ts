import { isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Problem } from '../../mesh/manifest/problem.js';
import { unreadable } from './find-files.js';

/** Largest file that is read: three times the manifests of a mesh of 10,000 services. */
const mostBytes = 64 * 1024 * 1024;
const bytesAtOnce = 1024 * 1024;

/** The text of a file, undefined when it cannot be read, and what is wrong with it. */
export interface FileText {
  readonly text?: string;
  readonly problem?: Problem;
}

/**
 * Reads a file, a pipe, a device, or standard input for `-`, in UTF-8, or in UTF-16 when it says so by a byte order mark, as files from
 * PowerShell do. What never ends is read up to the limit only.
 *
 * @param place how messages name the file
 */
export function readText(file: string, place: string): FileText {
  const failed = (code: string, message: string, fix: string): FileText => ({
    problem: { code, place, message, fix },
  });
  try {
    const bytes = file === '-' ? readAll(0) : readFile(file);
    if (typeof bytes === 'number') {
      const most = mostBytes / 1024 / 1024;
      const size = bytes > mostBytes ? `has ${Math.round(bytes / 1024 / 1024)} MB` : 'does not end';
      const message = `this ${size}; at most ${most} MB are read`;
      return failed('INPUT_TOO_LARGE', message, 'split it, or leave it out; the other files were read');
    }
    if (file === '-' && bytes.length === 0) {
      return failed('INPUT_EMPTY', 'nothing came from standard input', 'check the command before the pipe');
    }
    const encoding = encodingOf(bytes);
    if (encoding === undefined) {
      const fix = 'save it as UTF-8, or leave it out; the other files were read';
      return failed('INPUT_ENCODING', 'this is not a text in UTF-8', fix);
    }
    return { text: encoding === 'utf8' ? bytes.toString('utf8') : new TextDecoder(encoding).decode(bytes) };
  } catch (error) {
    return { problem: unreadable(place, error) };
  }
}

/** The bytes of a file; its size when that is too large. */
function readFile(path: string): Buffer | number {
  const descriptor = openSync(path, 'r');
  try {
    const { size } = fstatSync(descriptor);
    return size > mostBytes ? size : readAll(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** All bytes up to the end; the limit when there are more. A size says nothing of pipes and devices. */
function readAll(descriptor: number): Buffer | number {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(bytesAtOnce);
    const read = readPart(descriptor, part);
    if (read === 0) {
      return Buffer.concat(parts, size);
    }
    parts.push(part.subarray(0, read));
    size += read;
    if (size > mostBytes) {
      return mostBytes;
    }
  }
}

function readPart(descriptor: number, part: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, part, 0, part.length, null);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') {
        return 0;
      }
      if (code !== 'EAGAIN') {
        throw error;
      }
      // A terminal, or a pipe whose writer has not written yet.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
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
