import type { MeshConfig } from '../model/mesh-config.js';
import type { ExternalFacts } from '../model/options.js';
import type { Target, TargetRole } from './resource.js';

/** What the first line of a synthesized file says about it. */
export interface Header {
  readonly target: Target;
  readonly chart?: string;
  readonly environment?: string;
  /** What exists outside the files, as the program that wrote them was told. */
  readonly external?: ExternalFacts;
  /** What the mesh does with traffic to hosts that it does not know. @default ALLOW_ANY */
  readonly outboundTrafficPolicy?: MeshConfig['outboundTrafficPolicy'];
}

const facts = ['hosts', 'gateways', 'secrets', 'namespaces', 'injected'] as const;

const roles: ReadonlySet<string> = new Set<TargetRole>(['data-plane', 'mesh', 'fleet', 'all']);

/**
 * Reads the comment `# asm-blueprints: chart=hello target=asm role=mesh environment=dev` that begins a synthesized file. Undefined
 * when the first line is no such comment; a text that says what is wrong when it names no target or an unknown role.
 */
export function readHeader(text: string): Header | string | undefined {
  const line = /^\uFEFF?#[ \t]*asm-blueprints:([^\r\n]*)/.exec(text)?.[1];
  if (line === undefined) {
    return undefined;
  }
  const fields = new Map(
    line
      .trim()
      .split(/\s+/)
      .map((field): [string, string] => {
        const equals = field.indexOf('=');
        return equals < 0 ? [field, ''] : [field.slice(0, equals), field.slice(equals + 1)];
      }),
  );
  const target = fields.get('target');
  const role = fields.get('role');
  if (!target) {
    return 'the header names no target';
  }
  if (role === undefined || !roles.has(role)) {
    return `the header's role is \`${role ?? ''}\``;
  }
  const chart = fields.get('chart');
  const environment = fields.get('environment');
  const outbound = fields.get('outbound');
  return {
    target: { name: target, role: role as TargetRole },
    ...(chart === undefined ? {} : { chart }),
    ...(environment === undefined ? {} : { environment }),
    ...readExternal(fields),
    ...(outbound === 'ALLOW_ANY' || outbound === 'REGISTRY_ONLY' ? { outboundTrafficPolicy: outbound } : {}),
  };
}

function readExternal(fields: ReadonlyMap<string, string>): { readonly external?: ExternalFacts } {
  const given = facts.flatMap((fact) => {
    const names = fields.get(`external-${fact}`);
    return names === undefined ? [] : [[fact, names.split(',').filter((name) => name !== '')]];
  });
  return given.length === 0 ? {} : { external: Object.fromEntries(given) as ExternalFacts };
}

/** The first line of a synthesized file, which {@link readHeader} reads. */
export function formatHeader(header: Header): string {
  const fields = [
    header.chart === undefined ? '' : ` chart=${header.chart}`,
    ` target=${header.target.name} role=${header.target.role}`,
    header.environment === undefined ? '' : ` environment=${header.environment}`,
    (header.outboundTrafficPolicy ?? 'ALLOW_ANY') === 'ALLOW_ANY' ? '' : ` outbound=${header.outboundTrafficPolicy}`,
    ...facts.map((fact) => {
      const names = [...(header.external?.[fact] ?? [])].sort();
      return names.length === 0 ? '' : ` external-${fact}=${names.join(',')}`;
    }),
  ];
  return `# asm-blueprints:${fields.join('')}`;
}
