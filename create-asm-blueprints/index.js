#!/usr/bin/env node
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

// `npm create asm-blueprints my-mesh` is `asm-blueprints init my-mesh`.
process.argv.splice(2, 0, 'init');
const manifest = createRequire(import.meta.url).resolve('asm-blueprints/package.json');
await import(new URL('bin/asm-blueprints.js', pathToFileURL(manifest)).href);
