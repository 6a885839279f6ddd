import { normalizePath, readPathNormalization } from '../envoy/path-normalization.js';
import type { Mesh } from '../model/mesh.js';
import { type Address, baseOf, entryAddresses, otherAddresses, serviceAddresses, urlOfAddress } from './addresses.js';
import { CallerGroups } from './caller-groups.js';
import type { Caller, CallerGroup, Space } from './space.js';

/** Every request that can be sent in some states of a mesh, as spaces: an address and a group of callers each. */
export class Spaces {
  /** Why there may be requests in none of them. */
  readonly obstacles: readonly string[];
  private readonly groups: CallerGroups;
  private readonly isValidPath: (path: string) => boolean;
  private readonly internet: CallerGroup;
  private readonly solutions = new Map<string, unknown>();
  private knownServices: readonly Address[] | undefined;
  private knownHosts: readonly Address[] | undefined;
  private knownEntries: readonly Address[] | undefined;

  constructor(readonly meshes: readonly Mesh[]) {
    this.groups = new CallerGroups(meshes);
    const settings = [...new Set(meshes.map(({ config }) => readPathNormalization(config.raw['pathNormalization'])))];
    this.isValidPath = (path) => settings.every((setting) => normalizePath(path, setting) === path);
    const outside: Caller = {
      from: 'internet',
      kind: 'internet',
      namespace: '',
      principals: meshes.map(() => undefined),
    };
    this.internet = { callers: [outside] };
    const domains = new Set(meshes.map(({ config }) => config.trustDomain));
    this.obstacles = [
      ...this.groups.obstacles,
      ...(settings.length > 1 ? ['another pathNormalization'] : []),
      ...(domains.size > 1 ? ['another trust domain'] : []),
    ];
  }

  /** The ports of services, asked from inside. */
  get services(): readonly Address[] {
    this.knownServices ??= serviceAddresses(this.meshes);
    return this.knownServices;
  }

  /** Hosts that are not services, asked from inside. */
  get hosts(): readonly Address[] {
    this.knownHosts ??= otherAddresses(this.meshes);
    return this.knownHosts;
  }

  /** Where the Internet comes in. */
  get entries(): readonly Address[] {
    this.knownEntries ??= entryAddresses(this.meshes);
    return this.knownEntries;
  }

  /** Everywhere requests can be sent. */
  get all(): readonly Address[] {
    return [...this.entries, ...this.services, ...this.hosts];
  }

  /** The spaces of an address: one for each group of callers. */
  at(address: Address): readonly Space[] {
    const { kind, scheme, host, port, services } = address;
    const isHostFree = kind === 'entry';
    const isTls = scheme === 'https' || scheme === 'tls';
    const namespace = services.find((service) => service !== undefined)?.namespace;
    const groups = isHostFree ? [this.internet] : this.groups.forNamespace(namespace);
    const authority = port === (isTls ? 443 : 80) ? host : `${host}:${port}`;
    return groups.map((group) => ({
      group,
      host,
      authority,
      isHostFree,
      isTls,
      base: baseOf(address),
      isValidPath: this.isValidPath,
      solutions: this.solutions,
      urlOf: (name) => urlOfAddress({ scheme, host: name, port }),
    }));
  }
}
