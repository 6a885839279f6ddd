import { describe, expect, test } from '@jest/globals';
import { analyze } from '../../../mesh/analysis/analyze.js';
import { describeResource } from '../../../mesh/analysis/finding.js';
import { buildMesh } from '../../../mesh/model/build.js';
import type { MeshOptions } from '../../../mesh/model/options.js';
import {
  gatewayApiObject,
  gatewayOf,
  istioObject,
  namespaceOf,
  plainGateway,
  serviceOf,
  workloadOf,
} from '../objects.js';
import { resourcesOf } from '../resources.js';

/** Shapes of manifests as projects have them: what is found, at which level, and what is only assumed. */
const look = (text: string, options: MeshOptions = {}) => {
  const { findings, assumptions } = analyze(buildMesh(resourcesOf(text), options));
  const certain = findings.filter(({ assumption }) => assumption === undefined);
  return {
    findings: certain.map(({ code, level, resource }) => `${level} ${code} ${describeResource(resource)}`),
    assumed: assumptions.map(({ code }) => code),
  };
};
const messages = (text: string): string =>
  analyze(buildMesh(resourcesOf(text)))
    .findings.map(({ code, message }) => `${code} ${message}`)
    .join('\n');
const nothing = { findings: [], assumed: [] };
const route = (host: string, rest = '', namespace = 'shop') =>
  istioObject(
    'VirtualService',
    'v',
    `{hosts: [a.example.com]${rest}, http: [{route: [{destination: {host: ${host}}}]}]}`,
    namespace,
  );
const policy = (name: string, spec: string, namespace = 'shop') =>
  istioObject('AuthorizationPolicy', name, spec, namespace);

describe('the gateway that the platform runs', () => {
  const usual = plainGateway('edge', 'ingressgateway', '*');

  test('is assumed, once for all Gateways, and not public', () => {
    expect(look(usual + plainGateway('other', 'ingressgateway', 'b.example.com'))).toEqual({
      findings: [],
      assumed: ['GATEWAY_PODS'],
    });
  });

  test.each([
    ['its labels', 'istio=ingressgateway'],
    ['labels as YAML has them', 'istio: ingressgateway'],
    ['its name', 'istio-system/ingressgateway'],
    ['the Gateway', 'shop/edge'],
  ])('is settled by %s', (_, gateway) => {
    expect(look(usual, { external: { gateways: [gateway] } })).toEqual(nothing);
  });

  test('is an error where the files are all there is, or its name is misspelt', () => {
    const error = 'error IST0101 Gateway shop/edge';
    expect(look(usual, { isComplete: true }).findings).toEqual([error]);
    expect(look(usual + gatewayOf('ingressgatewy', 'edge')).findings).toContain(error);
    expect(look(usual, { existing: resourcesOf(gatewayOf('other')) }).findings).toEqual([error]);
  });

  test('is a warning beside other gateways, which may be those of some namespaces only, and an error in files that are complete', () => {
    const lonely = (namespace: string) => look(plainGateway('edge', 'public') + gatewayOf('inner', namespace)).findings;
    expect(lonely('istio-system')).toEqual(['warning IST0101 Gateway shop/edge']);
    expect(lonely('shop')).toEqual(['warning IST0101 Gateway shop/edge']);
    const files = plainGateway('edge', 'public') + gatewayOf('inner', 'istio-system');
    expect(look(files, { isComplete: true }).findings).toEqual(['error IST0101 Gateway shop/edge']);
  });

  test('has objects in a cluster that was asked, which are not analyzed', () => {
    const live = gatewayOf('ingressgateway') + istioObject('DestinationRule', 'wrong', '{host: nothing}', 'live');
    expect(look(usual, { existing: resourcesOf(live) }).findings).toEqual([
      // The cluster says that the Service is public.
      'warning ASM0005 Gateway shop/edge',
      'info ASM0006 Gateway shop/edge',
    ]);
  });
});

