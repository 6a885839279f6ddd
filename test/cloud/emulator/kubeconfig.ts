const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A kubeconfig for one emulated API server, always the same for the same server. */
export function kubeconfigFor(kubeUrl: string, id: string): string {
  const certificates = { 'client-certificate-data': base64('emulated'), 'client-key-data': base64('emulated') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': id,
    contexts: [{ name: id, context: { cluster: id, user: id } }],
    clusters: [{ name: id, cluster: { server: `${kubeUrl}/${id}`, 'certificate-authority-data': base64('emulated') } }],
    users: [{ name: id, user: certificates }],
  });
}
