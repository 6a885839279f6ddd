import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Packages that are compiled into the modules that import them. Those of kubernetes-models are ES modules only, which jest without ES
 * modules cannot load, and they ask for a newer Node than this package does; of Grafana's 11 MB a twentieth is used.
 */
export const INLINED_PACKAGES = /^(@kubernetes-models\/|kubernetes-models(\/|$)|@grafana\/)/;

const { resolve } = createRequire(import.meta.url);

/** Leaves every package but the inlined ones to be loaded when the program runs. */
export const externalPackages: Plugin = {
  name: 'external-packages',
  setup({ onResolve, onLoad }) {
    // Grafana's builders of another form of dashboards, which would bring its whole schema along.
    onLoad({ filter: /@grafana[\\/].*[\\/](visualization|visualizationV2|query|queryV2)Builder\.gen\.js$/ }, () => ({
      contents: '',
    }));
    onResolve({ filter: /^[^./]/ }, ({ path, kind, importer }) => {
      // Node's own module of this name is deprecated, and says so when it is loaded.
      if (path === 'punycode') return { path: resolve('punycode/') };
      const isInside = kind === 'entry-point' || importer.includes('node_modules') || INLINED_PACKAGES.test(path);
      return isInside ? undefined : { path, external: true };
    });
  },
};

/** The licenses of the packages that compiled files hold. @param inputs files that were compiled, as esbuild names them */
export function licensesOf(inputs: Iterable<string>): string {
  const packages = new Set<string>();
  for (const input of inputs) {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
    if (name !== undefined) packages.add(name);
  }
  return [...packages]
    .sort()
    .map((name) => {
      const folder = join('node_modules', name);
      const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
        string,
        string
      >;
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file !== undefined && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8') : '';
      return `${name} ${version} (${license})\n\n${text.trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