describe('hosts of other files', () => {
  const shop = namespaceOf('shop');
  test.each([
    ['in a namespace of which the files have nothing', route('pay.bank.svc.cluster.local'), [], ['HOST']],
    ['in the own one, of which they have nothing', route('pay'), [], ['HOST']],
    ['where they have other Services', serviceOf('cart') + route('pay'), ['warning IST0101 VirtualService shop/v'], []],
    [
      'where they also have the Namespace',
      shop + serviceOf('cart') + route('pay'),
      ['error IST0101 VirtualService shop/v'],
      [],
    ],
    ['misspelt', serviceOf('payments') + route('paymets'), ['error IST0101 VirtualService shop/v'], []],
    [
      'of another version, which is no misspelling',
      serviceOf('payments-v1') + route('payments-v2'),
      ['warning IST0101 VirtualService shop/v'],
      [],
    ],
    ['half written', serviceOf('cart', 'bank') + route('cart.bank'), ['error IST0101 VirtualService shop/v'], []],
    ['in capitals', serviceOf('cart') + route('CART'), ['error IST0101 VirtualService shop/v'], []],
    ['of the Internet', route('api.example.org'), [], ['HOST']],
  ])('%s', (_, text, findings, assumed) => {
    expect(look(text)).toEqual({ findings, assumed });
  });

  test('a Service of another namespace is meant when it is in the same folder, which is said once', () => {
    const at = (path: string, text: string) => resourcesOf(text).map((resource) => ({ ...resource, path }));
    const codes = (servicePath: string) => {
      const mesh = buildMesh([...at(servicePath, serviceOf('pay', 'bank')), ...at('shop/routes.yaml', route('pay'))]);
      return analyze(mesh).findings.map(({ code, level }) => `${level} ${code}`);
    };
    expect(codes('shop/bank.yaml')).toEqual(['error ASM0010']);
    expect(codes('shop/bank/service.yaml')).toEqual(['error ASM0010']);
    expect(codes('examples/bank.yaml')).toEqual(['info IST0101']);
  });

  test('a name that is refused is not missing too', () => {
    const refused = look(route('"pay service.bank.svc.cluster.local"'));
    expect(refused).toEqual({ findings: ['error IST0106 VirtualService shop/v'], assumed: [] });
  });
});

