import { isIP } from 'node:net';
import { asText, fieldsListOf, fieldsOf, type MeshObject } from '../../../model/index.js';
import type { Check, Report } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const { IST0163, IST0164 } = istioCodes;
const group = 'admissionregistration.k8s.io';

/** Whether Istio's own webhooks have the address of a control plane: a Service, or the URL of one outside the cluster, by its host name. */
export const controlPlaneAddresses: Check = {
  name: 'control-plane-addresses',
  types: [IST0163, IST0164],
  run(mesh, report) {
    for (const object of mesh.objectsOf(group, 'ValidatingWebhookConfiguration')) {
      if (object.name === 'istiod-default-validator' || object.name.startsWith('istio-validator')) {
        checkAddresses(object, report);
      }
    }
    for (const object of mesh.objectsOf(group, 'MutatingWebhookConfiguration')) {
      if (object.name.startsWith('istio-sidecar-injector')) {
        checkAddresses(object, report);
      }
    }
  },
};

function checkAddresses(object: MeshObject, report: Report): void {
  fieldsListOf(object.fields['webhooks']).forEach((fields, index) => {
    const { url, service } = fieldsOf(fields['clientConfig']);
    const address = asText(url);
    const webhook = asText(fields['name']) ?? '';
    const field = ['webhooks', index, 'clientConfig'];
    if (address === undefined) {
      if (service === undefined) {
        report(IST0163, object, { webhook, address: 'is missing' }, field);
      }
      return;
    }
    const host = hostOfUrl(address);
    if (host === undefined) {
      report(IST0163, object, { webhook, address: `${address} is not a URL` }, [...field, 'url']);
    } else if (isIP(host) !== 0 && !host.includes('%')) {
      report(IST0164, object, { webhook, address: host }, [...field, 'url']);
    }
  });
}

/**
 * The host of a URL as Go's `url.Parse` finds it, which takes nearly every text for one: empty when it has none; undefined when it refuses the text.
 */
function hostOfUrl(text: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it refuses.
  if (/[\x00-\x1f\x7f]/.test(text) || text.startsWith(':')) {
    return undefined;
  }
  const [, scheme, rest = ''] = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(.*?)(?:#.*)?$/s.exec(text) ?? [];
  const path = rest.split('?')[0] ?? '';
  if (scheme === undefined && !path.startsWith('/') && /^[^/]*:/.test(path)) {
    return undefined;
  }
  const authority = /^\/\/([^/]*)/.exec(path)?.[1];
  if (/%(?![0-9a-fA-F]{2})/.test(path)) {
    return undefined;
  }
  if (authority === undefined) {
    return '';
  }
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::\d*)?$/.exec(place) ?? [];
  const host = bracketed ?? plain;
  return host === undefined || /[\s"<>\\^`{|}]/.test(host) ? undefined : host;
}
