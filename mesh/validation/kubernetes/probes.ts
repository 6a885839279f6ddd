import type { Field } from '../field.js';
import { checkLowest, checkPortNumber, checkPortReference } from './values.js';

const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const hooks = ['exec', 'httpGet', 'tcpSocket', 'sleep'];
const numbers = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** What an API server refuses in the probes of a container. */
export function checkProbes(container: Field): void {
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (container.has(kind)) {
      const probe = container.at(kind);
      checkHandler(probe, handlers);
      for (const key of numbers) {
        checkLowest(probe.at(key), 0);
      }
      const success = probe.at('successThreshold');
      if (kind !== 'readinessProbe' && success.number > 1) {
        success.error(`must be 1 for a ${kind}`);
      }
      checkLowest(probe.at('terminationGracePeriodSeconds'), 1);
      if (kind === 'readinessProbe' && probe.has('terminationGracePeriodSeconds')) {
        probe.at('terminationGracePeriodSeconds').error('a readinessProbe takes none');
      }
    }
  }
}

/** What an API server refuses in the hooks of a container. */
export function checkLifecycle(lifecycle: Field): void {
  for (const hook of ['postStart', 'preStop']) {
    if (lifecycle.has(hook)) {
      checkHandler(lifecycle.at(hook), hooks);
    }
  }
}

function checkHandler(owner: Field, allowed: readonly string[]): void {
  const given = allowed.filter((handler) => owner.has(handler));
  if (given.length !== 1) {
    const excess = given.length > 1 ? `, not ${given.join(' and ')}` : '';
    owner.error(`needs exactly one of ${allowed.join(', ')}${excess}`);
  }
  checkPortReference(owner.at('httpGet').at('port'));
  checkPortReference(owner.at('tcpSocket').at('port'));
  checkPortNumber(owner.at('grpc').at('port'));
  const command = owner.at('exec').at('command');
  if (owner.has('exec') && command.size === 0) {
    command.error('needs a command');
  }
}