describe('Secrets of gateways', () => {
  const secure = istioObject(
    'Gateway',
    'edge',
    '{selector: {istio: door}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [a.example.com], tls: {mode: SIMPLE, credentialName: shop-tls}}]}',
  );
  const door = gatewayOf('door', 'edge', 'ClusterIP');
  const secret = (namespace: string, name = 'shop-tls') =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: ${namespace}}\ntype: kubernetes.io/tls\ndata: {tls.crt: eA==, tls.key: eA==}\n`;

  test('in none of the files are assumed', () => {
    expect(look(secure + door)).toEqual({ findings: [], assumed: ['SECRET'] });
    expect(look(secure + door, { external: { secrets: ['edge/shop-tls'] } })).toEqual(nothing);
  });

  test('beside the Gateway instead of its pods are the commonest mistake', () => {
    expect(messages(secure + door + secret('shop'))).toContain(
      'IST0101 Secret shop-tls cannot be found, so TLS handshakes with these hosts fail: it is in namespace shop, and the pods of the gateway, which look for it beside them, are in edge',
    );
  });

  test('are not missing where a controller makes them', () => {
    const made = (kind: string, apiVersion: string, name: string, spec: string) =>
      look(
        `${secure}${door}---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: edge}\nspec: ${spec}\n`,
      );
    expect(made('Certificate', 'cert-manager.io/v1', 'any', '{secretName: shop-tls}')).toEqual(nothing);
    expect(made('ExternalSecret', 'external-secrets.io/v1', 'any', '{target: {name: shop-tls}}')).toEqual(nothing);
    expect(made('SealedSecret', 'bitnami.com/v1alpha1', 'shop-tls', '{}')).toEqual(nothing);
    // In the namespace of the Gateway the controller makes it in the wrong place.
    const wrong =
      '---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: c, namespace: shop}\nspec: {secretName: shop-tls}\n';
    expect(look(secure + door + wrong).findings).toEqual(['error IST0101 Gateway shop/edge']);
  });

  test('whose namespace has others are a warning, and a misspelt one is an error', () => {
    expect(look(secure + door + secret('edge', 'other')).findings).toEqual(['warning IST0101 Gateway shop/edge']);
    const namespace = namespaceOf('edge');
    expect(look(secure + door + secret('edge', 'other') + namespace).findings).toEqual([
      'error IST0101 Gateway shop/edge',
    ]);
    expect(look(secure + door + secret('edge', 'shop-tsl')).findings).toEqual(['error IST0101 Gateway shop/edge']);
  });
});

describe('one mistake is one finding', () => {
  test('a gateway that does not exist also serves no host', () => {
    const missing = route('cart', ', gateways: [nope]') + serviceOf('cart');
    expect(look(missing)).toEqual({ findings: [], assumed: ['GATEWAY'] });
    expect(look(missing, { isComplete: true }).findings).toEqual(['error IST0101 VirtualService shop/v']);
    expect(look(missing + plainGateway('nopes', 'ingressgateway')).findings).toEqual([
      'error IST0101 VirtualService shop/v',
    ]);
  });

  test('a host that does not exist has no subsets', () => {
    expect(look(route('cart, subset: v1')).assumed).toEqual(['HOST']);
  });
});

describe('who is in the mesh when no Namespace is in the files', () => {
  const text = workloadOf('web') + policy('nothing', '{}');

  test('is assumed, and pointed out where objects only make sense in a mesh', () => {
    expect(look(text)).toEqual({ findings: [], assumed: ['NO_PROXY'] });
    expect(look(workloadOf('web'))).toEqual(nothing);
    expect(look(text, { external: { injected: ['shop'] } })).toEqual(nothing);
  });

  test('is known where the Namespace is in the files', () => {
    expect(look(namespaceOf('shop', '{istio-injection: disabled}') + text).findings).toEqual([
      'warning IST0127 AuthorizationPolicy shop/nothing',
    ]);
    expect(messages(namespaceOf('shop', '{}') + text)).toMatch(
      /IST0102 .*AuthorizationPolicy shop\/nothing only acts on pods with one/,
    );
  });

  test('is no error of a caller that may be in it', () => {
    const strict = istioObject('PeerAuthentication', 'default', '{mtls: {mode: STRICT}}');
    const pod = ", env: [{name: URL, value: 'http://cart.shop/'}]";
    const server = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart') + strict + policy('p', '{rules: [{}]}');
    expect(look(server + workloadOf('batch', 'jobs', { pod })).assumed).toEqual(['NO_PROXY']);
    expect(look(server + workloadOf('batch', 'jobs', { pod }) + namespaceOf('jobs', '{}')).findings).toContain(
      'error ASM0002 PeerAuthentication shop/default',
    );
  });
});

describe('an empty rule', () => {
  const shop = namespaceOf('shop') + workloadOf('web') + workloadOf('cart');
  const open = policy('open', '{selector: {matchLabels: {app: web}}, rules: [{}]}');
  const some = '{from: [{source: {serviceAccounts: [cart]}}]}';
  test.each([
    ['opens a workload that the mesh closes', policy('none', '{}', 'istio-system') + open, []],
    ['opens one that its namespace closes', policy('none', '{}') + open, []],
    ['opens one that a policy for it closes', policy('none', '{selector: {matchLabels: {app: web}}}') + open, []],
    [
      'makes the rules before it pointless',
      policy('open', `{rules: [${some}, {}]}`),
      ['warning ASM0003 AuthorizationPolicy shop/open'],
    ],
    [
      'makes those after it pointless, also beside a deny',
      policy('none', '{}') + policy('open', `{rules: [{}, ${some}]}`),
      ['warning ASM0003 AuthorizationPolicy shop/open'],
    ],
    [
      'makes another policy pointless',
      policy('none', '{}') + open + policy('some', `{selector: {matchLabels: {app: web}}, rules: [${some}]}`),
      ['warning ASM0003 AuthorizationPolicy shop/open'],
    ],
    [
      'leaves a policy for more workloads its point',
      policy('none', '{}') + open + policy('some', `{rules: [${some}]}`),
      [],
    ],
    ['alone changes nothing', open, ['info ASM0003 AuthorizationPolicy shop/open']],
    [
      'beside a deny for others changes nothing',
      policy('none', '{selector: {matchLabels: {app: cart}}}') + open,
      ['info ASM0003 AuthorizationPolicy shop/open'],
    ],
    ['denies all where it denies', policy('open', '{action: DENY, rules: [{}]}'), []],
    ['for one path is often meant', policy('open', '{rules: [{to: [{operation: {paths: [/health]}}]}]}'), []],
  ])('%s', (_, text, expected) => {
    expect(look(shop + text).findings).toEqual(expected);
  });
});

describe('a public gateway', () => {
  const served = (gateway: string) => look(gateway + plainGateway('edge', 'door')).findings;
  test('is one with a public Service in the files, at the very port', () => {
    expect(served(gatewayOf('door'))).toEqual(['warning ASM0005 Gateway shop/edge', 'info ASM0006 Gateway shop/edge']);
    expect(served(gatewayOf('door', 'istio-system', 'ClusterIP'))).toEqual([]);
    const inner = serviceOf(
      'inner',
      'istio-system',
      '{selector: {istio: door}, ports: [{name: http2, port: 80, targetPort: 8081}]}',
    );
    expect(look(gatewayOf('door') + inner + plainGateway('edge', 'door', '*', 8081)).findings).toEqual([]);
  });

  test('of the Gateway API is one only when it asks for its Service', () => {
    const gateway = (annotations: string) => `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop, annotations: {${annotations}}}
spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec: {parentRefs: [{name: edge}], rules: [{backendRefs: [{name: cart, port: 80}]}]}
`;
    const codes = (annotations: string) =>
      look(serviceOf('cart') + gateway(annotations)).findings.filter((finding) => /ASM000[56]/.test(finding));
    expect(codes('')).toEqual([]);
    expect(codes('networking.istio.io/service-type: LoadBalancer')).toHaveLength(2);
  });
});

describe('subsets', () => {
  const rule = istioObject(
    'DestinationRule',
    'd',
    '{host: cart, subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]}',
  );
  const shop = namespaceOf('shop') + serviceOf('cart') + workloadOf('cart', 'shop', { labels: ', version: v1' });
  const to = (subset: string) =>
    istioObject(
      'VirtualService',
      'v',
      `{hosts: [cart], http: [{route: [{destination: {host: cart, subset: ${subset}}}]}]}`,
    );

  test('without pods matter when a route names them', () => {
    expect(look(shop + rule + to('v1')).findings).toEqual(['info IST0173 DestinationRule shop/d']);
    expect(look(shop + rule + to('v2')).findings).toEqual(['error IST0173 DestinationRule shop/d']);
  });

  test('with the pods of others only matter when a route names them', () => {
    const other = workloadOf('other', 'shop', { labels: ', version: v2' });
    expect(look(shop + other + rule + to('v1')).findings).toEqual([]);
    expect(look(shop + other + rule + to('v2')).findings).toEqual(['error ASM0014 DestinationRule shop/d']);
  });

  test('of workloads that are in none of the files are assumed', () => {
    expect(look(serviceOf('cart') + rule + to('v2')).assumed).toContain('PODS');
  });

  test('that no rule defines are an error beside a rule for the host, and else by what the files hold', () => {
    expect(look(shop + rule + to('v3')).findings).toContain('error IST0101 VirtualService shop/v');
    expect(look(shop + to('v3')).assumed).toEqual(['SUBSET']);
    const other =
      istioObject('DestinationRule', 'o', '{host: api.example.org}') +
      istioObject(
        'ServiceEntry',
        'e',
        '{hosts: [api.example.org], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}',
      );
    expect(look(shop + other + to('v3')).findings).toEqual(['error IST0101 VirtualService shop/v']);
  });
});

describe('what nobody needs to act on', () => {
  test('annotations that the project does not use, or of which it uses one', () => {
    expect(look(namespaceOf('shop') + workloadOf('web'))).toEqual(nothing);
    const owned = workloadOf('cart').replace('namespace: shop}', 'namespace: shop, annotations: {owner: me}}');
    expect(messages(namespaceOf('shop') + workloadOf('web') + owned)).toBe(
      'ASM0017 annotation owner is missing, here and on the namespace',
    );
    const mesh = buildMesh(resourcesOf(namespaceOf('shop') + workloadOf('web')));
    expect(analyze(mesh, { levels: { ASM0017: 'warning' } }).findings).toMatchObject([
      { code: 'ASM0017', level: 'warning' },
    ]);
  });

  test.each(['istio: ingressgateway', 'release: istio', 'app.kubernetes.io/part-of: istio'])(
    'Istio itself, by %s',
    (labels) => {
      const own = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: door, namespace: istio-system, labels: {${labels}}}
spec: {selector: {matchLabels: {x: one}}, template: {metadata: {labels: {x: one}}, spec: {securityContext: {runAsUser: 1337}, containers: [{name: istio-proxy, image: p}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: door, namespace: istio-system, labels: {${labels}}}
spec: {selector: {x: one}, ports: [{name: status-port, port: 15021}]}
`;
      expect(look(own)).toEqual(nothing);
      expect(look(own.replaceAll(`, labels: {${labels}}`, '')).findings).toEqual([
        'warning IST0144 Deployment istio-system/door',
        'info IST0118 Service istio-system/door',
      ]);
    },
  );

  test('wildcards of DestinationRules that some host fits', () => {
    const rule = (host: string) =>
      istioObject('DestinationRule', 'd', `{host: "${host}", trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}`);
    for (const host of ['*.local', '*.svc.cluster.local', '*.shop.svc.cluster.local', '*']) {
      expect(look(serviceOf('cart') + rule(host)).findings).toEqual([]);
    }
    expect(look(serviceOf('cart') + rule('*.example.org'), { isComplete: true }).findings).toEqual([
      'warning IST0174 DestinationRule shop/d',
    ]);
  });

  test('TLS that the proxy verifies; insecureSkipVerify is the finding', () => {
    const entry = istioObject(
      'ServiceEntry',
      'e',
      '{hosts: [api.example.org], ports: [{number: 443, name: https, protocol: HTTPS}], resolution: DNS}',
    );
    const tls = (rest: string, policy = (text: string) => `{tls: ${text}}`) =>
      look(
        entry +
          istioObject(
            'DestinationRule',
            'd',
            `{host: api.example.org, trafficPolicy: ${policy(`{mode: SIMPLE${rest}}`)}}`,
          ),
      ).findings;
    const atPort = (text: string) => `{portLevelSettings: [{port: {number: 443}, tls: ${text}}]}`;
    expect([tls(''), tls('', atPort)]).toEqual([[], []]);
    expect(tls(', insecureSkipVerify: true')).toEqual(['warning IST0128 DestinationRule shop/d']);
    expect(tls(', insecureSkipVerify: true', atPort)).toEqual(['warning IST0129 DestinationRule shop/d']);
  });

  test('identities of a namespace whose ServiceAccounts are in other files', () => {
    const named = policy('p', '{rules: [{from: [{source: {principals: [cluster.local/ns/bank/sa/teller]}}]}]}');
    const base = namespaceOf('shop') + workloadOf('web') + workloadOf('vault', 'bank') + named;
    expect(look(base).findings).toEqual([]);
    const account = '---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: vault, namespace: bank}\n';
    expect(look(base + account).findings).toEqual(['warning ASM0008 AuthorizationPolicy shop/p']);
    expect(look(base + account.replace('name: vault', 'name: teller')).findings).toEqual([]);
  });

  test('one port for TCP and UDP, as DNS servers have', () => {
    const dns = serviceOf(
      'dns',
      'shop',
      '{selector: {app: dns}, ports: [{name: tcp-dns, port: 53}, {name: udp-dns, port: 53, protocol: UDP}]}',
    );
    expect(look(namespaceOf('shop') + workloadOf('dns') + dns).findings).toEqual(['info IST0116 Deployment shop/dns']);
  });
});

