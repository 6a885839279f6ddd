/**
 * What a value that no request has does to a rule of an AuthorizationPolicy, as a clause.
 *
 * @param isNegative whether it stands in a list such as `notMethods`
 */
export function effectOf(action: string | undefined, isNegative: boolean): string {
  if (isNegative) {
    return 'the exception that it was meant to be does not exist';
  }
  return action === 'DENY'
    ? 'the rule denies nothing for it, so what it was meant to keep out gets in'
    : 'the rule lets no request in for it';
}
