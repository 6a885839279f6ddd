import { asText, type Fields, fieldsListOf, fieldsOf } from '../../../model/index.js';
import type { FieldPath } from '../../../yaml/positions.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

const bound = ['istio.io/WaypointBound'];
const ofGatewayApi = ['Accepted', 'Programmed', 'ResolvedRefs'];

/** Conditions by which a controller says that it did not accept an object when they are `False`. */
const told: readonly (readonly [group: string, kind: string, types: readonly string[]])[] = [
  ['', 'Service', bound],
  ['networking.istio.io', 'ServiceEntry', bound],
  ['networking.istio.io', 'WorkloadEntry', bound],
  ['security.istio.io', 'AuthorizationPolicy', ['ZtunnelAccepted', 'WaypointAccepted']],
  ['gateway.networking.k8s.io', 'Gateway', ofGatewayApi],
  ['gateway.networking.k8s.io', 'HTTPRoute', ofGatewayApi],
  ['gateway.networking.k8s.io', 'GRPCRoute', ofGatewayApi],
];

/** Whether the `status` of objects that a cluster gave says that a controller did not accept them, or parts of them. */
export const statusConditions: Check = {
  name: 'status-conditions',
  types: [istioCodes.IST0171],
  run(mesh, report) {
    for (const [group, kind, types] of told) {
      for (const object of mesh.objectsOf(group, kind)) {
        for (const { type, status, reason, message, field } of conditionsOf(
          fieldsOf(object.resource.manifest['status']),
        )) {
          const isPartial =
            kind === 'AuthorizationPolicy' && type === 'WaypointAccepted' && reason === 'PartiallyInvalid';
          if ((status === 'False' && types.includes(type)) || isPartial) {
            const values = { condition: `${type}: ${status}`, reason: reason || 'none', said: message || 'no message' };
            report(istioCodes.IST0171, object, values, field);
          }
        }
      }
    }
  },
};

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly field: FieldPath;
}

/** The conditions of a status: those of a route are said of each parent. */
function conditionsOf({ conditions, parents }: Fields): readonly Condition[] {
  return [
    ...fieldsListOf(conditions).map((fields, index) => conditionOf(fields, ['status', 'conditions', index])),
    ...fieldsListOf(parents).flatMap((parent, of) =>
      fieldsListOf(parent['conditions']).map((fields, index) =>
        conditionOf(fields, ['status', 'parents', of, 'conditions', index]),
      ),
    ),
  ];
}

function conditionOf(fields: Fields, field: FieldPath): Condition {
  const text = (key: string): string => asText(fields[key]) ?? '';
  return { type: text('type'), status: text('status'), reason: text('reason'), message: text('message'), field };
}
