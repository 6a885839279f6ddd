#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs';
import module from 'node:module';

// Keeps compiled code between runs, which makes the start faster. Node has it from 22.1 on.
module.enableCompileCache?.();

const root = new URL('../', import.meta.url);
const built = new URL('lib/cli/main.js', root);

/** Whether a folder of the sources has a file that is newer than the compiled command. */
function isNewer(folder, time) {
  return readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = new URL(entry.name + (entry.isDirectory() ? '/' : ''), folder);
    return entry.isDirectory() ? isNewer(path, time) : statSync(path).mtimeMs > time;
  });
}

/** Where there are sources, as in a clone, they may have changed since they were compiled. */
function isCurrent() {
  if (!existsSync(built)) return false;
  if (!existsSync(new URL('cli/main.ts', root))) return true;
  const { mtimeMs } = statSync(built);
  return !['cli/', 'mesh/'].some((folder) => isNewer(new URL(folder, root), mtimeMs));
}

if (isCurrent()) {
  await import(built.href);
} else {
  const { register } = await import('tsx/esm/api').catch(() => ({ register: undefined }));
  if (register === undefined) {
    process.stderr.write(
      'asm-blueprints: it is not built, and without the development dependencies it cannot be: `npm ci`\n',
    );
    process.exit(2);
  }
  register();
  await import(new URL('cli/main.ts', root).href);
}
