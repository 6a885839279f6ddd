/** Where the emulated API servers are, and the certificate and key that both sides use. */
export interface KubeAccess {
  readonly url: string;
  readonly certificate: Buffer;
  readonly key: Buffer;
}

/** A kubeconfig for one emulated API server, always the same for the same server. */
export function kubeconfigFor({ url, certificate, key }: KubeAccess, id: string): string {
  const user = {
    'client-certificate-data': certificate.toString('base64'),
    'client-key-data': key.toString('base64'),
  };
  const cluster = { server: `${url}/${id}`, 'certificate-authority-data': certificate.toString('base64') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': id,
    contexts: [{ name: id, context: { cluster: id, user: id } }],
    clusters: [{ name: id, cluster }],
    users: [{ name: id, user }],
  });
}
