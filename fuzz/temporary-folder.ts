import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Runs with a folder of files, by name, which is removed afterwards. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  run: (folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'asm-fuzz-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
