import { asmRules } from './asm-rules.js';
import { gatewayApiRules } from './gateway-api-rules.js';
import { istioRules } from './istio-rules.js';
import type { Rule } from './rule.js';

type ConditionName = keyof typeof istioRules;

/** Name of a rule of a schema (`x-kubernetes-validations`) that goes beyond types and limits. */
export type RuleName = ConditionName | keyof typeof gatewayApiRules | keyof typeof asmRules;

const conditions = Object.entries(istioRules).map(([name, { holds, message }]): [string, Rule] => [
  name,
  (value, refuse) => {
    if (!holds(value)) {
      refuse(message);
    }
  },
]);

/** Rules by name. */
export const rules = { ...Object.fromEntries(conditions), ...gatewayApiRules, ...asmRules } as Readonly<
  Record<RuleName, Rule>
>;
