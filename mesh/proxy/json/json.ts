/** A part of Envoy's configuration as the JSON of its API has it (https://www.envoyproxy.io/docs/envoy/latest/api-v3/api). */
export interface JsonObject {
  readonly [field: string]: JsonValue | undefined;
}

/** A value of {@link JsonObject}. */
export type JsonValue = string | number | boolean | JsonObject | readonly JsonValue[];

/** A field with a value; no field for undefined, for an empty text and for an empty list. */
export function field(name: string, value: JsonValue | undefined): JsonObject {
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? {} : { [name]: value };
}

/** A configuration of a type of Envoy's API. */
export function typed(type: string, fields: JsonObject): JsonObject {
  return { '@type': `type.googleapis.com/${type}`, ...fields };
}

/** A duration as the JSON of protos writes it: `1.5s`. */
export function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

/** An address with its port. */
export function socketAddress(address: string, port: number): JsonObject {
  return { socketAddress: { address, portValue: port } };
}
