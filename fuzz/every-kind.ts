/** One valid object of each kind that the generated meshes and the scenarios do not have, with most of its fields. */
export const everyKind = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: filters, namespace: shop}
spec:
  parentRefs: [{name: kube, sectionName: http, port: 80}, {group: '', kind: Service, name: hello, port: 80}]
  hostnames: [api.example.com]
  rules:
    - name: first
      matches:
        - path: {type: PathPrefix, value: /a}
          method: GET
          headers: [{type: RegularExpression, name: x-a, value: '[a-z]+'}]
          queryParams: [{name: q, value: v}]
        - path: {type: RegularExpression, value: '/v[0-9]+/.*'}
      filters:
        - {type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-b, value: b}], add: [{name: x-c, value: c}], remove: [x-d]}}
        - {type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: x-e, value: e}]}}
        - {type: RequestMirror, requestMirror: {backendRef: {name: raw, port: 9000}, fraction: {numerator: 1, denominator: 10}}}
        - {type: URLRewrite, urlRewrite: {hostname: other, path: {type: ReplacePrefixMatch, replacePrefixMatch: /b}}}
        - {type: CORS, cors: {allowOrigins: ['https://*.example.com'], allowMethods: [GET], maxAge: 5}}
      timeouts: {request: 2s, backendRequest: 1s}
      retry: {codes: [503], attempts: 2, backoff: 10ms}
      backendRefs:
        - {name: hello, port: 80, weight: 9, filters: [{type: RequestHeaderModifier, requestHeaderModifier: {remove: [x-f]}}]}
        - {group: networking.istio.io, kind: Hostname, name: db.example.com, port: 443, weight: 1}
    - matches: [{path: {type: Exact, value: /old}}]
      filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301, path: {type: ReplaceFullPath, replaceFullPath: /new}}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: grpc, namespace: shop}
spec: {parentRefs: [{name: kube}], rules: [{matches: [{method: {service: a.B, method: C}, headers: [{name: x, value: y}]}], backendRefs: [{name: hello, port: 80}]}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TLSRoute
metadata: {name: tls, namespace: shop}
spec: {parentRefs: [{name: kube, sectionName: tls}], hostnames: [tls.example.com], rules: [{backendRefs: [{name: hello, port: 443}]}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: {name: tcp, namespace: shop}
spec: {parentRefs: [{name: kube, sectionName: tcp}], rules: [{backendRefs: [{name: raw, port: 9000}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: kube, namespace: shop}
spec:
  gatewayClassName: istio
  addresses: [{type: IPAddress, value: 10.0.0.9}]
  listeners:
    - {name: http, port: 80, protocol: HTTP, hostname: '*.example.com', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {team: a}}}, kinds: [{kind: HTTPRoute}]}}
    - {name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{name: cert, namespace: pay}]}}
    - {name: tls, port: 8443, protocol: TLS, tls: {mode: Passthrough}}
    - {name: tcp, port: 9000, protocol: TCP}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: istio}
spec: {controllerName: istio.io/gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: {name: grant, namespace: pay}
spec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: '', kind: Service, name: hello}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: BackendTLSPolicy
metadata: {name: backend, namespace: shop}
spec: {targetRefs: [{group: '', kind: Service, name: hello, sectionName: http}], validation: {hostname: hello, caCertificateRefs: [{group: '', kind: ConfigMap, name: ca}]}}
---
apiVersion: gateway.networking.x-k8s.io/v1alpha1
kind: XListenerSet
metadata: {name: more, namespace: shop}
spec: {parentRef: {name: kube}, listeners: [{name: extra, port: 81, protocol: HTTP}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: ingress, namespace: shop, annotations: {kubernetes.io/ingress.class: istio}}
spec: {tls: [{hosts: [i.example.com], secretName: cert}], rules: [{host: i.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: hello, port: {number: 80}}}}]}}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec:
  podSelector: {matchLabels: {app: hello}, matchExpressions: [{key: version, operator: In, values: [v1]}]}
  policyTypes: [Ingress, Egress]
  ingress: [{from: [{namespaceSelector: {}, podSelector: {matchLabels: {app: client}}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}], ports: [{port: 8080, endPort: 8090, protocol: TCP}]}]
  egress: [{to: [{podSelector: {}}], ports: [{port: http}]}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: istio, namespace: istio-system}
