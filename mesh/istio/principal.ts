/** A workload identity as policies write it. */
export interface Principal {
  readonly trustDomain: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Reads a principal such as `cluster.local/ns/shop/sa/cart`. Undefined for one with a wildcard and for one of another form, such as one
 * with `spiffe://`, which fits no caller.
 */
export function parsePrincipal(text: string): Principal | undefined {
  const [, trustDomain, namespace, serviceAccount] = /^([^/*]+)\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(text) ?? [];
  return trustDomain === undefined || namespace === undefined || serviceAccount === undefined
    ? undefined
    : { trustDomain, namespace, serviceAccount };
}

/** Reads a service account of a policy: `name`, in the policy's namespace, or `namespace/name`. */
export function parseServiceAccount(text: string, ownNamespace: string): Omit<Principal, 'trustDomain'> {
  const slash = text.indexOf('/');
  return slash < 0
    ? { namespace: ownNamespace, serviceAccount: text }
    : { namespace: text.slice(0, slash), serviceAccount: text.slice(slash + 1) };
}
