import type { Route, VirtualHost } from '../route-configuration.js';

/** Collects virtual hosts; a name belongs to the first that asks for it, as istiod leaves out names that are taken. */
export class VirtualHostTable {
  readonly virtualHosts: VirtualHost[] = [];
  private readonly taken = new Set<string>();

  /** Adds a virtual host with those of its names that are free; none when no name is. */
  add(name: string, domains: readonly string[], routes: readonly Route[], requiresTls = false): void {
    const free: string[] = [];
    for (const domain of domains) {
      if (!this.taken.has(domain)) {
        this.taken.add(domain);
        free.push(domain);
      }
    }
    if (free.length > 0) {
      this.virtualHosts.push({ name, domains: free, routes, requiresTls });
    }
  }
}
