type Fields = Readonly<Record<string, unknown>>;

/** What an API server fills in for fields that a manifest leaves out, in the shape of the object; lists are left out of the shape. */
interface Defaults {
  /** Values of fields that are not given. */
  readonly values?: Fields;
  /** Fields beneath, where they are given or have a value. */
  readonly within?: Readonly<Record<string, Defaults>>;
}

const reference: Defaults = { values: { group: '', kind: 'Service', weight: 1 } };
const secretReference: Defaults = { values: { group: '', kind: 'Secret' } };
const parent: Defaults = { values: { group: 'gateway.networking.k8s.io', kind: 'Gateway' } };
const exact: Defaults = { values: { type: 'Exact' } };
const mirror: Defaults = { within: { backendRef: { values: { group: '', kind: 'Service' } } } };
const filter: Defaults = {
  within: {
    requestMirror: mirror,
    requestRedirect: { values: { statusCode: 302 } },
  },
};
const backend: Defaults = { ...reference, within: { filters: filter } };

const httpRoute: Defaults = {
  within: {
    parentRefs: parent,
    rules: {
      values: { matches: [{ path: { type: 'PathPrefix', value: '/' } }] },
      within: {
        matches: {
          values: { path: { type: 'PathPrefix', value: '/' } },
          within: {
            path: { values: { type: 'PathPrefix', value: '/' } },
            headers: exact,
            queryParams: exact,
          },
        },
        filters: filter,
        backendRefs: backend,
      },
    },
  },
};

const grpcRoute: Defaults = {
  within: {
    parentRefs: parent,
    rules: {
      within: { matches: { within: { method: exact, headers: exact } }, filters: filter, backendRefs: backend },
    },
  },
};

const connectionRoute: Defaults = { within: { parentRefs: parent, rules: { within: { backendRefs: reference } } } };

const gateway: Defaults = {
  within: {
    addresses: { values: { type: 'IPAddress' } },
    listeners: {
      values: { allowedRoutes: { namespaces: { from: 'Same' } } },
      within: {
        allowedRoutes: {
          values: { namespaces: { from: 'Same' } },
          within: { namespaces: { values: { from: 'Same' } } },
        },
        tls: { values: { mode: 'Terminate' }, within: { certificateRefs: secretReference } },
      },
    },
  },
};

const byKind: Readonly<Record<string, Defaults>> = {
  Gateway: gateway,
  HTTPRoute: httpRoute,
  GRPCRoute: grpcRoute,
  TLSRoute: connectionRoute,
  TCPRoute: connectionRoute,
};

/**
 * A manifest with the defaults that the CRDs of the Gateway API have (https://gateway-api.sigs.k8s.io/reference/spec/), as it is read back from
 * an API server; a control plane that reads files gets none of them.
 */
export function withCrdDefaults(manifest: Fields): Fields {
  const defaults = byKind[String(manifest['kind'])];
  const isGatewayApi = String(manifest['apiVersion']).startsWith('gateway.networking.k8s.io/');
  return isGatewayApi && defaults !== undefined
    ? { ...manifest, spec: filled(manifest['spec'] ?? {}, defaults) }
    : manifest;
}

function filled(value: unknown, defaults: Defaults): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => filled(element, defaults));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const fields: Record<string, unknown> = { ...value };
  for (const [name, fallback] of Object.entries(defaults.values ?? {})) {
    fields[name] ??= fallback;
  }
  for (const [name, part] of Object.entries(defaults.within ?? {})) {
    if (fields[name] !== undefined) {
      fields[name] = filled(fields[name], part);
    }
  }
  return fields;
}
