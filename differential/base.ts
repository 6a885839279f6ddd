/** The workloads that every case runs with; `image` is built from differential/echo. */
export function baseManifests(image: string): string {
  return template.replaceAll('{{image}}', image);
}

const template = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: pay, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Namespace
metadata: {name: outside}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: hello, namespace: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: hello-v1, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: hello, version: v1}}
  template:
    metadata: {labels: {app: hello, version: v1}}
    spec:
      serviceAccountName: hello
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, env: [{name: VERSION, value: v1}], ports: [{containerPort: 8080}, {containerPort: 8443}]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: hello-v2, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: hello, version: v2}}
  template:
    metadata: {labels: {app: hello, version: v2}}
    spec:
      serviceAccountName: hello
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, env: [{name: VERSION, value: v2}], ports: [{containerPort: 8080}, {containerPort: 8443}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: other, namespace: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other-v1, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: other, version: v1}}
  template:
    metadata: {labels: {app: other, version: v1}}
    spec:
      serviceAccountName: other
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, env: [{name: VERSION, value: v1}], ports: [{containerPort: 8080}, {containerPort: 8443}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: bank, namespace: pay}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bank-v1, namespace: pay}
spec:
  replicas: 1
  selector: {matchLabels: {app: bank, version: v1}}
  template:
    metadata: {labels: {app: bank, version: v1}}
    spec:
      serviceAccountName: bank
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, env: [{name: VERSION, value: v1}], ports: [{containerPort: 8080}, {containerPort: 8443}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: plain, namespace: outside}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: plain-v1, namespace: outside}
spec:
  replicas: 1
  selector: {matchLabels: {app: plain, version: v1}}
  template:
    metadata: {labels: {app: plain, version: v1}}
    spec:
      serviceAccountName: plain
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, env: [{name: VERSION, value: v1}], ports: [{containerPort: 8080}, {containerPort: 8443}, {containerPort: 9000}]}]
---
apiVersion: v1
kind: Service
metadata: {name: hello, namespace: shop}
spec:
  selector: {app: hello}
  ports: [{name: http, port: 80, targetPort: 8080}, {name: http-alt, port: 9080, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: other, namespace: shop}
spec:
  selector: {app: other}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: raw, namespace: shop}
spec:
  selector: {app: hello}
  ports: [{name: tcp, port: 9000, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: sniffed, namespace: shop}
spec:
  selector: {app: hello}
  ports: [{port: 7000, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: head, namespace: shop}
spec:
  selector: {app: other}
  ports: [{name: http, port: 80, targetPort: 8080}]
  clusterIP: None
---
apiVersion: v1
kind: Service
metadata: {name: empty, namespace: shop}
spec:
  selector: {app: nobody}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: secure, namespace: shop}
spec:
  selector: {app: hello}
  ports: [{name: https, port: 443, targetPort: 8443}]
---
apiVersion: v1
kind: Service
metadata: {name: bank, namespace: pay}
spec:
  selector: {app: bank}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: v1
kind: Service
metadata: {name: plain, namespace: outside}
spec:
  selector: {app: plain}
  ports: [{name: http, port: 80, targetPort: 8080}, {name: http-tls, port: 8443, targetPort: 8443}, {name: https, port: 443, targetPort: 8443}]
---
apiVersion: v1
kind: Service
metadata: {name: authorizer, namespace: outside}
spec:
  selector: {app: plain}
  ports: [{name: http, port: 9000, targetPort: 9000}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: client, namespace: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: client, version: c1}}
  template:
    metadata: {labels: {app: client, version: c1, istio-locality: r1.z1.s1}}
    spec:
      serviceAccountName: client
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, args: [sleep], env: [{name: VERSION, value: c1}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: client, namespace: pay}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: pay}
spec:
  replicas: 1
  selector: {matchLabels: {app: client, version: c1}}
  template:
    metadata: {labels: {app: client, version: c1}}
    spec:
      serviceAccountName: client
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, args: [sleep], env: [{name: VERSION, value: c1}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: client, namespace: outside}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: client, namespace: outside}
spec:
  replicas: 1
  selector: {matchLabels: {app: client, version: c1}}
  template:
    metadata: {labels: {app: client, version: c1}}
    spec:
      serviceAccountName: client
      terminationGracePeriodSeconds: 1
      containers: [{name: app, image: "{{image}}", imagePullPolicy: IfNotPresent, args: [sleep], env: [{name: VERSION, value: c1}]}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: front, namespace: istio-system}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: front, namespace: istio-system}
rules: [{apiGroups: [""], resources: [secrets], verbs: [get, watch, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: front, namespace: istio-system}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: front}
subjects: [{kind: ServiceAccount, name: front}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: front, namespace: istio-system}
spec:
  selector: {matchLabels: {istio: front}}
  template:
    metadata:
      labels: {istio: front, sidecar.istio.io/inject: "true"}
      annotations: {inject.istio.io/templates: gateway}
    spec:
      serviceAccountName: front
      terminationGracePeriodSeconds: 1
      containers: [{name: istio-proxy, image: auto, imagePullPolicy: IfNotPresent}]
---
apiVersion: v1
kind: Service
metadata: {name: front, namespace: istio-system}
spec:
  type: NodePort
  selector: {istio: front}
  ports: [{name: http, port: 80, targetPort: 8080, nodePort: 30080}, {name: alt, port: 8081, targetPort: 8081}, {name: https, port: 443, targetPort: 8443}]
`;
