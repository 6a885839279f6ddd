import { carried, type ModelledInPart } from '../inputs/unmodelled-inputs.js';
import type { Mesh } from '../model/mesh.js';
import type { MeshService } from '../model/service.js';
import { addressOf } from '../request/address.js';
import { callersOf } from '../request/caller-workloads.js';
import { type Answer, type RequestQuery, request } from '../request/index.js';
import { acceptedMesh } from '../validation/accepted-mesh.js';
import { gatewayQuestions } from './gateway-questions.js';
import { outsideCaller } from './representatives.js';

/** Whether somebody can reach a service, and who decides. */
export interface CallerRow extends ModelledInPart {
  /** `namespace/workload`, `internet`, or `outside` for any pod without a proxy that is not in the manifests. */
  readonly from: string;
  readonly to: string;
  readonly verdict: Answer['verdict'];
  readonly policy: string | null;
  readonly mtls: Answer['mtls'];
  readonly status: Answer['status'];
}

/** How callers are asked about. */
export interface CallerOptions {
  /** Number of the Service's port. @default every port */
  readonly port?: number;
  /** @default GET */
  readonly method?: string;
  /** @default / for workloads, and what the routes match for the Internet */
  readonly path?: string;
}

/** The service that `namespace/name`, `name.namespace`, a full host, or a name that only one service has stands for. */
export function findService(mesh: Mesh, name: string): MeshService | undefined {
  const exact = mesh.services.find(
    (service) =>
      service.host === name ||
      `${service.namespace}/${service.name}` === name ||
      `${service.name}.${service.namespace}` === name,
  );
  const short = mesh.services.filter((service) => service.name === name);
  return exact ?? (short.length === 1 ? short[0] : undefined);
}

/**
 * Who can reach a service: every workload of the files and any pod without a proxy, with the policy that lets them or does not; and the
 * Internet, for every route of a gateway that leads there.
 */
export function callers(given: Mesh, service: MeshService, options: CallerOptions = {}): readonly CallerRow[] {
  const mesh = acceptedMesh(given);
  const { method, path } = options;
  const ports = service.ports.filter(({ number }) => options.port === undefined || options.port === number);
  const names = callersOf(mesh).map(({ namespace, name }) => `${namespace}/${name}`);
  const row = (from: string, query: RequestQuery): CallerRow => {
    const { verdict, policy, mtls, status, notModelled } = request(mesh, query);
    return {
      from,
      to: query.to.replace(/\/$/, query.path ?? '/'),
      verdict,
      policy,
      mtls,
      status,
      ...carried(notModelled),
    };
  };
  const inside = [...names, outsideCaller].flatMap((from) =>
    ports.flatMap((port) => {
      const address = addressOf(service, port);
      const query = {
        from,
        to: `${address}/`,
        ...(path === undefined ? {} : { path }),
        ...(method === undefined ? {} : { method }),
      };
      return address === undefined ? [] : [row(typeof from === 'string' ? from : 'outside', query)];
    }),
  );
  const outside: CallerRow[] = [];
  gatewayQuestions(mesh, [], (query) => {
    const asked = {
      ...query,
      ...(path === undefined ? {} : { path }),
      ...(method === undefined ? {} : { method }),
    };
    const isThere = request(mesh, asked).outcomes.some(({ host }) => host === service.host);
    const found = row('internet', asked);
    if (isThere && !outside.some(({ to }) => to === found.to)) {
      outside.push(found);
    }
  });
  return [...inside, ...outside];
}
