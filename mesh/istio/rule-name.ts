/** How a person names what a merged DestinationRule is made of: by its identity, or as the BackendTLSPolicy that Istio made it of. */
export function ruleName(from: string): string {
  return from.includes(' ') ? from : `DestinationRule ${from}`;
}
