import type { Metafile } from 'esbuild';
import { type Entry, packageManifest } from './entries.js';

/** A module that needs optional peers as soon as it is loaded. */
export interface PeerUser {
  /** Its source. */
  readonly source: string;
  /** How the entry that reaches it is imported. */
  readonly specifier: string;
  /** Names of packages. */
  readonly peers: readonly string[];
}

/**
 * Which optional peers each entry needs, and each module that an entry loads only when it needs it.
 *
 * @param metafile of a build in which packages are external
 */
export function peerUsers(entries: readonly Entry[], metafile: Metafile): PeerUser[] {
  const { peerDependenciesMeta } = packageManifest();
  const users: PeerUser[] = [];
  for (const { specifier, source } of entries) {
    const starts = [source];
    for (const start of starts) {
      const peers = new Set<string>();
      const modules = [start];
      for (const module of modules) {
        for (const { path, kind, external } of metafile.inputs[module]?.imports ?? []) {
          if (external === true) {
            const name = /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path;
            if (peerDependenciesMeta[name]?.optional === true) peers.add(name);
          } else {
            const reached = kind === 'dynamic-import' ? starts : modules;
            if (!reached.includes(path)) reached.push(path);
          }
        }
      }
      if (peers.size > 0) users.push({ source: start, specifier, peers: [...peers].sort() });
    }
  }
  return users;
}

/** Code that names the peers that are missing and how to install them, where Node would name a file of this package. */
export function peerCheck({ specifier, peers }: PeerUser): string {
  const { peerDependencies } = packageManifest();
  const wanted = Object.fromEntries(peers.map((name) => [name, peerDependencies[name]]));
  return `(function (wanted) {
  const missing = Object.keys(wanted).filter((name) => {
    try {
      require.resolve(name);
      return false;
    } catch (error) {
      return error.code === "MODULE_NOT_FOUND";
    }
  });
  if (missing.length === 0) return;
  const install = missing.map((name) => '"' + name + "@" + wanted[name] + '"').join(" ");
  const message = ${JSON.stringify(specifier)} + " needs " + missing.join(", ") + "; run: npm install " + install;
  throw Object.assign(new Error(message), { code: "ERR_MISSING_PEER" });
})(${JSON.stringify(wanted)});
`;
}
