import type * as pulumi from '@pulumi/pulumi';

/** How to reach an API server, as a kubeconfig with a certificate or a token says; empty where it does not. */
export interface ApiConnection {
  readonly server: string;
  /** PEM texts. */
  readonly certificateAuthority: string;
  readonly clientCertificate: string;
  readonly clientKey: string;
  readonly token: string;
}

/** The subsets of a DestinationRule. */
export interface SubsetRule {
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  /** Fields of the spec that say where the subsets count: host, exportTo, workloadSelector. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly subsets: readonly Readonly<Record<string, unknown>>[];
}

/** Where the subsets of a DestinationRule's spec count, and the subsets. */
export function subsetsOf(spec: Readonly<Record<string, unknown>>): Pick<SubsetRule, 'scope' | 'subsets'> {
  const { subsets = [], host, exportTo, workloadSelector } = spec;
  const scope = {
    host,
    ...(exportTo === undefined ? {} : { exportTo }),
    ...(workloadSelector === undefined ? {} : { workloadSelector }),
  };
  return { scope, subsets: subsets as SubsetRule['subsets'] };
}

/** Inputs of both resources. */
export interface SubsetInputs {
  readonly connection: ApiConnection;
  /** The rules of a chart on an API server. */
  readonly rules: readonly SubsetRule[];
  /** How long proxies may take to follow a change. */
  readonly settleSeconds: number;
}

/*
 * The engine serializes the providers with all that they refer to and runs them in a process of its own. So modules
 * are imported inside the functions: one captured from the top of the file could not be serialized.
 */

interface ApiAnswer {
  readonly status: number;
  readonly body: string;
}

/** Sends a request to an API server. @throws Error when it does not answer */
export async function callApiServer(
  connection: ApiConnection,
  method: string,
  path: string,
  body = '',
): Promise<ApiAnswer> {
  const { request } = await import('node:https');
  const { request: plainRequest } = await import('node:http');
  // The server's own path, as behind a gateway of many clusters, is part of every address.
  const url = new URL(connection.server.replace(/\/+$/, '') + path);
  const optional = (text: string) => (text === '' ? undefined : text);
  return new Promise((resolve, reject) => {
    const send = (url.protocol === 'http:' ? plainRequest : request)(
      url,
      {
        method,
        ca: optional(connection.certificateAuthority),
        cert: optional(connection.clientCertificate),
        key: optional(connection.clientKey),
        timeout: 30_000,
        headers: {
          accept: 'application/json',
          ...(method === 'PATCH' ? { 'content-type': 'application/apply-patch+yaml' } : {}),
          ...(connection.token === '' ? {} : { authorization: `Bearer ${connection.token}` }),
        },
      },
      (response) => {
        let text = '';
        response.on('data', (data) => {
          text += String(data);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      },
    );
    send.on('timeout', () => send.destroy(new Error('no answer in 30 s')));
    send.on('error', (error) => reject(new Error(`the API server at ${url.host} does not answer: ${error.message}`)));
    send.end(body);
  });
}

/** Marks the rules that hold outgoing subsets. */
const LABEL = 'asm-blueprints/outgoing-subsets';

function pathOf(rule: SubsetRule): string {
  return `/apis/${rule.apiVersion}/namespaces/${rule.namespace}/destinationrules`;
}

/** The subsets that a change takes away, by rule; a rule that is gone loses all of them. */
function outgoing(olds: readonly SubsetRule[], news: readonly SubsetRule[]): SubsetRule[] {
  return olds.flatMap((old) => {
    const kept = news.find((rule) => isRule(rule, old))?.subsets ?? [];
    const names = new Set(kept.map((subset) => subset['name']));
    const subsets = old.subsets.filter((subset) => !names.has(subset['name']));
    return subsets.length === 0 ? [] : [{ ...old, subsets }];
  });
}

/** Writes a rule beside the real one that keeps subsets; Istio merges the subsets of all rules of a host. */
async function hold(connection: ApiConnection, rule: SubsetRule): Promise<void> {
  const name = `${rule.name}-outgoing`;
  const manifest = {
    apiVersion: rule.apiVersion,
    kind: 'DestinationRule',
    metadata: { name, namespace: rule.namespace, labels: { [LABEL]: rule.name } },
    spec: { ...rule.scope, subsets: rule.subsets },
  };
  const path = `${pathOf(rule)}/${name}?fieldManager=asm-blueprints&force=true`;
  const { status, body } = await callApiServer(connection, 'PATCH', path, JSON.stringify(manifest));
  // A namespace or an API server without Istio has no routes to protect.
  if (status >= 300 && status !== 404) {
    throw new Error(
      `the outgoing subsets of ${rule.namespace}/${rule.name} cannot be kept: ${status} ${body.slice(0, 300)}`,
    );
  }
}

interface ApiObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: Readonly<Record<string, unknown>>;
}

async function list(connection: ApiConnection, path: string): Promise<ApiObject[]> {
  const { status, body } = await callApiServer(connection, 'GET', path);
  if (status === 404) return [];
  if (status >= 300) throw new Error(`${path} cannot be read: ${status} ${body.slice(0, 300)}`);
  return JSON.parse(body).items;
}

/** The rules with kept subsets that belong to rules of a chart, by path. */
async function heldFor(inputs: SubsetInputs): Promise<Map<string, ApiObject>> {
  const [first] = inputs.rules;
  if (first === undefined) return new Map();
  const found = await list(
    inputs.connection,
    `/apis/${first.apiVersion}/destinationrules?labelSelector=${encodeURIComponent(LABEL)}`,
  );
  const byPath = found.map(
    (held) =>
      [
        `/apis/${first.apiVersion}/namespaces/${held.metadata.namespace}/destinationrules/${held.metadata.name}`,
        held,
      ] as const,
  );
  const ours = new Set(inputs.rules.map((rule) => `${pathOf(rule)}/${rule.name}-outgoing`));
  return new Map(byPath.filter(([path]) => ours.has(path)));
}

/**
 * The rules of these names that the API server has. For rules of which a hold knows no earlier state: their chart has
 * another name now, they come from another chart, or no state knows of them.
 */
async function present(connection: ApiConnection, rules: readonly SubsetRule[]): Promise<SubsetRule[]> {
  const found: SubsetRule[] = [];
  for (const apiVersion of new Set(rules.map((rule) => rule.apiVersion))) {
    // Where nothing can be read, nothing is there that could be protected.
    const objects = await list(connection, `/apis/${apiVersion}/destinationrules`).catch((): ApiObject[] => []);
    for (const rule of rules.filter((wanted) => wanted.apiVersion === apiVersion)) {
      const object = objects.find(({ metadata }) => isRule(rule, metadata));
      if (object === undefined) continue;
      found.push({ ...rule, ...subsetsOf(object.spec ?? {}) });
    }
  }
  return found;
}

function isRule(rule: Pick<SubsetRule, 'namespace' | 'name'>, other: Pick<SubsetRule, 'namespace' | 'name'>): boolean {
  return rule.namespace === other.namespace && rule.name === other.name;
}

/** Keeps what the rules have lost since an earlier state, and says whether that was anything. */
async function holdOutgoing(olds: readonly SubsetRule[], { connection, rules }: SubsetInputs): Promise<boolean> {
  const fresh = rules.filter((rule) => !olds.some((old) => isRule(rule, old)));
  const leaving = outgoing([...olds, ...(await present(connection, fresh))], rules);
  for (const rule of leaving) await hold(connection, rule);
  return leaving.length > 0;
}

/** `reviews` and `reviews.shop.svc.cluster.local` in shop are both `reviews.shop`. */
function fullHost(host: unknown, namespace: string): string {
  const text = String(host);
  return text.includes('.') ? text.replace(/\.svc(\..*)?$/, '') : `${text}.${namespace}`;
}

/** Whether a route still names one of the subsets that a rule keeps. */
function isNamed(held: ApiObject, routes: readonly ApiObject[]): boolean {
  const host = fullHost(held.spec?.['host'], held.metadata.namespace);
  const subsets = (held.spec?.['subsets'] ?? []) as readonly { readonly name: string }[];
  const names = new Set(subsets.map(({ name }) => name));
  const visit = (value: unknown, namespace: string): boolean => {
    if (Array.isArray(value)) return value.some((item) => visit(item, namespace));
    if (typeof value !== 'object' || value === null) return false;
    const destination = value as { host?: unknown; subset?: unknown };
    if (
      typeof destination.subset === 'string' &&
      names.has(destination.subset) &&
      fullHost(destination.host, namespace) === host
    )
      return true;
    return Object.values(value).some((item) => visit(item, namespace));
  };
  return routes.some(({ spec, metadata }) => visit(spec, metadata.namespace));
}

/** Waits until proxies follow the routes, then removes what was kept for them and what no route names any more. */
async function release(inputs: SubsetInputs): Promise<void> {
  const held = await heldFor(inputs);
  if (held.size === 0) return;
  await new Promise((resolve) => setTimeout(resolve, inputs.settleSeconds * 1000));
  const [first] = inputs.rules;
  const routes = await list(inputs.connection, `/apis/${first?.apiVersion}/virtualservices`);
  for (const [path, rule] of held) {
    // After an interrupted update the engine begins with this, before the routes have been changed.
    if (isNamed(rule, routes)) continue;
    const { status, body } = await callApiServer(inputs.connection, 'DELETE', path);
    if (status >= 300 && status !== 404) throw new Error(`${path} cannot be deleted: ${status} ${body.slice(0, 300)}`);
  }
}

/** Whether an interrupted update has left something; a preview without the API server cannot tell. */
async function leftOver(inputs: SubsetInputs): Promise<boolean> {
  try {
    return (await heldFor(inputs)).size > 0;
  } catch {
    return false;
  }
}

function differs(olds: SubsetInputs, news: SubsetInputs): boolean {
  const shown = ({ connection, rules, settleSeconds }: SubsetInputs) =>
    JSON.stringify([connection, rules, settleSeconds]);
  return shown(olds) !== shown(news);
}

/** Keeps the subsets that an update takes away. It stands before the DestinationRules of its chart. */
export const subsetHoldProvider: pulumi.dynamic.ResourceProvider<SubsetInputs, SubsetInputs> = {
  async diff(_id, olds, news) {
    return { changes: differs(olds, news) || (await leftOver(news)) };
  },
  async create(inputs) {
    await holdOutgoing([], inputs);
    return { id: 'subset-hold', outs: inputs };
  },
  async update(_id, olds, news) {
    if (!(await holdOutgoing(olds.rules, news))) await release({ ...news, settleSeconds: 0 });
    return { outs: news };
  },
};

/**
 * Lets the kept subsets go. An update that takes subsets away replaces it, so the engine deletes the old one at the
 * very end, after every route that named such a subset has been changed or deleted.
 */
export const subsetReleaseProvider: pulumi.dynamic.ResourceProvider<SubsetInputs, SubsetInputs> = {
  async diff(_id, olds, news) {
    const replaces = outgoing(olds.rules, news.rules).length > 0 ? ['rules'] : [];
    return { changes: differs(olds, news), replaces, deleteBeforeReplace: false };
  },
  async create(inputs) {
    return { id: 'subset-release', outs: inputs };
  },
  async update(_id, _olds, news) {
    return { outs: news };
  },
  async delete(_id, props) {
    await release(props);
  },
};
