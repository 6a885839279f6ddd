import type { GatewayApiSpecs } from '../../kinds/index.js';
import type { Mesh } from '../../model/mesh.js';
import type { MeshObject } from '../../model/object.js';
import { quoteMeta } from '../../text/regular-expression.js';
import { parseDuration } from '../duration.js';
import type { CorsPolicy, HeaderChange, HeaderChanges, HttpRule, Mirror, RouteDestination } from '../route-source.js';
import type { StringMatch } from '../string-match.js';
import { anyMatch, grpcMatch, httpMatch } from './matches.js';
import { isBackendAllowed } from './reference-grants.js';

/** A rule of an HTTPRoute or a GRPCRoute, in what they share. */
export type RuleSpec = NonNullable<GatewayApiSpecs['HTTPRoute']['rules']>[number];
type FilterSpec = NonNullable<RuleSpec['filters']>[number];
type BackendSpec = NonNullable<RuleSpec['backendRefs']>[number];

/** Where a rule was written. */
export interface RuleOwner {
  readonly object: MeshObject;
  readonly kind: string;
  readonly namespace: string;
  readonly label: string;
}

/**
 * The rules that Istio makes of one rule of a route: one for each match, since each is ordered by itself. Undefined when the rule is one that
 * makes the whole route unusable, such as a filter of an unknown type or a backend without a port. `inMesh` is for a route whose parent is a
 * Service, which needs no ReferenceGrant.
 */
export function rulesOf(
  mesh: Mesh,
  owner: RuleOwner,
  rule: RuleSpec,
  inMesh: boolean,
): readonly HttpRule[] | undefined {
  const isGrpc = owner.kind === 'GRPCRoute';
  const matches = (rule.matches ?? []).map((match) => (isGrpc ? grpcMatch(match) : httpMatch(match)));
  const action = actionOf(mesh, owner, rule, inMesh);
  if (action === undefined) {
    return undefined;
  }
  if (matches.length === 0) {
    return [{ ...action, label: owner.label, matches: [] }];
  }
  return matches.map((match, index) => ({
    ...action,
    label: matches.length === 1 ? owner.label : `${owner.label} matches[${index}]`,
    matches: [match],
  }));
}

/** Whether Istio can use a rule; one that it cannot makes the whole route unusable. */
export function isUsable(mesh: Mesh, owner: RuleOwner, rule: RuleSpec): boolean {
  return actionOf(mesh, owner, rule, true) !== undefined;
}

/** A limit of time; 0 is none. */
function limitOf(text: string | undefined): string | undefined {
  return text === undefined || parseDuration(text) === 0 ? undefined : text;
}

/** A rule for one port of its parent only. */
export function withPort(rule: HttpRule, port: number): HttpRule {
  const matches = (rule.matches.length === 0 ? [anyMatch] : rule.matches).map((match) => ({ ...match, port }));
  return { ...rule, matches };
}

type Action = Omit<HttpRule, 'label' | 'matches'>;

function actionOf(mesh: Mesh, owner: RuleOwner, rule: RuleSpec, inMesh: boolean): Action | undefined {
  const filters = rule.filters ?? [];
  if (!areSupported(filters, owner.kind)) {
    return undefined;
  }
  const redirect = filters.find(({ type }) => type === 'RequestRedirect')?.requestRedirect;
  const backends = rule.backendRefs ?? [];
  const total = backends.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
  const used = backends.filter(({ weight }) => weight !== 0);
  const destinations = used.map((backend) => destinationOf(mesh, owner, backend, inMesh));
  if (destinations.includes(undefined)) {
    return undefined;
  }
  const rewrite = filters.find(({ type }) => type === 'URLRewrite')?.urlRewrite;
  const { timeouts, retry } = rule;
  // Where the route tries again, the time of a backend is that of each try.
  const backendTimeout = limitOf(timeouts?.backendRequest);
  return {
    object: owner.object,
    destinations: destinations.filter((destination) => destination !== undefined),
    redirect:
      redirect === undefined
        ? undefined
        : {
            status: redirect.statusCode ?? 302,
            scheme: redirect.scheme,
            authority: redirect.hostname,
            port: redirect.port,
            takesRequestPort: redirect.port === undefined && redirect.scheme === undefined,
            path: redirect.path?.replaceFullPath,
            prefix: redirect.path?.replacePrefixMatch,
          },
    directStatus: total === 0 && redirect === undefined ? 500 : undefined,
    rewrite:
      rewrite === undefined
        ? undefined
        : {
            uri:
              rewrite.path?.type === 'ReplacePrefixMatch'
                ? withoutSlash(rewrite.path.replacePrefixMatch) || '/'
                : undefined,
            regex:
              rewrite.path?.type === 'ReplaceFullPath'
                ? { match: '^/.*', substitution: rewrite.path.replaceFullPath ?? '/' }
                : undefined,
            authority: rewrite.hostname,
          },
    fault: undefined,
    cors: corsOf(filters),
    timeout: (retry === undefined ? backendTimeout : undefined) ?? limitOf(timeouts?.request),
    retries:
      retry === undefined
        ? undefined
        : {
            attempts: retry.attempts ?? 2,
            perTryTimeout: backendTimeout,
            retryOn: [
              'connect-failure',
              'refused-stream',
              'unavailable',
              'cancelled',
              ...(retry.codes ?? []).map(String),
            ],
          },
    mirrors: filters.flatMap((filter) => mirrorOf(mesh, owner, filter, inMesh)),
    headers: headersOf(filters),
    missingStatus: 500,
  };
}

