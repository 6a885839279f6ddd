import type { Field } from '../field.js';
import { checkLabels } from '../labels.js';
import { checkPortNumber } from '../ports.js';

const counts = ['periodSeconds', 'initialDelaySeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

/** The rules of a WorkloadGroup (https://istio.io/latest/docs/reference/config/networking/workload-group/). */
export function checkWorkloadGroup(spec: Field): void {
  if (!spec.has('template')) {
    spec.error('a WorkloadGroup needs a template');
    return;
  }
  checkLabels(spec.at('metadata').at('labels'));
  const probe = spec.at('probe');
  if (probe.isSet) {
    checkProbe(probe);
  }
}

function checkProbe(probe: Field): void {
  for (const count of counts.map((key) => probe.at(key))) {
    if (count.number < 0) {
      count.error('must not be negative');
    }
  }
  if (probe.has('httpGet')) {
    const get = probe.at('httpGet');
    checkPortNumber(get.at('port'));
    if (!['', 'HTTP', 'HTTPS'].includes(get.at('scheme').text)) {
      get.at('scheme').error('the scheme must be HTTP or HTTPS');
    }
    for (const header of get.at('httpHeaders').items) {
      if (!/^[-A-Za-z0-9]+$/.test(header.at('name').text)) {
        header.error(`\`${header.at('name').text}\` is no header name`);
      }
    }
  } else if (probe.has('tcpSocket')) {
    checkPortNumber(probe.at('tcpSocket').at('port'));
  } else if (probe.has('exec')) {
    if (probe.at('exec').at('command').size === 0) {
      probe.at('exec').error('the command is missing');
    }
  } else if (!probe.has('grpc')) {
    probe.error('a probe needs one of httpGet, tcpSocket and exec');
  }
}