describe('sentences with one member and with several', () => {
  test('name the labels that nothing has, or say that there are none', () => {
    const base = namespaceOf('shop') + workloadOf('web');
    expect(messages(base + policy('p', '{selector: {matchLabels: {app: web-app, tier: a}}}'))).toContain(
      'the policy has no effect: no workload of namespace shop in these files is labelled app: web-app, tier: a',
    );
    expect(messages(namespaceOf('empty') + policy('p', '{}', 'empty'))).toContain(
      'no workload is in namespace empty in these files',
    );
    expect(
      messages(
        namespaceOf('shop', '{istio-injection: disabled}') +
          workloadOf('web') +
          policy('p', '{selector: {matchLabels: {app: web}}}'),
      ),
    ).toContain('the policy has no effect: the workloads labelled app: web of namespace shop have no proxy');
  });

  test('count', () => {
    const sidecars = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) =>
      istioObject('Sidecar', name, '{egress: [{hosts: ["./*"]}]}'),
    );
    expect(messages(namespaceOf('shop') + sidecars.slice(0, 2).join(''))).toContain(
      'the Sidecars a and b of namespace shop',
    );
    expect(messages(namespaceOf('shop') + sidecars.join(''))).toContain(
      'the Sidecars a, b, c, d, e and 2 more of namespace shop',
    );
  });
});

