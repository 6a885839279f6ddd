// The runner of policy packs loads CommonJS; this loads the TypeScript modules behind it.
const { pathToFileURL } = require('node:url');

import('tsx/esm/api').then(({ tsImport }) => tsImport('./pack.ts', pathToFileURL(__filename).href));
