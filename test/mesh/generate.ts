/** YAML of a mesh of `count` services, six objects each, in namespaces of ten services. */
export function generateYaml(count: number): string {
  const parts: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const namespace = `team-${Math.floor(index / 10)}`;
    const name = `svc-${index}`;
    if (index % 10 === 0) {
      parts.push(`apiVersion: v1
kind: Namespace
metadata:
  name: ${namespace}
  labels:
    istio-injection: enabled
`);
    }
    parts.push(`apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${namespace}
`);
    for (const version of ['v1', 'v2']) {
      parts.push(`apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}-${version}
  namespace: ${namespace}
  labels: {app: ${name}, version: ${version}}
spec:
  replicas: 2
  selector:
    matchLabels:
      app: ${name}
      version: ${version}
  template:
    metadata:
      labels:
        app: ${name}
        version: ${version}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: app
          image: "example.com/${name}:${version}"
          ports:
            - name: http
              containerPort: 8080
`);
    }
    parts.push(`apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: ${namespace}
spec:
  selector:
    app: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`);
    parts.push(`apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: dr-${name}
  namespace: ${namespace}
spec:
  host: ${name}
  subsets:
    - name: v1
      labels: {version: v1}
    - name: v2
      labels: {version: v2}
`);
    parts.push(`apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: vs-${name}
  namespace: ${namespace}
spec:
  hosts: [${name}]
  http:
    - timeout: 3s
      route:
        - destination: {host: ${name}, subset: v1}
          weight: 90
        - destination: {host: ${name}, subset: v2}
          weight: 10
`);
  }
  return parts.join('---\n');
}
