import type { ConfigObject, IstioSpecs } from '../../../model/index.js';
import type { Check } from '../../check.js';
import { istioCodes } from '../../istio-codes.js';

type Rule = NonNullable<ConfigObject<IstioSpecs['AuthorizationPolicy']>['spec']['rules']>[number];
type Source = NonNullable<NonNullable<Rule['from']>[number]['source']>;
type Operation = NonNullable<NonNullable<Rule['to']>[number]['operation']>;

/** Whether a DENY rule speaks of HTTP only, so that on TCP ports, where nothing of it can be known, it denies everything. */
export const authorizationPolicyWarnings: Check = {
  name: 'authorization-policy-warnings',
  types: [istioCodes.IST0133],
  run(mesh, report) {
    for (const { object, spec } of mesh.authorizationPolicies) {
      const rule = spec.action === 'DENY' ? (spec.rules ?? []).findIndex(deniesTcp) : -1;
      if (rule >= 0) {
        const warning =
          'a DENY rule that names only HTTP attributes denies all requests to TCP ports; name the ports too';
        report(istioCodes.IST0133, object, { warning }, ['spec', 'rules', rule]);
      }
    }
  },
};

function deniesTcp({ from, to }: Rule): boolean {
  const operations = to ?? [];
  const isOpen = operations.some(({ operation }) => speaksOfHttp(operation) && !namesPorts(operation));
  const namesAnyPort = operations.some(({ operation }) => namesPorts(operation));
  return isOpen || (!namesAnyPort && (from ?? []).some(({ source }) => namesTokens(source)));
}

const isGiven = (values: readonly string[] | undefined): boolean => (values ?? []).length > 0;

function speaksOfHttp(operation: Operation | undefined): boolean {
  return (['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const).some((field) =>
    isGiven(operation?.[field]),
  );
}

function namesPorts(operation: Operation | undefined): boolean {
  return isGiven(operation?.ports) || isGiven(operation?.notPorts);
}

function namesTokens(source: Source | undefined): boolean {
  return isGiven(source?.requestPrincipals) || isGiven(source?.notRequestPrincipals);
}