data:
  mesh: |
    trustDomain: td
    trustDomainAliases: [old]
    enableAutoMtls: true
    accessLogFile: /dev/stdout
    outboundTrafficPolicy: {mode: REGISTRY_ONLY}
    defaultConfig: {gatewayTopology: {numTrustedProxies: 1}, holdApplicationUntilProxyStarts: true}
    extensionProviders: [{name: authz, envoyExtAuthzHttp: {service: authz.shop.svc.cluster.local, port: 8000, includeRequestHeadersInCheck: [x]}}]
    pathNormalization: {normalization: MERGE_SLASHES}
    defaultHttpRetryPolicy: {attempts: 3}
  meshNetworks: 'networks: {n1: {endpoints: [{fromRegistry: c1}], gateways: [{address: 1.2.3.4, port: 15443}]}}'
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: shop}
spec: {serviceName: db, replicas: 2, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}, annotations: {sidecar.istio.io/inject: 'false', traffic.sidecar.istio.io/excludeOutboundPorts: '3306,5432', proxy.istio.io/config: '{concurrency: 2}'}}, spec: {serviceAccountName: db, containers: [{name: c, image: i, ports: [{containerPort: 3306, name: mysql, protocol: TCP}]}]}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec: {selector: {matchLabels: {app: agent}}, template: {metadata: {labels: {app: agent}}, spec: {hostNetwork: true, containers: [{name: c, image: i}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: shop, annotations: {asm-blueprints/calls: '[{"service": "shop/hello"}]'}}
spec: {schedule: '0 0 * * *', jobTemplate: {spec: {template: {metadata: {labels: {app: nightly}}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}}}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: hello, namespace: shop}
spec: {replicas: 2, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: hello-v1}, strategy: {canary: {canaryService: hello-canary, stableService: hello, trafficRouting: {istio: {virtualService: {name: hello, routes: [primary]}, destinationRule: {name: hello, canarySubsetName: v2, stableSubsetName: v1}}}, steps: [{setWeight: 10}]}}}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
addressType: IPv4
endpoints: [{addresses: [10.0.0.7], conditions: {ready: true}, targetRef: {kind: Pod, name: db-0}, zone: z1}]
ports: [{name: mysql, port: 3306}]
---
apiVersion: v1
kind: Endpoints
metadata: {name: raw, namespace: shop}
subsets: [{addresses: [{ip: 10.0.0.8}], ports: [{port: 9000, name: tcp}]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: routes, labels: {rbac.authorization.k8s.io/aggregate-to-edit: 'true'}}
aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}}]}
rules: [{apiGroups: [networking.istio.io], resources: [virtualservices, '*/status'], verbs: [get, update, '*'], resourceNames: [hello]}, {nonResourceURLs: [/healthz], verbs: [get]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: routes}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: routes}
subjects: [{kind: ServiceAccount, name: default, namespace: shop}, {kind: Group, name: devs}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: secrets, namespace: shop}
rules: [{apiGroups: [''], resources: [secrets, pods/exec], verbs: [create]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: secrets, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: secrets}
subjects: [{kind: User, name: jane}]
---
apiVersion: v1
kind: Secret
metadata: {name: cert, namespace: shop}
type: kubernetes.io/tls
data: {tls.crt: Y2VydA==, tls.key: UGxhbnRlZFNlY3JldA==}
stringData: {password: PlantedSecret}
---
apiVersion: networking.istio.io/v1
kind: WorkloadGroup
metadata: {name: vms, namespace: shop}
spec: {metadata: {labels: {app: vm}}, template: {serviceAccount: vm, network: n1, ports: {http: 8080}}, probe: {httpGet: {path: /, port: 8080}}}
---
apiVersion: networking.istio.io/v1beta1
kind: ProxyConfig
metadata: {name: proxies, namespace: shop}
spec: {selector: {matchLabels: {app: hello}}, concurrency: 1, image: {imageType: distroless}, environmentVariables: {A: b}}
---
apiVersion: extensions.istio.io/v1alpha1
kind: TrafficExtension
metadata: {name: lua, namespace: shop}
spec: {selector: {matchLabels: {app: hello}}, lua: {inlineCode: 'function envoy_on_request() end'}}
---
apiVersion: istio.alibabacloud.com/v1beta1
kind: IstioGateway
metadata: {name: ingressgateway, namespace: istio-system}
spec: {clusterIds: [c1], ports: [{name: http, port: 80, protocol: TCP, targetPort: 80}], serviceType: LoadBalancer}
`;
