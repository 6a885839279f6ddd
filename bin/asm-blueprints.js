#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';

// Keeps compiled code between runs, which makes the start faster. Node has it from 22.1 on.
module.enableCompileCache?.();

const built = new URL('../lib/cli/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(new URL('../cli/main.ts', import.meta.url).href);
}