describe('what the labels of a namespace decide', () => {
  const edge = gatewayApiObject(
    'Gateway',
    'edge',
    '{gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {exposed: "yes"}}}}}]}',
    'infra',
  );
  const attached =
    serviceOf('cart') +
    gatewayApiObject(
      'HTTPRoute',
      'r',
      '{parentRefs: [{name: edge, namespace: infra}], rules: [{backendRefs: [{name: cart, port: 80}]}]}',
    );

  test('is assumed where the Namespace is in none of the files', () => {
    expect(look(edge + attached)).toEqual({ findings: [], assumed: ['NAMESPACE_LABELS'] });
    expect(look(edge + attached + namespaceOf('shop', '{exposed: "yes", istio-injection: disabled}'))).toEqual(nothing);
    expect(look(edge + attached + namespaceOf('shop')).findings).toEqual(['error ASM0032 HTTPRoute shop/r']);
    expect(look(edge + attached, { isComplete: true }).findings).toContain('error ASM0032 HTTPRoute shop/r');
  });
});

test('that a gateway does not name a subset matters little where it has every pod', () => {
  const subsets = istioObject('DestinationRule', 'd', '{host: cart, subsets: [{name: v1, labels: {app: cart}}]}');
  const inside = istioObject(
    'VirtualService',
    'i',
    '{hosts: [cart], http: [{route: [{destination: {host: cart, subset: v1}}]}]}',
  );
  const files =
    namespaceOf('shop') +
    serviceOf('cart') +
    workloadOf('cart') +
    subsets +
    inside +
    route('cart', ', gateways: [door]');
  expect(look(files).findings).toEqual(['info IST0140 VirtualService shop/v']);
  const split = files.replace('labels: {app: cart}}]', 'labels: {version: v1}}]');
  expect(look(split).findings).toContain('warning IST0140 VirtualService shop/v');
});