const headerFilters = ['RequestHeaderModifier', 'ResponseHeaderModifier'];
const supportedFilters: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: [...headerFilters, 'RequestMirror', 'RequestRedirect', 'URLRewrite', 'CORS'],
  GRPCRoute: [...headerFilters, 'RequestMirror'],
  backend: headerFilters,
};

function areSupported(filters: readonly { readonly type?: string }[], place: string): boolean {
  return filters.every(({ type = '' }) => supportedFilters[place]?.includes(type));
}

function withoutSlash(prefix = ''): string {
  return prefix.replace(/\/$/, '');
}

function destinationOf(
  mesh: Mesh,
  owner: RuleOwner,
  backend: BackendSpec,
  inMesh: boolean,
): RouteDestination | undefined {
  const host = backendHost(mesh, owner, backend, inMesh);
  const { filters = [] } = backend as { readonly filters?: readonly FilterSpec[] };
  if (host === undefined || !areSupported(filters, 'backend') || (backend.port === undefined && host !== '')) {
    return undefined;
  }
  return {
    host,
    subset: '',
    port: backend.port,
    weight: backend.weight ?? 1,
    headers: headersOf(filters),
  };
}

interface Reference {
  readonly group?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
}

/** The host of a backend; empty for one that may not be used, undefined for one that makes the rule unusable. */
function backendHost(mesh: Mesh, owner: RuleOwner, backend: Reference, inMesh: boolean): string | undefined {
  const { group = '', kind = 'Service', name = '', namespace = owner.namespace } = backend;
  if (group === 'networking.istio.io' && kind === 'Hostname') {
    return name.toLowerCase();
  }
  if (group !== '' || kind !== 'Service') {
    return '';
  }
  if (name.includes('.')) {
    return undefined;
  }
  return inMesh || isBackendAllowed(mesh, owner, { name, namespace })
    ? `${name}.${namespace}.svc.${mesh.config.clusterDomain}`
    : '';
}

function mirrorOf(mesh: Mesh, owner: RuleOwner, filter: FilterSpec, inMesh: boolean): readonly Mirror[] {
  const mirror = filter.type === 'RequestMirror' ? filter.requestMirror : undefined;
  if (mirror === undefined) {
    return [];
  }
  const host = backendHost(mesh, owner, mirror.backendRef as Reference, inMesh);
  const { percent, fraction } = mirror as {
    readonly percent?: number;
    readonly fraction?: { readonly numerator: number; readonly denominator?: number };
  };
  const probability =
    fraction === undefined ? (percent ?? 100) / 100 : fraction.numerator / (fraction.denominator ?? 100);
  return host ? [{ host, subset: '', port: mirror.backendRef.port, probability }] : [];
}

function corsOf(filters: readonly FilterSpec[]): CorsPolicy | undefined {
  const cors = (
    filters as readonly { readonly type?: string; readonly cors?: { readonly allowOrigins?: readonly string[] } }[]
  ).find(({ type }) => type === 'CORS')?.cors;
  const originOf = (origin: string): StringMatch =>
    origin.includes('*') ? { regex: origin.split('*').map(quoteMeta).join('.*') } : { exact: origin };
  return cors === undefined ? undefined : { origins: (cors.allowOrigins ?? []).map(originOf), answersAll: true };
}

interface HeaderListChange {
  readonly set?: readonly { readonly name: string; readonly value: string }[];
  readonly add?: readonly { readonly name: string; readonly value: string }[];
  readonly remove?: readonly string[];
}

function headersOf(filters: readonly FilterSpec[]): HeaderChanges | undefined {
  const request = filters.find(({ type }) => type === 'RequestHeaderModifier')?.requestHeaderModifier;
  const response = filters.find(({ type }) => type === 'ResponseHeaderModifier')?.responseHeaderModifier;
  if (request === undefined && response === undefined) {
    return undefined;
  }
  return {
    ...(request === undefined ? {} : { request: headerChange(request as HeaderListChange) }),
    ...(response === undefined ? {} : { response: headerChange(response as HeaderListChange) }),
  };
}

function headerChange(change: HeaderListChange): HeaderChange {
  const byName = (list: HeaderListChange['set']) => {
    const values: Record<string, string> = {};
    for (const { name, value } of list ?? []) {
      values[name.toLowerCase()] ??= value;
    }
    return values;
  };
  return { set: byName(change.set), add: byName(change.add), remove: change.remove ?? [] };
}
