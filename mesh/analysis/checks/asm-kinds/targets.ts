import { asText, type Fields, fieldsListOf, fieldsOf, type Mesh, type MeshObject } from '../../../model/index.js';
import { asmCodes } from '../../asm-codes.js';
import type { Check, Report } from '../../check.js';
import { missingHost } from '../../missing-host.js';
import { asmObjects, missingPartner, reportMissing, type Steps } from './partners.js';

const effect = 'the limit or breaker has no effect, and nothing says so';

/** What limiters and breakers name: routes by their name, services, and the service that counts. */
export const limitTargets: Check = {
  name: 'limit-targets',
  types: [asmCodes.ASM0050],
  isOwn: true,
  run(mesh, report) {
    for (const kind of ['ASMLocalRateLimiter', 'ASMGlobalRateLimiter', 'ASMCircuitBreaker']) {
      for (const object of asmObjects(mesh, kind)) {
        fieldsListOf(object.spec['configs']).forEach((config, index) => {
          checkRouteName(mesh, object, config, { report, field: ['spec', 'configs', index] });
          fieldsListOf(config['target_services']).forEach((target, place) => {
            const field = ['spec', 'configs', index, 'target_services', place];
            checkTarget(mesh, object, target, { report, field });
          });
        });
        const host = asText(fieldsOf(object.spec['rateLimitService'])['host']);
        reportMissingHost(mesh, object, host, { report, field: ['spec', 'rateLimitService', 'host'] });
      }
    }
    for (const provider of asmObjects(mesh, 'ASMExtensionProvider')) {
      for (const [name, settings] of Object.entries(provider.spec)) {
        const host = asText(fieldsOf(settings)['service']);
        reportMissingHost(mesh, provider, host?.split('/').at(-1), { report, field: ['spec', name, 'service'] });
      }
    }
    checkLanguageModels(mesh, report);
  },
};

interface Place {
  readonly report: Report;
  readonly field: Steps;
}

function reportMissingHost(mesh: Mesh, object: MeshObject, host: string | undefined, { report, field }: Place): void {
  if (host !== undefined && mesh.serviceFor(host, object.namespace) === undefined) {
    const missing = missingHost(mesh, host, object.namespace);
    reportMissing(report, object, { thing: `host ${host}`, missing, effect: 'proxies cannot reach it' }, field);
  }
}

/** A route is named by `http[].name` of a VirtualService for the host. */
function checkRouteName(mesh: Mesh, object: MeshObject, config: Fields, { report, field }: Place): void {
  const vhost = fieldsOf(fieldsOf(config['match'])['vhost']);
  const host = asText(vhost['name']) ?? '*';
  const name = asText(fieldsOf(vhost['route'])['name_match']);
  if (name === undefined || name === '') {
    return;
  }
  const routes = mesh.virtualServices.filter(({ spec, namespace }) => {
    const hosts = (spec.hosts ?? []).map((one) => mesh.resolve(one, namespace));
    return host === '*' || hosts.includes('*') || hosts.includes(mesh.resolve(host, object.namespace));
  });
  const names = routes.flatMap(({ spec }) => (spec.http ?? []).flatMap((route) => route.name ?? []));
  if (!names.includes(name)) {
    const missing = missingPartner(mesh, `route with a name for host ${host}`, name, names);
    reportMissing(report, object, { thing: `route ${name}`, missing, effect }, [
      ...field,
      'match',
      'vhost',
      'route',
      'name_match',
    ]);
  }
}

function checkTarget(mesh: Mesh, object: MeshObject, target: Fields, { report, field }: Place): void {
  const [kind = '', name = ''] = [asText(target['kind']), asText(target['name'])];
  const namespace = asText(target['namespace']) ?? object.namespace;
  const group = kind === 'Service' ? '' : 'networking.istio.io';
  const others = mesh.objectsOf(group, kind).filter((one) => one.namespace === namespace);
  const found = others.find((one) => one.name === name);
  if (found === undefined) {
    const missing = missingPartner(
      mesh,
      `${kind} of namespace ${namespace}`,
      name,
      others.map((one) => one.name),
    );
    reportMissing(report, object, { thing: `${kind} ${namespace}/${name}`, missing, effect }, [...field, 'name']);
    return;
  }
  const section = asText(target['section_name']) ?? '';
  const names = fieldsListOf(found.spec['http']).flatMap((route) => asText(route['name']) ?? []);
  if (kind === 'VirtualService' && section !== '' && !names.includes(section)) {
    const missing = missingPartner(mesh, `route with a name in VirtualService ${name}`, section, names);
    reportMissing(report, object, { thing: `route ${section}`, missing, effect }, [...field, 'section_name']);
  }
}

function checkLanguageModels(mesh: Mesh, report: Report): void {
  const hosts = asmObjects(mesh, 'LLMProvider').flatMap(({ spec }) => asText(spec['host']) ?? []);
  for (const route of asmObjects(mesh, 'LLMRoute')) {
    fieldsListOf(route.spec['rules']).forEach((rule, index) => {
      fieldsListOf(rule['backendRefs']).forEach((backend, place) => {
        const host = asText(backend['providerHost']);
        if (host !== undefined && !hosts.includes(host)) {
          const missing = missingPartner(mesh, 'LLMProvider', host, hosts);
          const thing = { thing: `LLMProvider of host ${host}`, missing, effect: 'requests of the rule fail' };
          reportMissing(report, route, thing, ['spec', 'rules', index, 'backendRefs', place, 'providerHost']);
        }
      });
    });
  }
}
