/** A kubeconfig for one emulated API server, always the same for the same server. */
export function kubeconfigFor(kubeUrl: string, id: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': id,
    contexts: [{ name: id, context: { cluster: id, user: id } }],
    clusters: [{ name: id, cluster: { server: `${kubeUrl}/${id}` } }],
    users: [{ name: id, user: { token: `token-of-${id}` } }],
  });
}
