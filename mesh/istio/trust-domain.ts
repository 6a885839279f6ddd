import type { MeshConfig } from '../model/mesh-config.js';

/** In a policy, stands for the mesh's own trust domain, whatever that is. */
const pointerToOwn = 'cluster.local';

/** Parts of `domain/ns/NAMESPACE/sa/ACCOUNT`. Other texts name no trust domain. */
const partsOfIdentity = 5;

/**
 * The trust domain of a mesh and its aliases, and what a policy that names one of them means: the identities of all of them. `cluster.local`
 * in a principal stands for the mesh's own domain (https://istio.io/latest/docs/tasks/security/authorization/authz-td-migration/).
 */
export class TrustDomains {
  /** The mesh's own first. */
  private readonly domains: readonly string[];

  constructor({ trustDomain, trustDomainAliases }: Pick<MeshConfig, 'trustDomain' | 'trustDomainAliases'>) {
    this.domains = [...new Set([trustDomain, ...trustDomainAliases])];
  }

  /** Whether a principal of this trust domain, which may begin or end with `*`, is meant for workloads of the mesh. */
  isOwn(domain: string): boolean {
    return domain === pointerToOwn || this.domains.some((own) => fits(own, domain) || fits(domain, own));
  }

  /**
   * The principals that a policy's principal stands for, without `spiffe://`: itself with each of the mesh's domains when it names one of them.
   * A text of another form than `domain/ns/NAMESPACE/sa/ACCOUNT` stays as it is, also one with a wildcard for whole parts.
   */
  principals(value: string): readonly string[] {
    const [domain = '', ...rest] = value.split('/');
    if (rest.length !== partsOfIdentity - 1 || domain === '*' || !this.isOwn(domain)) {
      return [value];
    }
    return [...new Set(this.domains.map((own) => (endsAs(own, domain) ? value : [own, ...rest].join('/'))))];
  }

  /** The trust domains that a value of `trustDomains` stands for: all of the mesh's when it is one of them. */
  all(value: string): readonly string[] {
    return this.domains.includes(value) ? this.domains : [value];
  }
}

function fits(text: string, pattern: string): boolean {
  return text === pattern || endsAs(text, pattern) || (pattern.endsWith('*') && text.startsWith(pattern.slice(0, -1)));
}

function endsAs(text: string, pattern: string): boolean {
  return pattern.startsWith('*') && text.endsWith(pattern.slice(1));
}
