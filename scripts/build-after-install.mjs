// npm runs this after it has changed node_modules. Plain JavaScript, because an install without the development dependencies
// (`npm ci --omit=dev`) has nothing that runs TypeScript, and nothing to build with either.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

function isInstalled(name) {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

if (['tsx', 'esbuild', 'typescript'].every(isInstalled)) {
  const build = ['--import', 'tsx', 'scripts/build/index.ts', '--command'];
  process.exitCode = spawnSync(process.execPath, build, { stdio: 'inherit' }).status ?? 1;
}
