import type { IstioSpecs } from '../../../kinds/index.js';
import type { FieldPath } from '../../../yaml/positions.js';

type Rules = IstioSpecs['AuthorizationPolicy']['rules'];
type OperationList = 'hosts' | 'methods' | 'paths' | 'ports';

/** A value in a list of an operation. */
export interface OperationValue {
  readonly value: string;
  /** Whether it stands in a list such as `notMethods`. */
  readonly isNegative: boolean;
  readonly field: FieldPath;
}

/** The values that the operations of an AuthorizationPolicy have in a list and in its negative one. */
export function operationValues(rules: Rules, list: OperationList): readonly OperationValue[] {
  const negative = { hosts: 'notHosts', methods: 'notMethods', paths: 'notPaths', ports: 'notPorts' } as const;
  return (rules ?? []).flatMap((rule, ruleIndex) =>
    (rule.to ?? []).flatMap(({ operation }, index) =>
      [list, negative[list]].flatMap((name) =>
        (operation?.[name] ?? []).map((value, position) => ({
          value,
          isNegative: name !== list,
          field: ['spec', 'rules', ruleIndex, 'to', index, 'operation', name, position],
        })),
      ),
    ),
  );
}
