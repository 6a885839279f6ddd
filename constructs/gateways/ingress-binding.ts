/** What a service needs to know of an Istio Gateway to be reachable through it. */
export class IngressBinding {
  constructor(
    /** Name of the Gateway object. */
    readonly name: string,
    /** Namespace of the Gateway object. */
    readonly namespace: string,
  ) {}

  /** How an object in the given namespace names the Gateway. */
  nameFrom(namespace: string): string {
    return namespace === this.namespace ? this.name : `${this.namespace}/${this.name}`;
  }
}
