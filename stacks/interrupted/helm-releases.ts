import { ISTIO_NAMESPACE } from '../../infra/index.js';
import { type RunCommand, runCommand } from '../../infra/local/machine-check.js';
import type { PendingCreate } from '../stack-state.js';

const RELEASE = 'kubernetes:helm.sh/v3:Release';

/** A release that Helm is told to forget. */
export interface ForgottenRelease {
  /** Name of the cluster in the environment. */
  readonly cluster: string;
  readonly name: string;
}

/** States of a release that a Helm at work leaves when it is killed; no other Helm touches such a release. */
const UNFINISHED = 'status in (pending-install,pending-upgrade,pending-rollback,uninstalling)';

/**
 * Makes Helm forget what a killed update has left, so that this one can go on: a release in the middle of an operation,
 * which Helm takes for one that somebody else is at, and a release whose creation the state does not know of, whose
 * name Helm takes for used. Only Helm's notes go; the objects stay, and the new installation takes them over.
 *
 * Must run while no other update of the stack does, and before the first release is declared.
 *
 * @param clusters names in kind by name in the environment
 * @param pending creations that the state does not know the end of
 */
export async function forgetInterruptedReleases(
  clusters: Readonly<Record<string, string>>,
  pending: readonly PendingCreate[],
  run: RunCommand = runCommand,
): Promise<ForgottenRelease[]> {
  const forgotten: ForgottenRelease[] = [];
  for (const [cluster, kindName] of Object.entries(clusters)) {
    const created = pending.filter(({ type, name }) => type === RELEASE && name.startsWith(`${cluster}/`));
    const selectors = [
      `owner=helm,${UNFINISHED}`,
      ...created.map(({ inputs }) => `owner=helm,name=${String(inputs['name'])}`),
    ];
    for (const selector of selectors) {
      const names = await forget(kindName, selector, run);
      forgotten.push(...names.map((name) => ({ cluster, name })));
    }
  }
  return forgotten;
}

/** Deletes Helm's notes that a selector finds; none where there is no such cluster. Returns the names of the releases. */
async function forget(kindName: string, selector: string, run: RunCommand): Promise<string[]> {
  const kubectl = ['exec', `${kindName}-control-plane`, 'kubectl', '--kubeconfig=/etc/kubernetes/admin.conf'];
  const deleted = await run('docker', [
    ...kubectl,
    ...['delete', 'secret', '--namespace', ISTIO_NAMESPACE, '--selector', selector, '--output', 'name'],
  ]);
  if (deleted.state !== 'done') return [];
  const names = [...deleted.output.matchAll(/sh\.helm\.release\.v1\.(.+)\.v\d+/g)].flatMap(([, name]) => name ?? []);
  return [...new Set(names)];
}
